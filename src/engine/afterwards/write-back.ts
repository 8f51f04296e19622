import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { backOff } from "../../lib/back-off.ts";
import { after, type Clock, earliest, hours, Instant, minutes, seconds } from "../../lib/time.ts";
import type { AlertId } from "../../sla/model.ts";
import { resultOf } from "../../sla/result.ts";
import { HiveError } from "../hive-error.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watched, Watchlist } from "../work/watchlist.ts";
import { giveUp, leave, type NameOf } from "./leave-result.ts";

/** Whoever handled it through us is known by then, although TheHive showed it first. */
const WRITTEN_AFTER = seconds(15);
/** What could not be written for so long is not worth it any more. */
const GIVE_UP_AFTER = hours(24);
const TRIED_EVERY = minutes(10);
/** Since when results are written: what was handled before stays as it is. */
const KEY = "write-back";

/** Writes on each alert in TheHive how it did, once it was handled. Nobody waits for that. */
export interface WriteBack {
  load(): Promise<void>;
  /** The settings may have changed; after a start what was left is taken up. */
  reconsider(): void;
}

export interface WriteBackOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly watch: Watchlist;
  readonly source: Pick<AlertSource, "handledBy" | "leaveResult">;
  readonly settings: () => Settings;
  readonly nameOf: NameOf;
}

export function writeBack(options: WriteBackOptions): WriteBack {
  const { clock, log, store, journal, timetable, jobs, watch, settings } = options;
  /** When each is to be written. */
  const waiting = new Map<AlertId, Instant>();
  const failures = new Map<AlertId, number>();
  let since: Instant | undefined;
  let isWriting = false;

  function isDue({ alert, record }: Watched): boolean {
    const { handled, writtenBack } = record;
    if (settings().writeBack === "off" || since === undefined || handled === undefined) return false;
    if (handled.at < since || after(handled.at, GIVE_UP_AFTER) <= clock.now()) return false;
    if (writtenBack !== undefined && writtenBack.state !== "due") return false;
    return resultOf({ alert, record }, settings()) !== undefined;
  }

  function consider(id: AlertId): void {
    const entry = watch.get(id);
    if (entry === undefined || !isDue(entry)) {
      waiting.delete(id);
      return;
    }
    if (waiting.has(id)) return;
    waiting.set(id, after(clock.now(), WRITTEN_AFTER));
    planNext();
  }

  function planNext(): void {
    const next = earliest(waiting.values());
    if (next === undefined || isWriting) return;
    timetable.at(KEY, "", next, () => jobs.start("write a result back", writeNext));
  }

  /** One at a time: what people ask of TheHive goes beside it. */
  async function writeNext(): Promise<void> {
    const now = clock.now();
    const [id] = [...waiting].find(([, at]) => at <= now) ?? [];
    if (id === undefined || isWriting) return;
    isWriting = true;
    try {
      await write(id);
    } finally {
      isWriting = false;
      planNext();
    }
  }

  async function write(id: AlertId): Promise<void> {
    const to = settings().writeBack;
    const entry = watch.get(id);
    if (entry === undefined || to === "off" || !isDue(entry)) {
      forget(id);
      return;
    }
    try {
      await leave(options, id, to);
      forget(id);
    } catch (error) {
      await failed(id, entry, error);
      if (!(error instanceof HiveError)) throw error;
    }
  }

  /** Refused is refused; what may get better is tried again, for a day. */
  async function failed(id: AlertId, { record }: Watched, error: unknown): Promise<void> {
    const tries = (failures.get(id) ?? 0) + 1;
    failures.set(id, tries);
    const next = after(clock.now(), backOff(tries, TRIED_EVERY));
    const isFinal = error instanceof HiveError && (error.code === "refused" || error.code === "not-found");
    if (!isFinal && next < after(record.handled?.at ?? clock.now(), GIVE_UP_AFTER)) {
      waiting.set(id, next);
      if (tries === 1) log.warn({ alertId: id, err: error }, "a result could not be written back yet");
      return;
    }
    log.warn({ alertId: id, err: error }, "gave up writing a result back");
    forget(id);
    await giveUp(options, id);
  }

  function forget(id: AlertId): void {
    waiting.delete(id);
    failures.delete(id);
  }

  function noteSince(): void {
    const isOn = settings().writeBack !== "off";
    if (isOn === (since !== undefined)) return;
    since = isOn ? clock.now() : undefined;
    jobs.start("note since when results are written", () => journal.write([[KEY, since]]));
  }

  watch.onChange((id) => {
    if (settings().writeBack !== "off") consider(id);
  });

  return {
    async load() {
      since = Instant.safeParse(await store.read(KEY)).data;
      noteSince();
    },
    reconsider() {
      noteSince();
      if (since === undefined) return;
      for (const { record } of watch.all()) if (record.handled !== undefined) consider(record.alertId);
    },
  };
}
