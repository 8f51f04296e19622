import type { Settings } from "../config/settings.ts";
import type { Instant } from "../lib/time.ts";
import { placeText } from "../oncall/calendar-place.ts";
import { withHolidays } from "../sla/calendar.ts";
import type { Edge } from "./edge.ts";
import { CommandFailure } from "./failure.ts";
import { type Fetched, fetchFeeds, staleText } from "./feeds.ts";
import type { Setup } from "./setup.ts";

/** The holidays of one SLA calendar as its feed has them, or why it cannot be read. */
export type ReadHolidays = Fetched<
  { readonly calendar: string; readonly place: string },
  { readonly dates: readonly string[] }
>;

/** Reads the feeds of holidays for a stretch of time. */
export async function readHolidayFeeds(
  setup: Pick<Setup, "file" | "loaded" | "raw" | "places">,
  edge: Edge,
  time: { readonly from: Instant; readonly until: Instant },
): Promise<readonly ReadHolidays[]> {
  const wanted = Object.entries(setup.loaded.settings.calendars).flatMap(
    ([calendar, { holidaysFrom: place }]) => (place === undefined ? [] : [{ calendar, place }]),
  );
  return fetchFeeds(setup, edge, wanted, async (text) => {
    const { readHolidays } = await import("../calendars/holidays.ts");
    return { dates: readHolidays(text, time) };
  });
}

/** The settings with the holidays that feeds have for a stretch of time. @throws CommandFailure when one cannot be had */
export async function settingsWithHolidays(
  setup: Setup,
  edge: Edge,
  time: { readonly from: Instant; readonly until: Instant },
): Promise<Settings> {
  const found = await readHolidayFeeds(setup, edge, time);
  const failed = found.flatMap((one) => ("why" in one ? [holidayLine(one, one.why)] : []));
  if (failed.length > 0) throw new CommandFailure(1, failed);
  for (const one of found)
    if ("stale" in one && one.stale !== undefined)
      edge.err.write(`${holidayLine(one, staleText(one.stale))}\n`);
  const read = Object.fromEntries(
    found.flatMap((one) => ("dates" in one ? [[one.calendar, one.dates] as const] : [])),
  );
  const { settings } = setup.loaded;
  return { ...settings, calendars: withHolidays(settings.calendars, read) };
}

/** One line about a feed of holidays, its address left out. */
export function holidayLine(
  { calendar, place }: Pick<ReadHolidays, "calendar" | "place">,
  what: string,
): string {
  return `calendars.${calendar}.holidaysFrom (${placeText(place)}): ${what}`;
}
