import { z } from "zod";
import { Calendar } from "../sla/calendar.ts";
import { isTree, type Tree } from "./tree.ts";

/** A calendar of the settings. Its schema adds a working form, which is left out when it is printed. */
export const CalendarText = z.codec(z.unknown(), z.custom<Calendar>(), {
  decode(given, context) {
    const read = Calendar.safeParse(given);
    if (read.success) return read.data;
    for (const { message, path } of deepest([...read.error.issues, ...hoursIssues(given, read.error)])) {
      context.issues.push({ code: "custom", message, path, input: given });
    }
    return z.NEVER;
  },
  encode: ({ timezone, hours, holidays, holidaysFrom }) => ({
    timezone,
    hours,
    holidays,
    ...(holidaysFrom === undefined ? {} : { holidaysFrom }),
  }),
});

// Hours are only looked into when all else holds; with a sound zone they can be judged too.
function hoursIssues(given: unknown, error: z.ZodError): z.core.$ZodIssue[] {
  if (!isTree(given) || error.issues.some(({ path }) => path[0] === "hours")) return [];
  const alone: Tree = { timezone: "UTC", hours: given.hours };
  return Calendar.safeParse(alone).error?.issues ?? [];
}

// A line that cannot be read leaves the week empty: that is one mistake, not two.
function deepest(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  return issues.filter(
    ({ path }) =>
      !(path.length === 1 && issues.some((other) => other.path.length > 1 && other.path[0] === path[0])),
  );
}
