import type ICAL from "ical.js";

const LARGEST_INTERVAL = 1000;
// These narrow down what comes anyway; where they never fit, the library would look for ever.
const NARROWING = ["BYDAY", "BYMONTH"] as const;
const EXPANDING = ["BYHOUR", "BYMINUTE", "BYSECOND"] as const;

/**
 * Says why a rule is not followed; undefined when it is. All that calendars of people write is; what repeats within
 * the hour, or may never fit any day, is not: working that out can take for ever.
 */
export function ruleObjection({ freq, interval, parts }: ICAL.Recur): string | undefined {
  if (!(interval >= 1 && interval <= LARGEST_INTERVAL)) return `it repeats every ${interval}`;
  const given = Object.keys(parts);
  const only = (...allowed: readonly string[]) => given.every((part) => allowed.includes(part));
  const isNarrowed = given.some((part) => NARROWING.some((one) => one === part));
  const hasPlaces = (parts.BYDAY ?? []).some((day: unknown) => /\d/.test(String(day)));
  switch (freq) {
    case "YEARLY":
    case "MONTHLY":
      return given.includes("BYDAY") && given.includes("BYMONTHDAY")
        ? "its days cannot be worked out"
        : undefined;
    case "WEEKLY": {
      const isPlain = !(hasPlaces || (given.includes("BYMONTH") && interval > 1));
      return isPlain ? undefined : "its weeks cannot be worked out";
    }
    case "DAILY": {
      const isPlain = only(...NARROWING, ...EXPANDING) && !hasPlaces && !(isNarrowed && interval > 1);
      return isPlain ? undefined : "its days cannot be worked out";
    }
    case "HOURLY":
      return only() ? undefined : "its hours cannot be worked out";
    default:
      return "it repeats too often";
  }
}
