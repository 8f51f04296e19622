import type { Logger } from "pino";
import { backOff } from "../../lib/back-off.ts";
import { after, type Clock, type Instant, seconds } from "../../lib/time.ts";
import type { Meter } from "../meter.ts";
import type { DiskPart } from "../ports/store.ts";
import type { Jobs } from "./jobs.ts";
import type { Timetable } from "./timetable.ts";

const RETRY_AT_MOST = seconds(5);

/** Why something cannot be written, and since when. */
interface DiskTrouble {
  readonly since: Instant;
  readonly why: string;
}

/** Told when a part of the disk begins to fail, and when it works again. */
export type OnDisk = (what: DiskPart, trouble: DiskTrouble | undefined) => void;

export interface TroublesOptions {
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly meter: Meter;
  readonly onDisk: OnDisk;
  /** Writes what could not be written. */
  readonly again: (what: DiskPart) => Promise<void>;
}

/** Which part of the disk fails just now; what could not be written is tried again, ever more seldom. */
export interface Troubles {
  failed(what: DiskPart, error: unknown): void;
  worked(what: DiskPart): void;
  of(what: DiskPart): DiskTrouble | undefined;
}

export function troubles(options: TroublesOptions): Troubles {
  const { clock, timetable, jobs, log, meter, onDisk, again } = options;
  const failing = new Map<DiskPart, DiskTrouble & { readonly tries: number }>();
  return {
    failed(what, error) {
      meter.unwritten(what);
      const before = failing.get(what);
      const why = error instanceof Error ? error.message : String(error);
      const trouble = { since: before?.since ?? clock.now(), why, tries: (before?.tries ?? 0) + 1 };
      failing.set(what, trouble);
      const next = after(clock.now(), backOff(trouble.tries, RETRY_AT_MOST));
      timetable.at("journal", what, next, () => jobs.start(`write the ${what} again`, () => again(what)));
      if (before !== undefined) return;
      log.error({ err: error, what }, "cannot be written, going on from memory");
      onDisk(what, trouble);
    },
    worked(what) {
      if (!failing.delete(what)) return;
      log.info({ what }, "can be written again");
      onDisk(what, undefined);
    },
    of: (what) => failing.get(what),
  };
}
