import type { Logger } from "pino";
import { type Clock, type Instant, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { Meter } from "../meter.ts";
import type { DiskPart, Entry, Store } from "../ports/store.ts";
import type { Trail } from "../ports/trail.ts";
import { type Auditor, auditor } from "./auditor.ts";
import { insisting } from "./insist.ts";
import type { Jobs } from "./jobs.ts";
import type { Timetable } from "./timetable.ts";
import { type OnDisk, type Troubles, troubles } from "./troubles.ts";
import { WRITTEN_WITHIN, type Writer, writer } from "./writer.ts";

/**
 * What is remembered, and what is audited, in one write. When the disk refuses, it is kept in memory, written as
 * soon as that is possible again, and nobody waits: what a person is to be told never depends on it.
 */
export interface Journal {
  /** Writes all of it or none, with the lines to audit. Never rejects. @returns whether it is on the disk now */
  write(entries: readonly Entry[], events?: readonly AuditEvent[]): Promise<boolean>;
  /** For what a person asked for and is told that it was saved. @throws when it is not on the disk; then nothing is kept */
  insist(entries: readonly Entry[], events?: readonly AuditEvent[]): Promise<void>;
  /** Audits what a crash left unwritten; before anything else is written. */
  load(): Promise<void>;
  trouble(what: DiskPart): { readonly since: Instant; readonly why: string } | undefined;
  /** Tries a last time; never throws. */
  close(): Promise<void>;
}

interface JournalOptions {
  readonly store: Store;
  readonly trail: Trail;
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly meter: Meter;
  readonly onDisk: OnDisk;
  /** What the disk takes is not the time that people live in. */
  readonly realTime?: Clock;
}

export function journal(options: JournalOptions): Journal {
  const { realTime = systemClock, log } = options;
  const { pen, lines, trouble } = parts({ ...options, realTime });
  const insist = insisting({ ...options, realTime, troubles: trouble, writer: pen });

  async function close(): Promise<void> {
    if (!pen.isEmpty()) await pen.flush();
    if (!lines.isEmpty()) await lines.append();
    await pen.put([]);
  }

  return {
    async write(entries, events = []) {
      const told = lines.linesOf(events);
      const isWritten = await pen.write(told === undefined ? entries : [...entries, told.entry]);
      if (told !== undefined) lines.push(told.lines);
      return isWritten;
    },
    async insist(entries, events = []) {
      const told = lines.linesOf(events);
      await insist(told === undefined ? entries : [...entries, told.entry]);
      if (told !== undefined) lines.push(told.lines);
    },
    load: lines.load,
    trouble: trouble.of,
    async close() {
      // What hangs is written from the records at the next start, or was never promised.
      await within(realTime, WRITTEN_WITHIN, close).catch((error: unknown) =>
        log.warn({ err: error }, "not everything is on the disk"),
      );
    },
  };
}

interface Parts {
  readonly pen: Writer;
  readonly lines: Auditor;
  readonly trouble: Troubles;
}

function parts(options: JournalOptions & { readonly realTime: Clock }): Parts {
  const trouble = troubles({
    ...options,
    again: (what) => (what === "state" ? pen.flush() : lines.append()),
  });
  const lines: Auditor = auditor({
    ...options,
    troubles: trouble,
    drop: (key) => pen.drop(key),
    tidy: () => pen.put([]).catch((error: unknown) => trouble.failed("state", error)),
  });
  const pen: Writer = writer({ ...options, troubles: trouble, chores: lines.done });
  return { pen, lines, trouble };
}
