import { expect, test } from "vitest";
import { CalendarError } from "../../src/calendars/calendar-error.ts";
import { parsedFeeds } from "../../src/calendars/parsed-feeds.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { hours, minutes } from "../../src/lib/time.ts";
import { handClock } from "../engine/clock.ts";
import { calendarText } from "./feed-server.ts";

const place = "https://calendar.example.org/x";
const alice = calendarText(["20260302T000000Z", "20260304T000000Z", "Alice"]);
const bob = calendarText(["20260302T000000Z", "20260304T000000Z", "bob"]);

function peopleOf(...names: readonly string[]) {
  const judged = settingsFrom({ file: { people: Object.fromEntries(names.map((name) => [name, {}])) } });
  return judged.ok ? judged.settings.people : expect.fail();
}

async function parsing(text: string | undefined, isReady = true) {
  const hand = handClock();
  const now = { text, people: peopleOf("alice", "bob") };
  const parsed = parsedFeeds({
    clock: hand.clock,
    people: () => now.people,
    textOf: (asked) => (asked === place ? now.text : undefined),
  });
  if (isReady) await parsed.ready();
  return { ...hand, now, parsed };
}

test.each<[string, string | undefined, boolean]>([
  ["not loaded yet", alice, false],
  ["no text", undefined, true],
  ["a text that another version kept", "<html>", true],
])("%s: nobody is on duty by it", async (_case, text, isReady) => {
  const { parsed } = await parsing(text, isReady);
  expect(parsed.readingOf(place)).toBeUndefined();
});

test.each<[string, { text?: string; people?: string[]; later?: number }, boolean]>([
  ["a minute later", { later: minutes(1) }, false],
  ["the next day", { later: hours(24) }, true],
  ["another text", { text: bob }, true],
  ["other people", { people: ["alice"] }, true],
])("%s: is it parsed anew?", async (_case, { text, people, later = 0 }, isAnew) => {
  const { parsed, now, advance } = await parsing(alice);
  const first = parsed.readingOf(place);
  expect(first?.duty.stretches.flatMap((one) => one.people)).toEqual(["alice"]);
  await advance(later);
  if (text !== undefined) now.text = text;
  if (people !== undefined) now.people = peopleOf(...people);
  expect(parsed.readingOf(place) !== first).toBe(isAnew);
});

const easter = calendarText(["20260406", "20260407", "Easter Monday"]).replace(/(DT\w+):/g, "$1;VALUE=DATE:");

test.each<[string, string | undefined, boolean, readonly string[] | undefined]>([
  ["not loaded yet", easter, false, undefined],
  ["no text", undefined, true, undefined],
  ["a text that another version kept", "<html>", true, []],
  ["a holiday", easter, true, ["2026-04-06"]],
])("holidays, %s", async (_case, text, isReady, dates) => {
  const { parsed } = await parsing(text, isReady);
  expect(parsed.holidaysOf(place)).toEqual(dates);
});

test("what is no calendar is refused, loaded before or not", async () => {
  const { parsed } = await parsing(undefined, false);
  await expect(parsed.refuseUnreadable("<html>")).rejects.toThrow(CalendarError);
  await expect(parsed.refuseUnreadable(alice)).resolves.toBeUndefined();
});
