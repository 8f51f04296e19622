import { plainText } from "../lib/untrusted.ts";
import type { Course } from "./cohort.ts";
import type { Fate, Share } from "./model.ts";

const MOST = 10;
const LONGEST_NAME = 40;

/** The courses by what strangers wrote: those with most alerts first, and the rest as one. */
export function sharesOf(
  courses: readonly Course[],
  nameOf: (course: Course) => string | undefined,
  fate: (some: readonly Course[]) => Fate,
): Share[] {
  const byName = new Map<string, Course[]>();
  for (const course of courses) {
    const name = plainText(nameOf(course) ?? "", LONGEST_NAME) || "unknown";
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [course]);
    else known.push(course);
  }
  const sorted = [...byName].sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1));
  const rest = sorted.slice(MOST).flatMap(([, some]) => some);
  return [
    ...sorted.slice(0, MOST).map(([name, some]) => ({ name, ...fate(some) })),
    ...(rest.length === 0 ? [] : [{ name: `${sorted.length - MOST} others`, ...fate(rest) }]),
  ];
}
