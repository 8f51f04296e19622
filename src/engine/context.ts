import type { Logger } from "pino";
import type { Settings } from "../config/settings.ts";
import type { Clock, Duration } from "../lib/time.ts";
import type { Roster } from "../oncall/model.ts";
import type { Lanes } from "./lanes.ts";
import type { AlertSource, Chat, Phones, Store, Trail } from "./ports.ts";
import type { Timetable } from "./timetable.ts";
import type { Watchlist } from "./watchlist.ts";
import type { Workload } from "./workload.ts";

/** What every part of the engine works with. `chat` or `phones` undefined: switched off. */
export interface Context {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Store;
  readonly trail: Trail;
  readonly source: AlertSource;
  readonly chat: Chat | undefined;
  readonly phones: Phones | undefined;
  /** As they are now: they can change while we run. */
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly watch: Watchlist;
  readonly lanes: Lanes;
  readonly timetable: Timetable;
  readonly work: Workload;
}

/** @throws DOMException "TimeoutError" when `job` takes longer than `limit`; it is told to stop */
export async function withinTime<Result>(
  clock: Clock,
  limit: Duration,
  job: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const late = new AbortController();
  const timeout = clock.sleep(limit, done.signal).then(() => {
    const error = new DOMException(`no answer within ${limit / 1000} s`, "TimeoutError");
    late.abort(error);
    throw error;
  });
  // When the job wins the race, the aborted sleep must not count as unheard.
  timeout.catch(() => {});
  try {
    return await Promise.race([job(late.signal), timeout]);
  } finally {
    done.abort();
  }
}
