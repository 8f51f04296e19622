import type { Check } from "../../lib/check.ts";
import { after, days } from "../../lib/time.ts";
import type { Edge } from "../edge.ts";
import { staleText } from "../feeds.ts";
import { holidayLine, readHolidayFeeds } from "../holidays.ts";
import { doubts, feedLine, readFeeds } from "../roster.ts";
import type { Setup } from "../setup.ts";

/** How far calendars are looked into. */
export const AHEAD = days(31);
const A_YEAR = days(365);

/** One line for each feed: whether it can be had, and whom it has on call in the coming month, or which holidays. */
export async function calendarChecks(setup: Setup, edge: Edge): Promise<Check[]> {
  const now = edge.clock.now();
  const found = await readFeeds(setup, edge, { from: now, until: after(now, AHEAD) });
  const duties = found.map((feed): Check => {
    const name = `calendar.${feed.group}`;
    if ("why" in feed) return { name, ok: false, detail: feedLine(feed, feed.why) };
    const wrong = doubts(feed, now);
    if (wrong.length > 0) return { name, ok: false, detail: feedLine(feed, wrong.join("; ")) };
    const people = new Set(feed.reading.duty.stretches.flatMap((stretch) => stretch.people));
    if (people.size === 0) {
      return { name, ok: false, detail: feedLine(feed, "nobody is on call in the next 31 days") };
    }
    return { name, ok: true, detail: `in the next 31 days: ${[...people].join(", ")}` };
  });
  return [...duties, ...(await holidayChecks(setup, edge))];
}

/** One line for each feed of holidays: whether it can be had, and which come next. */
async function holidayChecks(setup: Setup, edge: Edge): Promise<Check[]> {
  const now = edge.clock.now();
  const found = await readHolidayFeeds(setup, edge, { from: now, until: after(now, A_YEAR) });
  return found.map((feed): Check => {
    const name = `holidays.${feed.calendar}`;
    if ("why" in feed) return { name, ok: false, detail: holidayLine(feed, feed.why) };
    if (feed.stale !== undefined)
      return { name, ok: false, detail: holidayLine(feed, staleText(feed.stale)) };
    if (feed.dates.length === 0)
      return { name, ok: false, detail: holidayLine(feed, "no whole day in the next 12 months") };
    return { name, ok: true, detail: `next: ${feed.dates.slice(0, 3).join(", ")}` };
  });
}
