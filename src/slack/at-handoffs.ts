import { between, type Clock } from "../lib/time.ts";
import type { Roster } from "../oncall/model.ts";
import { nextHandoff } from "../oncall/roster.ts";
import type { Log } from "./sdk-log.ts";

/** Wakes at each moment at which other people come on duty. */
export interface Handoffs {
  /** Works out the next one; called at the start and whenever the roster changes. */
  plan(): void;
  stop(): void;
}

export function atHandoffs({
  clock,
  log,
  roster,
  act,
}: {
  clock: Clock;
  log: Log;
  roster(): Roster;
  act(): void;
}): Handoffs {
  let turn = new AbortController();

  async function wake(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = clock.now();
      const all = Object.keys(roster().groups).flatMap(
        (group) => nextHandoff(roster(), group, now)?.at ?? [],
      );
      const [soonest] = all.toSorted((one, other) => one - other);
      if (soonest === undefined) return;
      await clock.sleep(between(now, soonest), signal);
      act();
    }
  }

  return {
    plan() {
      turn.abort();
      turn = new AbortController();
      const { signal } = turn;
      wake(signal).catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, "handoffs are not waited for");
      });
    },
    stop: () => turn.abort(),
  };
}
