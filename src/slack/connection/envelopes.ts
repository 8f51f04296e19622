import type { App } from "@slack/bolt";
import { type Clock, milliseconds } from "../../lib/time.ts";
import { kindShown, type Log } from "../api/sdk-log.ts";
import { envelopeKey } from "./envelope-key.ts";

type Process = App["processEvent"];

/** Watches everything that Slack delivers on its way to the listeners. */
export interface Envelopes {
  /** Wraps Bolt's own handling. */
  around(process: Process): Process;
  /** Resolves once nothing waits for its answer to Slack. */
  answered(): Promise<void>;
  /** Resolves once no listener is at work. */
  finished(): Promise<void>;
}

// Slack shows an error to the person after 3 s.
const LATE_AFTER = milliseconds(2500);
const MOST_REMEMBERED = 1000;

/**
 * Slack may deliver an envelope twice, and Bolt would run the listeners twice. The second is answered as the
 * first was, and goes no further.
 */
export function watchEnvelopes({ realTime, log }: { realTime: Clock; log: Log }): Envelopes {
  const answers = new Map<string, Promise<unknown>>();
  const waiting = tally();
  const working = tally();

  function remember(key: string, answer: Promise<unknown>): void {
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > MOST_REMEMBERED && oldest !== undefined) answers.delete(oldest);
  }

  function warnWhenLate(type: string, answered: AbortSignal): void {
    realTime.sleep(LATE_AFTER, answered).then(
      () => log.warn({ type }, "a Slack payload is not acknowledged after 2.5 s"),
      () => undefined,
    );
  }

  async function handle(event: Parameters<Process>[0], process: Process, key: string | undefined) {
    const type = kindShown(event.body.type ?? event.body.command);
    const answered = new AbortController();
    let resolve: (payload: unknown) => void = () => {};
    const answer = new Promise<unknown>((settled) => {
      resolve = settled;
    });
    if (key !== undefined) remember(key, answer);
    warnWhenLate(type, answered.signal);
    const release = waiting.enter();
    const settle = (payload: unknown) => {
      answered.abort();
      release();
      resolve(payload);
    };
    try {
      await process({
        ...event,
        async ack(payload?: unknown) {
          settle(payload);
          await event.ack(payload);
        },
      });
    } finally {
      if (!answered.signal.aborted) log.warn({ type }, "nothing acknowledges this Slack payload");
      settle(undefined);
    }
  }

  return {
    around: (process) => async (event) => {
      const leave = working.enter();
      try {
        const key = envelopeKey(event.body);
        const known = key === undefined ? undefined : answers.get(key);
        if (known === undefined) return await handle(event, process, key);
        log.info({ type: kindShown(event.body.type) }, "Slack delivered a payload again");
        await event.ack(await known);
      } finally {
        leave();
      }
    },
    answered: waiting.empty,
    finished: working.empty,
  };
}

/** Counts those inside, and tells when nobody is left. */
function tally(): { enter(): () => void; empty(): Promise<void> } {
  let inside = 0;
  let waiters: (() => void)[] = [];
  return {
    enter() {
      inside += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        inside -= 1;
        if (inside > 0) return;
        for (const wake of waiters) wake();
        waiters = [];
      };
    },
    empty: () => (inside === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
  };
}
