import { expect, test } from "vitest";
import type { Kept } from "../../src/calendars/kept.ts";
import { allFeeds, noticeName, type Subscription, troubleOf } from "../../src/calendars/subscriptions.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { instant } from "../../src/lib/time.ts";

const shifts = "https://calendar.example.org/5ec2e7a1/shifts.ics";
const holidays = "https://calendar.example.org/5ec2e7a1/holidays.ics";
const duty: Subscription = { use: "duty", of: "oncall", place: shifts };
const free: Subscription = { use: "holidays", of: "office", place: holidays };

test("feeds are those of groups, then those of holidays; who names none has none", () => {
  const judged = settingsFrom({
    file: {
      people: { alice: {} },
      groups: { seniors: { members: ["alice"] }, oncall: { calendar: shifts } },
      calendars: {
        office: { timezone: "Europe/Berlin", hours: { "mon-fri": "09:00-17:00" }, holidaysFrom: holidays },
        night: { timezone: "Europe/Berlin", hours: { "mon-fri": "20:00-02:00" } },
      },
    },
  });
  expect(judged).toMatchObject({ ok: true });
  expect(judged.ok && allFeeds(judged.settings)).toEqual([duty, free]);
});

test.each([
  [duty, "calendar/oncall"],
  [free, "holidays/office"],
])("the notices of %o are named %s", (feed, name) => {
  expect(noticeName(feed)).toBe(name);
});

const failing = { since: instant("2026-03-03T02:00Z"), why: "HTTP 503" };

test.each<[string, Subscription, Kept | undefined, string | undefined]>([
  ["never read yet", duty, undefined, undefined],
  ["read", duty, { text: "…" }, undefined],
  [
    "failing, never read",
    duty,
    { failing },
    "Calendar of oncall (calendar.example.org): HTTP 503; nobody is on call by it",
  ],
  [
    "failing, read before",
    duty,
    { failing, text: "…" },
    "Calendar of oncall (calendar.example.org): HTTP 503; what was read before counts",
  ],
  [
    "failing, never read",
    free,
    { failing },
    "Holidays of office (calendar.example.org): HTTP 503; no holidays are taken from it",
  ],
  [
    "failing, read before",
    free,
    { failing, text: "…" },
    "Holidays of office (calendar.example.org): HTTP 503; what was read before counts",
  ],
])("%s: what is said of it, without its address", (_case, feed, kept, text) => {
  expect(troubleOf(feed, kept)).toBe(text);
});
