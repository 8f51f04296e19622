import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCalendar } from "../../src/calendars/read.ts";
import { instant } from "../../src/lib/time.ts";
import { isoWithOffset } from "../../src/lib/zoned.ts";
import { People } from "../../src/oncall/model.ts";

const people = People.parse({
  alice: { email: "alice@example.org" },
  "bob.smith": { email: "bob@example.org" },
  bob: {},
  dora: {},
});

function read(text: string, from: string, until: string) {
  const reading = readCalendar(text, people, { from: instant(from), until: instant(until) });
  const { timezone, stretches } = reading.duty;
  return {
    shifts: stretches.map((one) =>
      [isoWithOffset(one.from, timezone), isoWithOffset(one.until, timezone), one.people.join("+")].join(" "),
    ),
    strangers: reading.strangers.map(({ name }) => name),
    unread: reading.unread,
  };
}

const file = (name: string) => readFileSync(new URL(`feeds/${name}.ics`, import.meta.url), "utf8");

type Row = [file: string, from: string, until: string, shifts: string[], strangers?: string[]];

// Each table was worked out by hand from the events, clocks changing in London and Berlin on 2026-03-29 and
// 2026-10-25, in New York and Chicago on 2026-03-08 and 2026-11-01.
test.each<Row>([
  [
    "google-nights",
    "2026-03-28T12:00Z",
    "2026-04-03T00:00Z",
    [
      "2026-03-28T18:00:00+00:00 2026-03-29T09:00:00+01:00 alice",
      "2026-03-29T20:00:00+01:00 2026-03-30T09:00:00+01:00 bob.smith",
      "2026-03-31T18:00:00+01:00 2026-04-01T09:00:00+01:00 alice",
      "2026-04-01T18:00:00+01:00 2026-04-02T09:00:00+01:00 alice",
    ],
  ],
  [
    "google-days",
    "2026-10-18T00:00Z",
    "2026-11-03T00:00Z",
    [
      "2026-10-12T00:00:00+02:00 2026-10-19T00:00:00+02:00 alice",
      "2026-10-19T00:00:00+02:00 2026-10-26T00:00:00+01:00 bob.smith",
      "2026-10-26T00:00:00+01:00 2026-10-27T00:00:00+01:00 dora",
      "2026-11-02T00:00:00+01:00 2026-11-09T00:00:00+01:00 bob.smith",
    ],
  ],
  [
    "outlook-nights",
    "2026-10-23T00:00Z",
    "2026-10-31T00:00Z",
    [
      "2026-10-24T17:00:00+00:00 2026-10-25T09:00:00+00:00 alice",
      "2026-10-25T18:00:00+00:00 2026-10-26T09:00:00+00:00 bob.smith",
      "2026-10-30T18:00:00+00:00 2026-10-31T09:00:00+00:00 alice",
    ],
  ],
  [
    "outlook-days",
    "2026-03-20T00:00Z",
    "2026-04-20T00:00Z",
    [
      "2026-03-20T23:00:00+00:00 2026-03-22T23:00:00+00:00 bob.smith",
      "2026-03-27T23:00:00+00:00 2026-03-29T22:00:00+00:00 bob.smith",
    ],
  ],
  [
    "pagerduty-schedule",
    "2026-03-27T00:00Z",
    "2026-04-01T00:00Z",
    [
      "2026-03-27T09:00:00+00:00 2026-03-28T18:00:00+00:00 alice",
      "2026-03-28T18:00:00+00:00 2026-03-29T08:00:00+00:00 bob.smith",
    ],
    ["mallory@example.net"],
  ],
  [
    "pagerduty-layers",
    "2026-10-24T00:00Z",
    "2026-10-27T00:00Z",
    [
      "2026-10-24T23:00:00+00:00 2026-10-25T06:00:00+00:00 alice",
      "2026-10-25T06:00:00+00:00 2026-10-25T07:00:00+00:00 alice+dora",
      "2026-10-25T07:00:00+00:00 2026-10-25T23:00:00+00:00 dora",
    ],
  ],
  [
    "opsgenie-schedule",
    "2026-03-28T00:00Z",
    "2026-03-30T00:00Z",
    [
      "2026-03-27T09:00:00+00:00 2026-03-28T22:00:00+00:00 alice",
      "2026-03-28T22:00:00+00:00 2026-03-29T01:00:00+00:00 bob.smith",
      "2026-03-29T01:00:00+00:00 2026-04-03T08:00:00+00:00 alice",
    ],
  ],
  [
    "opsgenie-names",
    "2026-10-31T00:00Z",
    "2026-11-04T00:00Z",
    [
      "2026-10-31T09:00:00-04:00 2026-11-01T09:00:00-05:00 dora",
      "2026-11-01T09:00:00-05:00 2026-11-02T09:00:00-05:00 bob.smith",
    ],
    ["No one"],
  ],
  [
    "grafana-final",
    "2026-03-27T00:00Z",
    "2026-03-30T00:00Z",
    [
      "2026-03-28T12:00:00+00:00 2026-03-29T00:00:00+00:00 dora",
      "2026-03-29T00:00:00+00:00 2026-03-29T12:00:00+00:00 alice",
    ],
  ],
  [
    "grafana-shifts",
    "2026-03-08T00:00Z",
    "2026-03-09T12:00Z",
    [
      "2026-03-07T12:00:00-06:00 2026-03-08T00:00:00-06:00 bob.smith",
      "2026-03-08T00:00:00-06:00 2026-03-08T12:00:00-05:00 alice",
      "2026-03-08T12:00:00-05:00 2026-03-09T00:00:00-05:00 bob.smith",
      "2026-03-09T00:00:00-05:00 2026-03-09T12:00:00-05:00 alice",
    ],
  ],
])("%s: the shifts that a person reads in it", (name, from, until, shifts, strangers = []) => {
  expect(read(file(name), from, until)).toEqual({ shifts, strangers, unread: [] });
});

const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT"];
const calendar = (...events: string[][]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...events.flat(), "END:VCALENDAR", ""].join("\r\n");
const march = ["2026-03-01T00:00Z", "2026-04-01T00:00Z"] as const;
const shift = ["DTSTART:20260302T090000Z", "DTEND:20260302T170000Z"];
const told = "2026-03-02T09:00:00+00:00 2026-03-02T17:00:00+00:00";

test.each<[rule: string, lines: string[], people: string]>([
  [
    "an attendee counts before the summary",
    ["SUMMARY:alice", "ATTENDEE:mailto:bob@example.org"],
    "bob.smith",
  ],
  ["without a known attendee the summary counts", ["SUMMARY:Dora", "ATTENDEE:mailto:x@example.net"], "dora"],
  ["an attendee's name counts", ["SUMMARY:alice", "ATTENDEE;CN=Dora Day:mailto:d@example.net"], "dora"],
  ["the longer name counts", ["SUMMARY:Bob Smith"], "bob.smith"],
  ["a name is a whole word", ["SUMMARY:Bobby\\, then dora"], "dora"],
  ["two in a summary are both on duty", ["SUMMARY:dora / alice"], "dora+alice"],
])("%s", (_rule, lines, names) => {
  expect(read(calendar(event(...lines, ...shift)), ...march).shifts).toEqual([`${told} ${names}`]);
});

test.each<[rule: string]>([
  ["FREQ=SECONDLY"],
  ["FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"],
  ["FREQ=DAILY;INTERVAL=7;BYDAY=TU"],
  ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
  ["FREQ=DAILY;BYDAY=5MO"],
  ["FREQ=WEEKLY;INTERVAL=99999999"],
])("a rule that may never come to an end is named and its event left out: %s", (rule) => {
  const endless = event("SUMMARY:alice", ...shift, `RRULE:${rule}`);
  const { shifts, unread } = read(calendar(endless, event("SUMMARY:dora", ...shift)), ...march);
  expect(unread).toEqual([expect.stringMatching(/^alice: its? /)]);
  expect(shifts).toEqual([`${told} dora`]);
});

test("a broken event is named, the others count", () => {
  const broken = event("SUMMARY:alice", "DTSTART:20260302T090000Z", "RRULE:FREQ=OFTEN");
  const { shifts, unread } = read(calendar(broken, event("SUMMARY:dora", ...shift)), ...march);
  expect(shifts).toEqual([`${told} dora`]);
  expect(unread).toEqual([expect.stringContaining("alice: invalid frequency")]);
});

test("a page to log in is no calendar", () => {
  expect(() => read("<html>Sign in</html>", ...march)).toThrow("it is no iCalendar");
});
