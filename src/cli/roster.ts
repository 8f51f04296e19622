import { doubtsAbout } from "../calendars/doubts.ts";
import type { CalendarReading } from "../calendars/read.ts";
import { oneOf } from "../config/problem.ts";
import { isAlike } from "../lib/fold.ts";
import { before, days, type Instant } from "../lib/time.ts";
import { placeText } from "../oncall/calendar-place.ts";
import type { Roster } from "../oncall/model.ts";
import type { Edge } from "./edge.ts";
import { CommandFailure, usage } from "./failure.ts";
import { type Fetched, fetchFeeds, staleText } from "./feeds.ts";
import type { Setup } from "./setup.ts";

/** What was read of the calendar of a group, or why it cannot be. */
export type ReadFeed = Fetched<
  { readonly group: string; readonly place: string },
  { readonly reading: CalendarReading }
>;

/** Reads the calendars of groups for a stretch of time. */
export async function readFeeds(
  setup: Pick<Setup, "file" | "loaded" | "raw" | "places">,
  edge: Edge,
  time: { readonly from: Instant; readonly until: Instant },
  only?: string,
): Promise<readonly ReadFeed[]> {
  const { groups, people } = setup.loaded.settings;
  const wanted = Object.entries(groups).flatMap(([group, { calendar: place }]) =>
    place === undefined || (only !== undefined && group !== only) ? [] : [{ group, place }],
  );
  return fetchFeeds(setup, edge, wanted, async (text) => {
    const { readCalendar } = await import("../calendars/read.ts");
    return { reading: readCalendar(text, people, time) };
  });
}

/**
 * Who is on duty, with what people changed in Slack and what calendars say now, or said when the service could still
 * read them. What is wrong with a calendar, but not with all of it, is said on stderr.
 *
 * @param only the group that is asked for; all of them unless given
 * @throws CommandFailure when a calendar cannot be had
 */
export async function rosterFor(
  setup: Setup,
  edge: Edge,
  time: { readonly from: Instant; readonly until: Instant },
  only?: string,
): Promise<Roster> {
  const { people, groups } = setup.loaded.settings;
  // A shift that began before counts too.
  const found = await readFeeds(setup, edge, { from: before(time.from, days(1)), until: time.until }, only);
  const failed = found.flatMap((one) => ("why" in one ? [feedLine(one, one.why)] : []));
  if (failed.length > 0) throw new CommandFailure(1, failed);
  for (const one of found)
    for (const line of doubts(one, time.from)) edge.err.write(`${feedLine(one, line)}\n`);
  const duties = found.flatMap((one) => ("reading" in one ? [[one.group, one.reading.duty] as const] : []));
  return { people, groups, overrides: [...setup.saved.onCall], duties: Object.fromEntries(duties) };
}

/** The group of that name, in any case. @throws CommandFailure */
export function groupGiven(names: readonly string[], wanted: string, flag: string): string {
  const found = names.find((name) => isAlike(name, wanted));
  if (found !== undefined) return found;
  const expected = names.length === 0 ? "one of the groups, and there are none" : oneOf(names, wanted);
  throw usage(`${flag}: found ${JSON.stringify(wanted.slice(0, 60))}, expected ${expected}`);
}

/** What of a calendar that can be read does not count, and that it is not as it is now. */
export function doubts(feed: ReadFeed, now: Instant): string[] {
  if (!("reading" in feed)) return [];
  const { strangers, unread } = doubtsAbout(feed.reading, now);
  return [
    ...(feed.stale === undefined ? [] : [staleText(feed.stale)]),
    ...strangers.map((name) => `${name} is not among the people`),
    ...unread.map((name) => `cannot read ${name}`),
  ];
}

/** One line about a calendar, its address left out. */
export function feedLine({ group, place }: Pick<ReadFeed, "group" | "place">, what: string): string {
  return `groups.${group}.calendar (${placeText(place)}): ${what}`;
}
