import type { Check } from "../../lib/check.ts";
import { after, days } from "../../lib/time.ts";
import type { Edge } from "../edge.ts";
import { doubts, feedLine, readFeeds } from "../roster.ts";
import type { Setup } from "../setup.ts";

const AHEAD = days(31);

/** One line for each calendar of a group: whether it can be had, and whom it has on call in the coming month. */
export async function calendarChecks(setup: Setup, edge: Edge): Promise<Check[]> {
  const now = edge.clock.now();
  const found = await readFeeds(setup, edge, { from: now, until: after(now, AHEAD) });
  return found.map((feed) => {
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
}
