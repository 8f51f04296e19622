import { z } from "zod";

/**
 * Where a calendar is: the address of an iCalendar feed (`https`, `webcal`), or a file. The address of a private feed
 * is a secret: it is shown by {@link placeText} only.
 */
export const CalendarPlace = z
  .string({ error: "expected the address of an iCalendar feed (https://…) or a file such as oncall.ics" })
  .trim()
  .min(1, { error: "expected the address of an iCalendar feed (https://…) or a file such as oncall.ics" })
  .max(2000, { error: "expected an address or a path of 2000 characters at most" })
  .refine((place) => !hasScheme(place) || feedAddress(place) !== undefined, {
    error: "expected https://…, webcal://… or the path of a file",
  });

/** The address of a feed; undefined for a file. `webcal` is https by another name. */
export function feedAddress(place: string): URL | undefined {
  const address = place.replace(/^webcals?:/i, "https:");
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
}

/** A place as people may see it: whoever knows the whole address of a private feed can read it. */
export function placeText(place: string): string {
  return feedAddress(place)?.host ?? place;
}

/** The settings' keys under which a calendar's place stands, or `calendar` the name of one of ours, which is shown as it is. */
export function isPlaceKey(key: string): boolean {
  return key === "calendar" || key === "holidaysFrom";
}

function hasScheme(place: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(place);
}
