import {
  after,
  between,
  type Clock,
  type Duration,
  type Instant,
  milliseconds,
  seconds,
} from "../../lib/time.ts";
import { SlackError, slackError } from "./errors.ts";

/** Calls of one method about one channel, one after the other and in the order in which they were made. */
export interface CallQueue {
  /**
   * Runs `call` when those before it are done, and again after a rate limit that is short enough to wait for.
   * @throws SlackError
   */
  run<Answer>(method: string, channel: string, call: () => Promise<Answer>): Promise<Answer>;
}

interface Lane {
  last: Promise<unknown>;
  waiting: number;
  closedUntil: Instant;
}

// Longer waits are the engine's: it remembers them across a restart, and tells people by other ways meanwhile.
const PATIENCE = seconds(2);

/**
 * Slack counts calls per method and channel. No call is slowed down before Slack asks for it; then only its
 * own lane waits.
 */
export function callQueue(clock: Clock): CallQueue {
  const lanes = new Map<string, Lane>();

  async function attempt<Answer>(lane: Lane, method: string, call: () => Promise<Answer>): Promise<Answer> {
    for (let left: Duration = PATIENCE; ; ) {
      const wait = between(clock.now(), lane.closedUntil);
      if (wait > left) throw stillLimited(method, wait);
      if (wait > 0) await clock.sleep(wait);
      left = milliseconds(left - wait);
      try {
        return await call();
      } catch (thrown) {
        const error = slackError(thrown, method);
        if (error.code !== "rate" || error.retryAfter === undefined) throw error;
        lane.closedUntil = after(clock.now(), error.retryAfter);
        if (error.retryAfter > left) throw error;
      }
    }
  }

  return {
    async run(method, channel, call) {
      const key = `${method} ${channel}`;
      const lane = lanes.get(key) ?? { last: Promise.resolve(), waiting: 0, closedUntil: clock.now() };
      lanes.set(key, lane);
      lane.waiting += 1;
      const result = lane.last.then(() => attempt(lane, method, call));
      lane.last = result.catch(() => undefined);
      try {
        return await result;
      } finally {
        lane.waiting -= 1;
        if (lane.waiting === 0 && lane.closedUntil <= clock.now()) lanes.delete(key);
      }
    },
  };
}

function stillLimited(method: string, wait: Duration): SlackError {
  return new SlackError("rate", `Slack allows no more calls of ${method} for now`, {
    retryAfter: wait,
    reason: { name: "Slack takes no more" },
  });
}
