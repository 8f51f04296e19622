import type { Logger } from "pino";
import { z } from "zod";
import { backOff } from "../../lib/back-off.ts";
import { after, type Clock, type Instant, seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import { AuditEvent } from "../../sla/event.ts";
import type { Meter } from "../meter.ts";
import type { DiskPart, Entry, Store, Trail } from "../ports.ts";
import type { Jobs } from "./jobs.ts";
import type { Timetable } from "./timetable.ts";

/** Nobody waits longer for a disk; it may only be slow. */
const WRITTEN_WITHIN = seconds(1);
/** A disk that has not answered by then is failing. */
const ANSWERS_WITHIN = seconds(10);
const RETRY_AT_MOST = seconds(5);
/** Lines of which a crash may have come before or after they were written. */
const LINES = "audit:";
const LOOK_BACK = 2000;

/** Why something cannot be written, and since when. */
interface DiskTrouble {
  readonly since: Instant;
  readonly why: string;
}

/** Told when a part of the disk begins to fail, and when it works again. */
export type OnDisk = (what: DiskPart, trouble: DiskTrouble | undefined) => void;

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
  trouble(what: DiskPart): DiskTrouble | undefined;
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
  readonly onDisk: OnDisk;
  readonly meter: Meter;
  /** What the disk takes is not the time that people live in. */
  readonly realTime?: Clock;
}

interface Lines {
  readonly key: string;
  readonly events: readonly AuditEvent[];
}

export function journal(options: JournalOptions): Journal {
  const { store, trail, clock, timetable, jobs, log, onDisk, realTime = systemClock } = options;
  const unwritten = new Map<string, unknown>();
  const unaudited: Lines[] = [];
  /** Keys of lines that are in the trail: removed with the next write. */
  let audited: string[] = [];
  const failing = new Map<DiskPart, DiskTrouble & { readonly tries: number }>();
  /** By key, whoever insisted on it last. */
  const lastInsisted = new Map<string, object>();
  let auditing: Promise<void> | undefined;
  let flushing: Promise<void> | undefined;
  /** A write that nobody waits for any more is under way: later ones must not overtake it. */
  let isSlow = false;
  let serial = 0;

  function failed(what: DiskPart, error: unknown): void {
    options.meter.unwritten(what);
    const before = failing.get(what);
    const why = error instanceof Error ? error.message : String(error);
    const trouble = { since: before?.since ?? clock.now(), why, tries: (before?.tries ?? 0) + 1 };
    failing.set(what, trouble);
    timetable.at(`journal ${what}`, after(clock.now(), backOff(trouble.tries, RETRY_AT_MOST)), () =>
      jobs.start(`write the ${what} again`, what === "state" ? flush : audit),
    );
    if (before !== undefined) return;
    log.error({ err: error, what }, "cannot be written, going on from memory");
    onDisk(what, trouble);
  }

  function worked(what: DiskPart): void {
    if (!failing.delete(what)) return;
    log.info({ what }, "can be written again");
    onDisk(what, undefined);
  }

  /** @throws when it could not be written */
  async function put(entries: readonly Entry[]): Promise<void> {
    const done = audited;
    audited = [];
    try {
      await store.write([...entries, ...done.map((key): Entry => [key, undefined])]);
    } catch (error) {
      audited.push(...done);
      throw error;
    }
  }

  /** @returns false when it takes so long that nobody should wait: it goes on by itself @throws as `put` */
  async function putSoon(entries: readonly Entry[]): Promise<boolean> {
    const writing = put(entries);
    try {
      await within(realTime, WRITTEN_WITHIN, () => writing);
      return true;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      isSlow = true;
      jobs.start("wait for the disk", () => outwait(writing, entries));
      return false;
    }
  }

  async function outwait(writing: Promise<void>, entries: readonly Entry[]): Promise<void> {
    try {
      await within(realTime, ANSWERS_WITHIN, () => writing);
    } catch (error) {
      // What was written since is newer.
      for (const [key, value] of entries) if (!unwritten.has(key)) unwritten.set(key, value);
      failed("state", isTimeout(error) ? new Error("the disk does not answer") : error);
    } finally {
      isSlow = false;
    }
    if (unwritten.size > 0 && !failing.has("state")) await flush();
  }

  function linesOf(events: readonly AuditEvent[]): Lines | undefined {
    if (events.length === 0) return undefined;
    // Sorted as text they keep their order.
    return { key: `${LINES}${clock.now()}/${String(++serial).padStart(9, "0")}`, events };
  }

  function withLines(entries: readonly Entry[], lines: Lines | undefined): readonly Entry[] {
    return lines === undefined ? entries : [...entries, [lines.key, lines.events]];
  }

  function keep(entries: readonly Entry[]): void {
    for (const [key, value] of entries) unwritten.set(key, value);
  }

  async function write(entries: readonly Entry[], events: readonly AuditEvent[] = []): Promise<boolean> {
    const lines = linesOf(events);
    const all = withLines(entries, lines);
    if (lines !== undefined) unaudited.push(lines);
    try {
      if (all.length === 0) return true;
      if (failing.has("state") || isSlow) {
        keep(all);
        return false;
      }
      return await putSoon(all);
    } catch (error) {
      keep(all);
      failed("state", error);
      return false;
    } finally {
      if (lines !== undefined) auditSoon();
    }
  }

  async function insist(entries: readonly Entry[], events: readonly AuditEvent[] = []): Promise<void> {
    const lines = linesOf(events);
    const attempt = insisted(withLines(entries, lines));
    try {
      await within(realTime, ANSWERS_WITHIN, attempt.write);
    } catch (error) {
      failed("state", error);
      attempt.takeBack();
      throw error;
    }
    if (lines === undefined) return;
    unaudited.push(lines);
    auditSoon();
  }

  /** A write that is taken back should it come about after nobody counts on it any more. */
  function insisted(entries: readonly Entry[]) {
    const mine = {};
    for (const [key] of entries) lastInsisted.set(key, mine);
    let before: readonly Entry[] = [];
    let writing: Promise<void> = Promise.resolve();
    const isLast = ([key]: Entry) => lastInsisted.get(key) === mine;
    return {
      async write(signal: AbortSignal): Promise<void> {
        before = await Promise.all(
          entries.map(async ([key]): Promise<Entry> => [key, await store.read(key)]),
        );
        if (signal.aborted) return;
        writing = put(entries);
        await writing;
      },
      takeBack(): void {
        writing.then(
          () => jobs.start("take back what was not saved", () => undo(before.filter(isLast))),
          () => {},
        );
      },
    };
  }

  async function undo(entries: readonly Entry[]): Promise<void> {
    await put(entries).catch((error: unknown) => {
      keep(entries);
      failed("state", error);
    });
  }

  /** Everything that could not be written, as it is now. */
  function flush(): Promise<void> {
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  async function flushAll(): Promise<void> {
    const entries = [...unwritten];
    try {
      await put(entries);
      for (const [key, value] of entries) if (unwritten.get(key) === value) unwritten.delete(key);
    } catch (error) {
      return failed("state", error);
    }
    if (unwritten.size > 0) return flushAll();
    worked("state");
  }

  function auditSoon(): void {
    // While the trail fails, only its own timer tries again.
    if (failing.has("audit") || auditing !== undefined) return;
    jobs.start("audit", audit);
  }

  function audit(): Promise<void> {
    auditing ??= auditAll().finally(() => {
      auditing = undefined;
    });
    return auditing;
  }

  async function auditAll(): Promise<void> {
    while (unaudited.length > 0) {
      const batch = unaudited.slice();
      try {
        await within(realTime, ANSWERS_WITHIN, () => trail.append(batch.flatMap(({ events }) => events)));
      } catch (error) {
        return failed("audit", error);
      }
      unaudited.splice(0, batch.length);
      for (const { key } of batch) if (!unwritten.delete(key)) audited.push(key);
    }
    worked("audit");
    if (audited.length > 0) timetable.at("journal tidy", after(clock.now(), seconds(5)), tidy);
  }

  function tidy(): void {
    if (audited.length === 0 || failing.has("state")) return;
    jobs.start("tidy the journal", () => put([]).catch((error: unknown) => failed("state", error)));
  }

  return {
    write,
    insist,
    async load() {
      const found = (await store.list(LINES)).sort(([one], [other]) => (one < other ? -1 : 1));
      if (found.length === 0) return;
      const known = await trail.latest(LOOK_BACK).catch(() => []);
      const isKnown = counted(known.map(nameOf));
      for (const [key, value] of found) {
        const events = z.array(AuditEvent).safeParse(value).data ?? [];
        const missing = events.filter((event) => !isKnown(nameOf(event)));
        if (missing.length > 0) unaudited.push({ key, events: missing });
        else audited.push(key);
      }
      await audit();
      tidy();
    },
    trouble: (what) => failing.get(what),
    async close() {
      // What hangs is written from the records at the next start, or was never promised.
      await within(realTime, WRITTEN_WITHIN, async () => {
        if (unwritten.size > 0) await flush();
        if (unaudited.length > 0) await audit();
        if (audited.length > 0) await put([]);
      }).catch((error: unknown) => log.warn({ err: error }, "not everything is on the disk"));
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/** By what an event is recognised in the trail; its detail may have been redacted there. */
function nameOf({ at, event, actor, alertId, tier, via, to }: AuditEvent): string {
  return JSON.stringify([at, event, actor, alertId, tier, via, to]);
}

/** Tells of each name as often as it is there, and then no more. */
function counted(names: readonly string[]): (name: string) => boolean {
  const left = new Map<string, number>();
  for (const name of names) left.set(name, (left.get(name) ?? 0) + 1);
  return (name) => {
    const count = left.get(name) ?? 0;
    if (count === 0) return false;
    left.set(name, count - 1);
    return true;
  };
}
