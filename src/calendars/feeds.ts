import type { Logger } from "pino";
import type { Notice } from "../engine/ports/notice.ts";
import { repeat } from "../lib/repeat.ts";
import { after, between, type Clock, type Instant, minutes, systemClock } from "../lib/time.ts";
import type { CalendarDuty } from "../oncall/calendar-duty.ts";
import { placeText } from "../oncall/calendar-place.ts";
import type { People } from "../oncall/model.ts";
import { doubtsAbout } from "./doubts.ts";
import { type FeedCacheOptions, feedCache } from "./feed-cache.ts";
import { fetchReadable } from "./fetch-readable.ts";
import { firstFetch } from "./first-fetch.ts";
import { parsedFeeds } from "./parsed-feeds.ts";
import {
  allFeeds,
  dutyFeeds,
  holidayFeeds,
  noticeName,
  type Subscribing,
  type Subscription,
  troubleOf,
} from "./subscriptions.ts";

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

export interface FeedsOptions extends FeedCacheOptions {
  readonly clock: Clock;
  /** Of what is waited for; the system's unless given. */
  readonly realTime?: Clock;
  readonly log: Pick<Logger, "warn" | "info" | "error">;
  readonly settings: () => Subscribing & { readonly people: People };
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

type Holidays = Readonly<Record<string, readonly string[]>>;

export function feeds(options: FeedsOptions): Feeds {
  const { clock, log, settings, fetch, say, onChange, realTime = systemClock } = options;
  const cache = feedCache(options);
  const parsed = parsedFeeds({ clock, people: () => settings().people, textOf: cache.textOf });
  let holidays: Holidays = {};
  let lookAt: Instant | undefined;

  async function take({ place, ...use }: Subscription): Promise<void> {
    const was = cache.of(place);
    const { refuseUnreadable } = parsed;
    const found = await fetchReadable(place, { fetch, refuseUnreadable, known: was?.text });
    if ("why" in found) return miss({ place, ...use }, found.why);
    const { text } = found;
    const now = clock.now();
    const { failing, ...rest } = was ?? {};
    await cache.renew(place, { ...rest, text, at: now });
    if (was?.text !== text) onChange();
    if (failing === undefined) return;
    log.info({ ...use, at: placeText(place) }, "a calendar can be read again");
    const downFor = between(failing.since, now);
    await say(`${noticeName(use)}/${failing.since}/again`, { kind: "calendar-working", ...use, downFor });
  }

  async function miss({ place, ...use }: Subscription, why: string): Promise<void> {
    const was = cache.of(place);
    const count = cache.countMiss(place);
    log.warn({ ...use, at: placeText(place), why }, "a calendar cannot be read");
    if (was?.failing !== undefined || (count < MISSED && was?.text !== undefined)) return;
    const since = clock.now();
    await cache.keep(place, { ...was, failing: { since, why } });
    const readAt = was?.at === undefined ? {} : { readAt: was.at };
    await say(`${noticeName(use)}/${since}`, {
      kind: "calendar-failing",
      ...use,
      place: placeText(place),
      since,
      why,
      ...readAt,
    });
  }

  /** Says once whom a calendar names that is not among the people, or which of its events cannot be read. */
  async function tellStrangers({ of: group, place }: Subscription): Promise<void> {
    const says = parsed.readingOf(place);
    const known = cache.of(place);
    if (says === undefined || known === undefined) return;
    const { strangers, unread } = doubtsAbout(says, clock.now());
    const said = [...strangers, ...unread].sort((one, other) => one.localeCompare(other)).join("\n");
    if ((known.said ?? "") === said) return;
    await cache.keep(place, { ...known, said });
    if (said === "") return;
    log.warn({ group, strangers, unread }, "a calendar names somebody who is not among the people");
    await say(`calendar/${group}/strangers/${clock.now()}`, {
      kind: "calendar-strangers",
      group,
      strangers,
      unread,
    });
  }

  /** @returns whether they are others than before */
  function readHolidaysAgain(): boolean {
    const read = Object.fromEntries(
      holidayFeeds(settings()).flatMap(({ of, place }) => {
        const days = parsed.holidaysOf(place);
        return days === undefined ? [] : [[of, days]];
      }),
    );
    if (JSON.stringify(read) === JSON.stringify(holidays)) return false;
    holidays = read;
    return true;
  }

  async function look(): Promise<void> {
    lookAt = after(clock.now(), FETCH_EVERY);
    await Promise.all(allFeeds(settings()).map(take));
    if (readHolidaysAgain()) onChange();
    for (const one of dutyFeeds(settings())) await tellStrangers(one);
    const isMissing = ({ place }: Subscription) => cache.misses(place) > 0;
    if (allFeeds(settings()).some(isMissing)) lookAt = after(clock.now(), RETRY_EVERY);
  }

  function onLate(): void {
    readHolidaysAgain();
    onChange();
  }

  return {
    duties: () =>
      Object.fromEntries(
        dutyFeeds(settings()).flatMap(({ of, place }) => {
          const says = parsed.readingOf(place);
          return says === undefined ? [] : [[of, says.duty]];
        }),
      ),
    holidays: () => holidays,
    troubles: () => allFeeds(settings()).flatMap((one) => troubleOf(one, cache.of(one.place)) ?? []),
    async load(signal, { fresh = false } = {}) {
      const places = [...new Set(allFeeds(settings()).map(({ place }) => place))];
      await firstFetch(places, { fresh, signal }, { cache, parsed, fetch, realTime, log, onLate });
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
