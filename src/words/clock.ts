import type { ClockTime } from "./phone-words.ts";

/** `02:43`, with the zone where it is not the reader's own. */
export function clockText({ hour, minute, zone }: ClockTime): string {
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${two(hour)}:${two(minute)}${zone === undefined ? "" : ` ${zone}`}`;
}

/** `UTC` is spelled; names of places are read as they are. */
export function spokenZone({ zone }: ClockTime): string {
  return zone === undefined ? "" : `, ${/^[A-Z]+$/.test(zone) ? [...zone].join(" ") : zone}`;
}
