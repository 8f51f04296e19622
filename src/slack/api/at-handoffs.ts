import { type Repeated, repeat } from "../../lib/repeat.ts";
import type { Clock, Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { nextHandoff } from "../../oncall/roster.ts";
import type { Log } from "./sdk-log.ts";

/** Wakes at each moment at which other people come on duty. */
export interface Handoffs {
  /** Works out the next one; called at the start and whenever the roster changes. */
  plan(): void;
  stop(): void;
}

/** @param act may fail: the next handoff is acted on all the same */
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
  const stopping = new AbortController();
  let actedAt = clock.now();
  let job: Repeated | undefined;

  function start(): Repeated {
    return repeat(
      async () => {
        actedAt = clock.now();
        act();
      },
      {
        clock,
        next: () => firstHandoff(roster(), Object.keys(roster().groups), actedAt),
        onError: (error) => log.error({ err: error }, "a handoff was not acted on"),
        signal: stopping.signal,
      },
    );
  }

  return {
    plan() {
      if (job === undefined) job = start();
      else job.replan();
    },
    stop: () => stopping.abort(),
  };
}

/** The first moment after `from` at which somebody else comes on duty in one of these groups. */
export function firstHandoff(roster: Roster, groups: readonly string[], from: Instant): Instant | undefined {
  const all = groups.flatMap((group) => nextHandoff(roster, group, from)?.at ?? []);
  return all.toSorted((one, other) => one - other)[0];
}
