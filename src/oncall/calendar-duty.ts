import { z } from "zod";
import { Instant } from "../lib/time.ts";
import { TimeZone } from "../lib/zoned.ts";
import { Name } from "./person.ts";

/** Who is on duty by a calendar that is kept elsewhere: in order of time, none overlapping, nobody between them. */
export const CalendarDuty = z.strictObject({
  /** In which its times are told. */
  timezone: TimeZone,
  stretches: z.array(
    z.strictObject({
      from: Instant,
      until: Instant,
      /** Whose shift began first comes first. */
      people: z.array(Name).min(1).readonly(),
    }),
  ),
});
export type CalendarDuty = Readonly<z.infer<typeof CalendarDuty>>;

/** Who is on duty at an instant, and until when it may be others; nobody outside all stretches. */
export function calendarTurn(
  { stretches }: CalendarDuty,
  at: Instant,
): { readonly people: readonly string[]; readonly until?: Instant } {
  const next = stretches[firstAfter(stretches, at)];
  if (next === undefined) return { people: [] };
  return next.from <= at ? { people: next.people, until: next.until } : { people: [], until: next.from };
}

/** Everybody whose stretches run at an instant or come after it, in the order in which they come. */
export function calendarOrder({ stretches }: CalendarDuty, at: Instant): string[] {
  const people = stretches.slice(firstAfter(stretches, at)).flatMap((stretch) => stretch.people);
  return [...new Set(people)];
}

/** The place of the first stretch that ends after an instant. */
function firstAfter(stretches: CalendarDuty["stretches"], at: Instant): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((stretches[middle]?.until ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
