import { type Duration, days, hours, minutes } from "../../lib/time.ts";

/** A length of time as it is said aloud, by its two largest units: "2 hours and 10 minutes". */
export function spokenDuration(duration: Duration): string {
  const parts = [
    counted(Math.floor(duration / days(1)), "day"),
    counted(Math.floor(duration / hours(1)) % 24, "hour"),
    counted(Math.floor(duration / minutes(1)) % 60, "minute"),
  ];
  const largest = parts.findIndex((part) => part !== undefined);
  if (largest === -1) return "less than a minute";
  return parts
    .slice(largest, largest + 2)
    .filter((part) => part !== undefined)
    .join(" and ");
}

function counted(count: number, unit: string): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
