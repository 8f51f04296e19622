import type { SandboxClock } from "../clock.ts";
import type { TwilioServer } from "../twilio/server.ts";
import type { ClockPiece } from "./wire.ts";

// A phone rings for half a minute: so fast that somebody can still pick it up.
const RINGING_SPEED = 5;

/** How fast the sandbox's time runs: as chosen, but slower while a phone rings, as a hand must reach it. */
export interface Pace {
  /** @param speed sandbox seconds per real second, 1 to 600 */
  choose(change: {
    speed?: number | undefined;
    isPaused?: boolean | undefined;
    slowsForCalls?: boolean | undefined;
  }): void;
  piece(): ClockPiece;
  /** Calls back after each change of speed. */
  onChange(listener: () => void): void;
  stop(): void;
}

/** Takes charge of the clock's speed. */
export function pace(clock: SandboxClock, twilio: TwilioServer): Pace {
  const listeners = new Set<() => void>();
  const live = new Set<string>();
  let chosen = clock.speed;
  let isPaused = false;
  let slowsForCalls = true;

  const isSlowed = () => slowsForCalls && live.size > 0 && chosen > RINGING_SPEED;
  const apply = () => {
    const speed = isPaused ? 0 : isSlowed() ? RINGING_SPEED : chosen;
    if (speed !== clock.speed) clock.speed = speed;
    for (const listener of listeners) listener();
  };
  const stop = twilio.onChange((change) => {
    if (change.kind !== "call") return;
    const call = twilio.calls.get(change.sid);
    const before = live.size;
    if (call?.status === "ringing" || call?.status === "in-progress") live.add(change.sid);
    else live.delete(change.sid);
    if (live.size !== before) apply();
  });

  return {
    choose(change) {
      chosen = change.speed ?? chosen;
      isPaused = change.isPaused ?? isPaused;
      slowsForCalls = change.slowsForCalls ?? slowsForCalls;
      apply();
    },
    piece: () => ({
      now: clock.now(),
      speed: clock.speed,
      chosen,
      isPaused,
      isSlowed: isSlowed() && clock.speed === RINGING_SPEED,
      slowsForCalls,
    }),
    onChange: (listener) => void listeners.add(listener),
    stop,
  };
}
