import { after, type Duration, type Instant } from "../../lib/time.ts";
import type { Item } from "../items/item.ts";
import { isAwaited, isTest } from "../items/subject.ts";

interface Limit {
  readonly count: number;
  readonly per: Duration;
}

/**
 * From when on one more may go to a person one way.
 *
 * @param sent when the last ones went, earliest first
 * @param extra how many more than the limit are allowed this time
 * @returns `now`, or the later instant at which enough of them have left the window (half-open: `per` after it was sent)
 */
export function roomFrom(sent: readonly Instant[], limit: Limit, now: Instant, extra = 0): Instant {
  const lately = sent.filter((at) => after(at, limit.per) > now);
  const blocking = lately[lately.length - limit.count - extra];
  return blocking === undefined ? now : after(blocking, limit.per);
}

/** How many may go now. */
export function roomNow(sent: readonly Instant[], limit: Limit, now: Instant): number {
  return Math.max(0, limit.count - sent.filter((at) => after(at, limit.per) > now).length);
}

/**
 * Which items of one person and way go out together, each group as one text or call: a call tells everything that
 * waits; texts go one by one while there is room for all of them. What breaks out of a storm, and what is about no
 * alert or about its case, goes by itself and first.
 *
 * @param free how many may go now
 */
export function together(waiting: readonly Item[], via: "sms" | "call", free: number): (readonly Item[])[] {
  const alone = waiting.filter(standsAlone);
  const rest = waiting.filter((item) => !standsAlone(item));
  if (rest.length === 0) return alone.map((item) => [item]);
  const fits = via === "sms" && alone.length + rest.length <= free;
  return [...alone.map((item) => [item]), ...(fits ? rest.map((item) => [item]) : [rest])];
}

/** Answers are asked for: they use up nobody's room for what is not. */
export function usesRoom({ about }: Item): boolean {
  return !isAwaited(about) || isTest(about);
}

/** It is told together with nothing else. */
export function standsAlone({ urgent, about }: Item): boolean {
  return urgent === true || about.kind === "notice" || about.kind === "case";
}
