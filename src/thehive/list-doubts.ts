import type { Count, Unsupported } from "./dialect.ts";
import type { Entries } from "./entries.ts";

/** Whether TheHive counts as many waiting alerts as it was seen to list. @param bias by how many it did so at the last full read */
export function agrees(count: Exclude<Count, Unsupported>, listed: number, bias: number): boolean {
  return count.kind === "exact" ? count.number - listed === bias : listed >= count.number;
}

// One that cannot be read is one alert's trouble, however few there are.
const FEWEST = 2;

/**
 * Whether so many of a list cannot be read that it says nothing of the alerts, but of TheHive: in words, with the
 * commonest reason.
 */
export function unreadable(entries: Entries): string | undefined {
  const malformed = entries.malformed();
  if (malformed.length < FEWEST || malformed.length * 2 <= entries.size) return undefined;
  const reasons = new Map<string, number>();
  for (const { why } of malformed) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  const [[commonest] = [""]] = [...reasons].sort(([, one], [, other]) => other - one);
  return `${malformed.length} of ${entries.size} alerts could not be read: ${commonest}`;
}
