import { expect, test } from "vitest";
import { CalendarError } from "../../src/calendars/calendar-error.ts";
import { FeedError } from "../../src/calendars/fetch.ts";
import { fetchReadable } from "../../src/calendars/fetch-readable.ts";

/** Fetches this, or fails with it; only "good" can be read. */
function fetching(answer: string | Error, known?: string) {
  return fetchReadable("https://calendar.example.org/x", {
    fetch: async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
    refuseUnreadable: async (text) => {
      if (text !== "good") throw new CalendarError("it is no calendar");
    },
    known,
  });
}

test.each([
  ["a calendar", "good", undefined, { text: "good" }],
  ["no calendar", "<html>", "good", { why: "it is no calendar" }],
  ["what is known is not looked at again", "as before", "as before", { text: "as before" }],
  ["not to be had", new FeedError("HTTP 503"), "good", { why: "HTTP 503" }],
])("%s", async (_case, answer, known, found) => {
  expect(await fetching(answer, known)).toEqual(found);
});

test("a fault of ours is no fault of the feed", async () => {
  await expect(fetching(new TypeError("not a function"))).rejects.toThrow(TypeError);
});
