import type { Logger } from "pino";
import type { FeedUse, Notice } from "../engine/ports/notice.ts";
import type { Entry } from "../engine/ports/store.ts";
import { repeat } from "../lib/repeat.ts";
import {
  after,
  between,
  type Clock,
  days,
  type Instant,
  minutes,
  seconds,
  systemClock,
} from "../lib/time.ts";
import { within } from "../lib/within.ts";
import type { CalendarDuty } from "../oncall/calendar-duty.ts";
import { placeText } from "../oncall/calendar-place.ts";
import type { Groups, People } from "../oncall/model.ts";
import { CalendarError } from "./calendar-error.ts";
import { doubtsAbout } from "./doubts.ts";
import { FeedError } from "./fetch.ts";
import { type Kept, keptOf, keyOf, type Reader } from "./kept.ts";
import type { CalendarReading } from "./read.ts";

/** The feeds of groups and of holidays: fetched again and again, and kept while they cannot be had. */
export interface Feeds {
  /** What they say now, by group. */
  duties(): Readonly<Record<string, CalendarDuty>>;
  /** The holidays that were read, by calendar. The same object while they are the same. */
  holidays(): Holidays;
  /** Why some of them do not count as they should, in plain words; empty when all is well. */
  troubles(): readonly string[];
  /**
   * Takes up what was kept, and fetches what was never read, or all of them (`fresh`), for three seconds at most: what
   * answers later counts from then on. Writes and says nothing: that comes with the first look.
   */
  load(signal: AbortSignal, options?: { readonly fresh?: boolean }): Promise<void>;
  /** Fetches all of them once, keeps what they say, and says what is wrong. */
  look(): Promise<void>;
  /** Fetches them every ten minutes until the signal aborts, failing ones every minute. */
  run(signal: AbortSignal): void;
}

export interface FeedsOptions {
  readonly clock: Clock;
  /** Of what is waited for; the system's unless given. */
  readonly realTime?: Clock;
  readonly log: Pick<Logger, "warn" | "info" | "error">;
  readonly settings: () => {
    readonly groups: Groups;
    readonly people: People;
    readonly calendars: Readonly<Record<string, { readonly holidaysFrom?: string | undefined }>>;
  };
  readonly store: Reader;
  readonly write: (entries: readonly Entry[]) => Promise<unknown>;
  /** @throws FeedError */
  readonly fetch: (place: string) => Promise<string>;
  /** Each name is said once. */
  readonly say: (name: string, notice: Notice) => Promise<void>;
  /** They say something else than before. */
  readonly onChange: () => void;
}

const FETCH_EVERY = minutes(10);
const RETRY_EVERY = minutes(1);
/** Nothing accessory stands for longer between an alert and a person. */
const AWAITED = seconds(3);
/** Failures in a row: one may be a hiccup. */
const MISSED = 2;

type Holidays = Readonly<Record<string, readonly string[]>>;

/** One feed that is looked after, and what for. */
type Feed = FeedUse & { readonly place: string };

interface Reading {
  readonly made: { text: string; people: People; day: number };
  readonly says: CalendarReading | undefined;
}

export function feeds(options: FeedsOptions): Feeds {
  const { clock, log, settings, store, write, fetch, say, onChange, realTime = systemClock } = options;
  const kept = new Map<string, Kept>();
  /** Read before anything may be written. */
  const early = new Map<string, string>();
  const missed = new Map<string, number>();
  const readings = new Map<string, Reading>();
  /** Loaded when there is something to read: most teams have no calendar, and it takes megabytes. */
  let reader: typeof import("./readings.ts") | undefined;
  let holidays: Holidays = {};
  let lookAt: Instant | undefined;

  const ofGroups = (): Feed[] =>
    Object.entries(settings().groups).flatMap(([of, { calendar }]) =>
      calendar === undefined ? [] : [{ use: "duty", of, place: calendar }],
    );
  const ofHolidays = (): Feed[] =>
    Object.entries(settings().calendars).flatMap(([of, { holidaysFrom }]) =>
      holidaysFrom === undefined ? [] : [{ use: "holidays", of, place: holidaysFrom }],
    );
  const all = () => [...ofGroups(), ...ofHolidays()];

  async function ready(): Promise<NonNullable<typeof reader>> {
    reader ??= await import("./readings.ts");
    return reader;
  }

  async function take({ place, ...feed }: Feed): Promise<void> {
    const was = kept.get(place);
    try {
      const text = await fetch(place);
      if (was?.text !== text) (await ready()).refuseUnreadable(text, clock.now());
      missed.delete(place);
      early.delete(place);
      const now = clock.now();
      const { failing, ...rest } = was ?? {};
      await keep(place, { ...rest, text, at: now });
      if (was?.text !== text) onChange();
      if (failing === undefined) return;
      log.info({ ...feed, at: placeText(place) }, "a calendar can be read again");
      const downFor = between(failing.since, now);
      await say(`${nameOf(feed)}/${failing.since}/again`, { kind: "calendar-working", ...feed, downFor });
    } catch (error) {
      if (!isExpected(error)) throw error;
      await miss(feed, place, error.message);
    }
  }

  async function takeEarly(place: string): Promise<void> {
    const readAt = kept.get(place)?.at;
    // It may take so long that the first look is faster.
    const isNewest = () => kept.get(place)?.at === readAt;
    try {
      const text = await fetch(place);
      (await ready()).refuseUnreadable(text, clock.now());
      if (isNewest()) early.set(place, text);
    } catch (error) {
      if (!isExpected(error)) throw error;
      // Nor does its failure count once a look has read the calendar, or counts failures itself.
      if (isNewest() && !missed.has(place)) missed.set(place, 1);
      log.warn({ at: placeText(place), why: error.message }, "a calendar cannot be read");
    }
  }

  /** @returns whether all was there in time; what comes later is told then */
  async function here(early: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
    try {
      await within(realTime, AWAITED, () => early);
      return true;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      early.then(
        () => {
          if (signal.aborted) return;
          readHolidaysAgain();
          onChange();
        },
        (failure: unknown) => log.error({ err: failure }, "calendars cannot be looked after"),
      );
      return false;
    }
  }

  async function miss(feed: FeedUse, place: string, why: string): Promise<void> {
    const was = kept.get(place);
    const count = (missed.get(place) ?? 0) + 1;
    missed.set(place, count);
    log.warn({ ...feed, at: placeText(place), why }, "a calendar cannot be read");
    if (was?.failing !== undefined || (count < MISSED && was?.text !== undefined)) return;
    const since = clock.now();
    await keep(place, { ...was, failing: { since, why } });
    const readAt = was?.at === undefined ? {} : { readAt: was.at };
    await say(`${nameOf(feed)}/${since}`, {
      kind: "calendar-failing",
      ...feed,
      place: placeText(place),
      since,
      why,
      ...readAt,
    });
  }

  async function keep(place: string, next: Kept): Promise<void> {
    const was = kept.get(place);
    kept.set(place, next);
    const isSame =
      was !== undefined && was.text === next.text && was.failing === next.failing && was.said === next.said;
    // That it was read again is worth no write of megabytes.
    if (!isSame) await write([[keyOf(place), next]]);
  }

  /** Says once whom a calendar names that is not among the people, or which of its events cannot be read. */
  async function tellStrangers({ of: group, place }: Feed): Promise<void> {
    const says = readingOf(place);
    const known = kept.get(place);
    if (says === undefined || known === undefined) return;
    const { strangers, unread } = doubtsAbout(says, clock.now());
    const said = [...strangers, ...unread].sort((one, other) => one.localeCompare(other)).join("\n");
    if ((known.said ?? "") === said) return;
    await keep(place, { ...known, said });
    if (said === "") return;
    log.warn({ group, strangers, unread }, "a calendar names somebody who is not among the people");
    await say(`calendar/${group}/strangers/${clock.now()}`, {
      kind: "calendar-strangers",
      group,
      strangers,
      unread,
    });
  }

  function readingOf(place: string): CalendarReading | undefined {
    const text = early.get(place) ?? kept.get(place)?.text;
    if (text === undefined || reader === undefined) return undefined;
    const { people } = settings();
    const now = clock.now();
    const day = Math.floor(now / days(1));
    const last = readings.get(place);
    if (last?.made.text === text && last.made.people === people && last.made.day === day) return last.says;
    const fresh = reader.readAgain(text, people, now);
    readings.set(place, { made: { text, people, day }, says: fresh });
    return fresh;
  }

  /** @returns whether they are others than before */
  function readHolidaysAgain(): boolean {
    const read = Object.fromEntries(
      ofHolidays().flatMap(({ of, place }) => {
        const text = early.get(place) ?? kept.get(place)?.text;
        return text === undefined || reader === undefined ? [] : [[of, reader.holidaysIn(text, clock.now())]];
      }),
    );
    if (JSON.stringify(read) === JSON.stringify(holidays)) return false;
    holidays = read;
    return true;
  }

  async function look(): Promise<void> {
    lookAt = after(clock.now(), FETCH_EVERY);
    await Promise.all(all().map(take));
    if (readHolidaysAgain()) onChange();
    for (const one of ofGroups()) await tellStrangers(one);
    if (missed.size > 0) lookAt = after(clock.now(), RETRY_EVERY);
  }

  return {
    duties: () =>
      Object.fromEntries(
        ofGroups().flatMap(({ of, place }) => {
          const says = readingOf(place);
          return says === undefined ? [] : [[of, says.duty]];
        }),
      ),
    holidays: () => holidays,
    troubles: () =>
      all().flatMap(({ use, of, place }) => {
        const { failing, text } = kept.get(place) ?? {};
        if (failing === undefined) return [];
        const without = use === "duty" ? "nobody is on call by it" : "no holidays are taken from it";
        const meanwhile = text === undefined ? without : "what was read before counts";
        const what = use === "duty" ? "Calendar" : "Holidays";
        return [`${what} of ${of} (${placeText(place)}): ${failing.why}; ${meanwhile}`];
      }),
    async load(signal, { fresh = false } = {}) {
      const places = [...new Set(all().map(({ place }) => place))];
      if (places.length > 0) await ready();
      for (const place of places) {
        const found = await keptOf(store, place);
        if (found !== undefined) kept.set(place, found);
      }
      const wanted = places.filter((place) => fresh || kept.get(place)?.text === undefined);
      const isHere = await here(Promise.all(wanted.map(takeEarly)), signal);
      if (!isHere)
        log.warn({ seconds: AWAITED / 1000 }, "calendars are slow: the start waits no longer for them");
      readHolidaysAgain();
    },
    look,
    run(signal) {
      const onError = (error: unknown) => log.error({ err: error }, "calendars cannot be looked after");
      const soon = () => lookAt ?? clock.now();
      // A group that has just got a calendar does not wait ten minutes for it.
      repeat(look, { clock, signal, onError, next: soon });
    },
  };
}

/** One notice a feed and outage. */
function nameOf({ use, of }: FeedUse): string {
  return use === "duty" ? `calendar/${of}` : `holidays/${of}`;
}

function isExpected(error: unknown): error is FeedError | CalendarError {
  return error instanceof FeedError || error instanceof CalendarError;
}
