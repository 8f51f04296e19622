import type { FeedUse } from "../engine/ports/notice.ts";
import { placeText } from "../oncall/calendar-place.ts";
import type { Groups } from "../oncall/model.ts";
import type { Kept } from "./kept.ts";

/** A feed that the settings name, and what for. Two may be of one place. */
export type Subscription = FeedUse & { readonly place: string };

/** What of the settings names feeds. */
export interface Subscribing {
  readonly groups: Groups;
  readonly calendars: Readonly<Record<string, { readonly holidaysFrom?: string | undefined }>>;
}

export function dutyFeeds({ groups }: Pick<Subscribing, "groups">): Subscription[] {
  return Object.entries(groups).flatMap(([of, { calendar }]) =>
    calendar === undefined ? [] : [{ use: "duty", of, place: calendar }],
  );
}

export function holidayFeeds({ calendars }: Pick<Subscribing, "calendars">): Subscription[] {
  return Object.entries(calendars).flatMap(([of, { holidaysFrom }]) =>
    holidaysFrom === undefined ? [] : [{ use: "holidays", of, place: holidaysFrom }],
  );
}

/** Those of duty first. */
export function allFeeds(settings: Subscribing): Subscription[] {
  return [...dutyFeeds(settings), ...holidayFeeds(settings)];
}

/** What its notices are named by: one a feed and outage. */
export function noticeName({ use, of }: FeedUse): string {
  return use === "duty" ? `calendar/${of}` : `holidays/${of}`;
}

/** Why it does not count as it should, in plain words; undefined when all is well. */
export function troubleOf({ use, of, place }: Subscription, kept: Kept | undefined): string | undefined {
  const { failing, text } = kept ?? {};
  if (failing === undefined) return undefined;
  const without = use === "duty" ? "nobody is on call by it" : "no holidays are taken from it";
  const meanwhile = text === undefined ? without : "what was read before counts";
  const what = use === "duty" ? "Calendar" : "Holidays";
  return `${what} of ${of} (${placeText(place)}): ${failing.why}; ${meanwhile}`;
}
