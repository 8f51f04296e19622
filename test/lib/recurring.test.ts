import { describe, expect, test } from "vitest";
import { z } from "zod";
import { lastOf, nextOf, RecurringText } from "../../src/lib/recurring.ts";
import { instant } from "../../src/lib/time.ts";
import { isoWithOffset, TimeZone } from "../../src/lib/zoned.ts";

const london = TimeZone.parse("Europe/London");

// 2026-03-02 is a Monday; London's clocks go forward on 2026-03-29 at 01:00.
test.each([
  ["mon 08:00", "2026-03-02T07:59Z", "2026-02-23T08:00:00+00:00", "2026-03-02T08:00:00+00:00"],
  ["mon 08:00", "2026-03-02T08:00Z", "2026-03-02T08:00:00+00:00", "2026-03-09T08:00:00+00:00"],
  ["mon 08:00", "2026-03-24T12:00Z", "2026-03-23T08:00:00+00:00", "2026-03-30T08:00:00+01:00"],
  ["day 08:00", "2026-03-28T12:00Z", "2026-03-28T08:00:00+00:00", "2026-03-29T08:00:00+01:00"],
  ["day 01:30", "2026-03-28T12:00Z", "2026-03-28T01:30:00+00:00", "2026-03-29T02:00:00+01:00"],
  ["sun 00:00", "2026-03-01T00:00Z", "2026-03-01T00:00:00+00:00", "2026-03-08T00:00:00+00:00"],
  ["month 08:00", "2026-03-31T12:00Z", "2026-03-01T08:00:00+00:00", "2026-04-01T08:00:00+01:00"],
  ["month 08:00", "2026-01-01T08:00Z", "2026-01-01T08:00:00+00:00", "2026-02-01T08:00:00+00:00"],
])("%s, seen at %s, came at %s and comes at %s", (text, now, last, next) => {
  const when = z.decode(RecurringText, text);
  expect(isoWithOffset(lastOf(when, london, instant(now)), london)).toBe(last);
  expect(isoWithOffset(nextOf(when, london, instant(now)), london)).toBe(next);
});

describe("as text", () => {
  test.each([
    ["mon 08:00", "mon 08:00"],
    ["Monday 8:05", "mon 08:05"],
    ["DAY 23:59", "day 23:59"],
    ["month 00:00", "month 00:00"],
  ])("%s is written back as %s", (text, back) => {
    expect(z.encode(RecurringText, z.decode(RecurringText, text))).toBe(back);
  });

  test.each(["mon", "08:00", "mon 24:00", "mon 8", "noday 08:00", "mon 08:60", "mon 08:00 UTC", ""])(
    "%j is refused with an example",
    (text) => {
      expect(RecurringText.safeParse(text).error?.issues[0]?.message).toContain('such as "mon 08:00"');
    },
  );
});
