import { expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { TimeZone } from "../../src/lib/zoned.ts";
import { isDay, parseWindow } from "../../src/oncall/window.ts";

const london = TimeZone.parse("Europe/London");

test.each([
  // text, now, from, until
  ["4h", "2026-07-01T12:00Z", "2026-07-01T12:00Z", "2026-07-01T16:00Z"],
  ["1d12h", "2026-07-01T12:00Z", "2026-07-01T12:00Z", "2026-07-03T00:00Z"],
  ["22:00-08:00", "2026-07-01T12:00Z", "2026-07-01T21:00Z", "2026-07-02T07:00Z"],
  [" 22:00 – 8:00 ", "2026-07-01T12:00Z", "2026-07-01T21:00Z", "2026-07-02T07:00Z"],
  ["22:00-08:00, begun this evening", "2026-07-01T22:00Z", "2026-07-01T22:00Z", "2026-07-02T07:00Z"],
  ["sat, still to come", "2026-07-01T12:00Z", "2026-07-03T23:00Z", "2026-07-04T23:00Z"],
  ["Saturday, in full", "2026-07-01T12:00Z", "2026-07-03T23:00Z", "2026-07-04T23:00Z"],
  ["wed, what is left of today", "2026-07-01T12:00Z", "2026-07-01T12:00Z", "2026-07-01T23:00Z"],
  ["sat-sun, a range", "2026-07-01T12:00Z", "2026-07-03T23:00Z", "2026-07-05T23:00Z"],
  ["fri-mon, over a week's end", "2026-07-01T12:00Z", "2026-07-02T23:00Z", "2026-07-06T23:00Z"],
  ["sun, of the spring change", "2026-03-27T12:00Z", "2026-03-29T00:00Z", "2026-03-29T23:00Z"],
  ["2026-07-04, a date", "2026-07-01T12:00Z", "2026-07-03T23:00Z", "2026-07-04T23:00Z"],
  ["22:00-08:00, just over", "2026-07-02T07:00Z", "2026-07-02T21:00Z", "2026-07-03T07:00Z"],
  ["09:00-17:30", "2026-07-01T05:00Z", "2026-07-01T08:00Z", "2026-07-01T16:30Z"],
  ["09:00-17:30, over for today", "2026-07-01T16:30Z", "2026-07-02T08:00Z", "2026-07-02T16:30Z"],
  ["22:30-22:45, within an hour", "2026-07-01T12:00Z", "2026-07-01T21:30Z", "2026-07-01T21:45Z"],
  ["18:00-24:00", "2026-07-01T12:00Z", "2026-07-01T17:00Z", "2026-07-01T23:00Z"],
  ["22:00-08:00, over the spring change", "2026-03-28T12:00Z", "2026-03-28T22:00Z", "2026-03-29T07:00Z"],
  ["22:00-08:00, over the autumn change", "2026-10-24T12:00Z", "2026-10-24T21:00Z", "2026-10-25T08:00Z"],
  ["01:00-01:45, on a night that skips it", "2026-03-28T12:00Z", "2026-03-30T00:00Z", "2026-03-30T00:45Z"],
  ["2026-07-01T22:00 2026-07-02T08:00", "2026-07-01T12:00Z", "2026-07-01T21:00Z", "2026-07-02T07:00Z"],
  ["2026-07-01T22:00Z/2026-07-02T08:00+02:00", "2026-07-01T12:00Z", "2026-07-01T22:00Z", "2026-07-02T06:00Z"],
  ["2026-07-01T22:00 to 2026-07-02T08:00", "2026-07-01T12:00Z", "2026-07-01T21:00Z", "2026-07-02T07:00Z"],
  ["2026-07-01T22:00 - 2026-07-02T08:00", "2026-07-01T12:00Z", "2026-07-01T21:00Z", "2026-07-02T07:00Z"],
  ["2026-07-01T10:00..2026-07-01T14:00", "2026-07-01T12:00Z", "2026-07-01T09:00Z", "2026-07-01T13:00Z"],
])("reads %s at %s", (told, now, from, until) => {
  const [text = ""] = told.split(", ");
  expect(parseWindow(text, london, instant(now))).toEqual({
    ...{ kind: "window", from: instant(from), until: instant(until) },
  });
});

test("asks which night is meant while one runs that began yesterday", () => {
  expect(parseWindow("22:00-08:00", london, instant("2026-07-02T03:36Z"))).toEqual({
    kind: "which",
    nights: [
      { from: instant("2026-07-02T03:36Z"), until: instant("2026-07-02T07:00Z") },
      { from: instant("2026-07-02T21:00Z"), until: instant("2026-07-03T07:00Z") },
    ],
  });
});

test.each([
  ["sat", true],
  ["Sunday", true],
  ["sat-sun", true],
  ["seniors", false],
  ["satellite", false],
  ["monitoring", false],
])("%s is a day: %s", (word, is) => expect(isDay(word)).toBe(is));

test.each([
  ["", '"" is not a time such as 22:00-08:00'],
  ["0h", '"0h" is not a time'],
  ["tonight", '"tonight" is not a time'],
  ["25:00-08:00", '"25:00-08:00" is not a time'],
  ["24:00-08:00", '"24:00-08:00" is not a time'],
  ["22:00-24:01", '"22:00-24:01" is not a time'],
  ["22:60-08:00", '"22:60-08:00" is not a time'],
  ["22:00-08:60", '"22:00-08:60" is not a time'],
  ["2026-02-30T10:00 2026-03-01T10:00", "is not a time"],
  ["2026-02-30", "is not a time"],
  ["2026-06-30", "It is already over"],
  ["satellite", "is not a time"],
  ["2026-03-01T10:00 2026-02-30T10:00", "is not a time"],
  ["2026-07-01T22:00", "is not a time"],
  ["08:00-08:00", "It begins and ends at the same time: say 24h"],
  ["2026-07-02T22:00 2026-07-02T08:00", "It ends before it begins"],
  ["2026-07-02T22:00 2026-07-02T22:00", "It ends before it begins"],
  ["2026-06-30T22:00 2026-07-01T08:00", "It is already over"],
  ["2026-06-30T22:00Z 2026-07-01T12:00Z", "It is already over"],
])("refuses %j", (text, why) => {
  expect(parseWindow(text, london, instant("2026-07-01T12:00Z"))).toEqual({
    ...{ kind: "refused", why: expect.stringContaining(why) },
  });
});
