import type { Logger } from "pino";
import type { Notice } from "../engine/ports/notice.ts";
import type { Entry } from "../engine/ports/store.ts";
import { repeat } from "../lib/repeat.ts";
import { after, before, between, type Clock, days, type Instant, minutes } from "../lib/time.ts";
import type { CalendarDuty } from "../oncall/calendar-duty.ts";
import { placeText } from "../oncall/calendar-place.ts";
import type { Groups, People } from "../oncall/model.ts";
import { doubtsAbout } from "./doubts.ts";
import { FeedError } from "./fetch.ts";
import { type Kept, keptOf, keyOf, type Reader } from "./kept.ts";
import { CalendarError } from "./parse.ts";
import { type CalendarReading, readCalendar } from "./read.ts";

/** The calendars of groups: fetched again and again, and kept while they cannot be had. */
export interface Feeds {
  /** What they say now, by group. */
  duties(): Readonly<Record<string, CalendarDuty>>;
  /** Why some of them do not count as they should, in plain words; empty when all is well. */
  troubles(): readonly string[];
  /**
   * Takes up what was kept, and fetches what was never read, or all of them (`fresh`). Writes and says nothing: that
   * comes with the first look.
   */
  load(options?: { readonly fresh?: boolean }): Promise<void>;
  /** Fetches all of them once, keeps what they say, and says what is wrong. */
  look(): Promise<void>;
  /** Fetches them every ten minutes until the signal aborts, failing ones every minute. */
  run(signal: AbortSignal): void;
}

export interface FeedsOptions {
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn" | "info" | "error">;
  readonly settings: () => { readonly groups: Groups; readonly people: People };
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
/** Failures in a row: one may be a hiccup. */
const MISSED = 2;
/** What is looked back at by *why* and reports, and ahead by warnings of gaps. */
const BACK = days(35);
const AHEAD = days(400);

interface Reading {
  readonly made: { text: string; people: People; day: number };
  readonly says: CalendarReading | undefined;
}

export function feeds(options: FeedsOptions): Feeds {
  const { clock, log, settings, store, write, fetch, say, onChange } = options;
  const kept = new Map<string, Kept>();
  /** Read before anything may be written. */
  const early = new Map<string, string>();
  const missed = new Map<string, number>();
  const readings = new Map<string, Reading>();
  let lookAt: Instant | undefined;

  /** By group, with the place of its calendar. */
  const places = () =>
    Object.entries(settings().groups).flatMap(([group, { calendar }]) =>
      calendar === undefined ? [] : [{ group, place: calendar }],
    );

  async function take({ group, place }: { group: string; place: string }): Promise<void> {
    const was = kept.get(place);
    try {
      const text = await fetch(place);
      if (was?.text !== text) refuseUnreadable(text, clock.now());
      missed.delete(place);
      early.delete(place);
      const now = clock.now();
      const { failing, ...rest } = was ?? {};
      await keep(place, { ...rest, text, at: now });
      if (was?.text !== text) onChange();
      if (failing === undefined) return;
      log.info({ group, at: placeText(place) }, "a calendar can be read again");
      const downFor = between(failing.since, now);
      await say(`calendar/${group}/${failing.since}/again`, { kind: "calendar-working", group, downFor });
    } catch (error) {
      if (!isExpected(error)) throw error;
      await miss(group, place, error.message);
    }
  }

  async function takeEarly(place: string): Promise<void> {
    try {
      const text = await fetch(place);
      refuseUnreadable(text, clock.now());
      early.set(place, text);
    } catch (error) {
      if (!isExpected(error)) throw error;
      log.warn({ at: placeText(place), why: error.message }, "a calendar cannot be read");
    }
  }

  async function miss(group: string, place: string, why: string): Promise<void> {
    const was = kept.get(place);
    const count = (missed.get(place) ?? 0) + 1;
    missed.set(place, count);
    log.warn({ group, at: placeText(place), why }, "a calendar cannot be read");
    if (was?.failing !== undefined || (count < MISSED && was?.text !== undefined)) return;
    const since = clock.now();
    await keep(place, { ...was, failing: { since, why } });
    const readAt = was?.at === undefined ? {} : { readAt: was.at };
    await say(`calendar/${group}/${since}`, {
      kind: "calendar-failing",
      group,
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
  async function tellStrangers({ group, place }: { group: string; place: string }): Promise<void> {
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
    if (text === undefined) return undefined;
    const { people } = settings();
    const now = clock.now();
    const day = Math.floor(now / days(1));
    const last = readings.get(place);
    if (last?.made.text === text && last.made.people === people && last.made.day === day) return last.says;
    const fresh = readAgain(text, people, now);
    readings.set(place, { made: { text, people, day }, says: fresh });
    return fresh;
  }

  async function look(): Promise<void> {
    lookAt = after(clock.now(), FETCH_EVERY);
    await Promise.all(places().map(take));
    for (const one of places()) await tellStrangers(one);
    if (missed.size > 0) lookAt = after(clock.now(), RETRY_EVERY);
  }

  return {
    duties: () =>
      Object.fromEntries(
        places().flatMap(({ group, place }) => {
          const says = readingOf(place);
          return says === undefined ? [] : [[group, says.duty]];
        }),
      ),
    troubles: () =>
      places().flatMap(({ group, place }) => {
        const { failing, text } = kept.get(place) ?? {};
        if (failing === undefined) return [];
        const meanwhile = text === undefined ? "nobody is on call by it" : "what was read before counts";
        return [`Calendar of ${group} (${placeText(place)}): ${failing.why}; ${meanwhile}`];
      }),
    async load({ fresh = false } = {}) {
      const all = places();
      for (const { place } of all) {
        const found = await keptOf(store, place);
        if (found !== undefined) kept.set(place, found);
      }
      const wanted = all.filter(({ place }) => fresh || kept.get(place)?.text === undefined);
      await Promise.all(wanted.map(({ place }) => takeEarly(place)));
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

/** For which time calendars are read. */
function windowAt(now: Instant) {
  return { from: before(now, BACK), until: after(now, AHEAD) };
}

function readAgain(text: string, people: People, now: Instant): CalendarReading | undefined {
  try {
    return readCalendar(text, people, windowAt(now));
  } catch (error) {
    // Kept by another version of this program.
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}

/** Before it takes the place of what was good. @throws CalendarError */
function refuseUnreadable(text: string, now: Instant): void {
  readCalendar(text, {}, windowAt(now));
}

function isExpected(error: unknown): error is FeedError | CalendarError {
  return error instanceof FeedError || error instanceof CalendarError;
}
