import { formatDuration } from "../../lib/duration-text.ts";
import { type Duration, milliseconds, minutes } from "../../lib/time.ts";

/** How a text tells an age: to the second at first, in whole minutes from ten minutes on. */
export function ageText(age: Duration): string {
  if (age < minutes(10)) return formatDuration(age);
  return formatDuration(milliseconds(age - (age % minutes(1))));
}
