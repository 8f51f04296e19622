import { describe, expect, test } from "vitest";
import { after, before, type Duration, days, hours, instant, milliseconds } from "../../src/lib/time.ts";
import { Roster } from "../../src/oncall/model.ts";
import {
  type CertificateEnd,
  concerned,
  type Finding,
  findings,
  type NumberFault,
  type ReadinessFacts,
  type Standing,
} from "../../src/oncall/readiness.ts";
import type { PersonalVia } from "../../src/oncall/ways.ts";
import { overrideOf } from "./rosters.ts";

// A Monday, at nine; alice is on call until the next one.
const now = instant("2026-03-02T09:00Z");
const inTwoWeeks = after(now, days(14));
const inAMonth = after(now, days(30));
const phone = (index: number) => `+44770090000${index}`;
const all = {
  alice: { phone: phone(1), slack: "U0ALICE001" },
  bob: { phone: phone(2), slack: "U0BOB00001" },
  carol: { phone: phone(3) },
  dave: {},
};
const weekly = {
  members: ["alice", "bob"],
  timezone: "Europe/London",
  start: "2026-01-05T09:00",
  every: "1w",
};
const uses = (...list: string[]): ReadinessFacts["uses"] =>
  list.map((text) => {
    const [via, group = "oncall"] = text.split(":");
    return { via: via as PersonalVia, group };
  });

function rosterOf(groups: object, people: object = all, more: object = {}): Roster {
  return { ...Roster.parse({ people, groups, overrides: [] }), ...more };
}

const found = (more: Partial<ReadinessFacts> = {}): Finding[] =>
  findings({
    roster: rosterOf({ oncall: { rotation: weekly } }),
    now,
    uses: uses("sms"),
    standings: new Map<string, Standing>([
      ["alice", "full"],
      ["bob", "full"],
    ]),
    numbers: [],
    feeds: [],
    certificates: [],
    noReplies: false,
    ...more,
  });

test("nothing is said when all is well", () => {
  expect(found()).toEqual([]);
});

describe("gaps", () => {
  const starting = (start: string) => rosterOf({ oncall: { rotation: { ...weekly, start } } });

  test.each<[string, Roster, object[]]>([
    [
      "before a rotation begins",
      starting("2026-03-04T09:00"),
      [{ from: now, until: instant("2026-03-04T09:00Z"), open: false, times: 1 }],
    ],
    [
      "that ends with what is looked at goes on",
      starting("2026-03-16T09:00"),
      [{ from: now, until: inTwoWeeks, open: true, times: 1 }],
    ],
    [
      "that an override closes in part are counted",
      {
        ...starting("2026-03-04T09:00"),
        overrides: [overrideOf("bob", "2026-03-03T09:00Z", "2026-03-03T10:00Z")],
      },
      [{ from: now, until: instant("2026-03-03T09:00Z"), open: false, times: 2 }],
    ],
    ["of a calendar that was never read", rosterOf({ oncall: { calendar: "a.ics" } }), [{ open: true }]],
    [
      "that begin after two weeks are not",
      rosterOf({ oncall: { calendar: "a.ics" } }, all, {
        duties: {
          oncall: { timezone: "UTC", stretches: [{ from: now, until: inTwoWeeks, people: ["alice"] }] },
        },
      }),
      [],
    ],
  ])("%s", (_what, roster, expected) => {
    expect(found({ roster })).toEqual(
      expected.map((gap) => expect.objectContaining({ kind: "gap", group: "oncall", ...gap })),
    );
  });
});

describe("contacts", () => {
  const missing = (roster: Roster, asked: ReadinessFacts["uses"]) =>
    found({ roster, uses: asked, standings: new Map() });

  test.each<[string, object, string[], object[]]>([
    [
      "somebody without a phone",
      { members: ["dave"] },
      ["sms", "call"],
      [{ person: "dave", missing: ["sms", "call"], from: now }],
    ],
    ["somebody whose ways are not asked for", { members: ["carol"] }, ["call"], []],
    [
      "somebody without Slack",
      { members: ["carol"] },
      ["sms", "dm"],
      [{ person: "carol", missing: ["dm"], from: now }],
    ],
    ["somebody of a group that nobody is told in", { members: ["dave"] }, ["sms:seniors"], []],
    [
      "somebody whose shift comes",
      { rotation: { ...weekly, members: ["alice", "dave"] } },
      ["sms"],
      [{ person: "dave", missing: ["sms"], from: instant("2026-03-09T09:00Z") }],
    ],
    [
      "somebody who only stands in",
      { rotation: { ...weekly, members: ["alice", "bob", "carol", "dave"] } },
      ["sms"],
      [{ person: "dave", missing: ["sms"] }],
    ],
  ])("%s", (_who, oncall, asked, expected) => {
    expect(missing(rosterOf({ oncall, seniors: { members: ["alice"] } }), uses(...asked))).toEqual(
      expected.map((one) => ({ kind: "no-contact", ...one })),
    );
  });

  test("somebody whom a calendar or an override has on duty", () => {
    const from = after(now, hours(1));
    const duties = {
      oncall: { timezone: "UTC", stretches: [{ from, until: inAMonth, people: ["dave"] }] },
    };
    const overrides = [overrideOf("carol", "2026-03-02T09:00Z", "2026-03-02T10:00Z")];
    const roster = rosterOf({ oncall: { calendar: "a.ics" } }, all, { duties, overrides });
    expect(missing(roster, uses("dm"))).toEqual([
      { kind: "no-contact", person: "carol", missing: ["dm"], from: now },
      { kind: "no-contact", person: "dave", missing: ["dm"], from },
    ]);
  });
});

test.each<[Standing | { why: string }, object[]]>([
  ["full", []],
  ["deactivated", [{ kind: "slack-user", person: "bob", standing: "deactivated" }]],
  ["guest", [{ kind: "slack-user", person: "bob", standing: "guest" }]],
  ["missing", [{ kind: "slack-user", person: "bob", standing: "missing" }]],
  [
    { why: "Slack did not answer in time" },
    [{ kind: "unknown", person: "bob", what: "how Slack knows them", why: "Slack did not answer in time" }],
  ],
])("Slack says %j of somebody", (standing, expected) => {
  expect(found({ standings: new Map<string, Standing | { why: string }>([["bob", standing]]) })).toEqual(
    expected,
  );
});

test.each<[string, Partial<NumberFault>, Duration, number]>([
  ["that failed", {}, hours(1), 1],
  ["that failed within seven days", {}, milliseconds(days(7) - 1), 1],
  ["that failed seven days ago", {}, days(7), 0],
  ["by which nobody is told now", { via: "call" }, hours(1), 0],
  ["of somebody who is not told", { person: "carol" }, hours(1), 0],
])("a number %s", (_what, more, ago, count) => {
  const fault: NumberFault = { person: "bob", via: "sms", at: before(now, ago), why: "opted out", ...more };
  expect(found({ numbers: [fault] })).toEqual(count === 0 ? [] : [{ kind: "number-failed", ...fault }]);
});

test.each<[string, Duration, boolean]>([
  ["in 21 days", days(21), true],
  ["a millisecond later", milliseconds(days(21) + 1), false],
])("a certificate that ends %s", (_when, left, isSaid) => {
  const end: CertificateEnd = { of: "TheHive", host: "soc.example.org", until: after(now, left) };
  expect(found({ certificates: [end] })).toEqual(
    isSaid ? [{ kind: "certificate", ended: false, ...end }] : [],
  );
});

test("one that has ended is said as that", () => {
  const end: CertificateEnd = { of: "TheHive", host: "soc.example.org", until: now, signer: "Example Root" };
  expect(found({ certificates: [end] })).toEqual([{ kind: "certificate", ended: true, ...end }]);
});

test("what is not known comes last, and is never left out", () => {
  const certificates = [{ of: "TheHive", host: "soc.example.org", why: "no answer" }];
  const kinds = found({
    certificates,
    standings: new Map([["bob", { why: "late" }]]),
    feeds: ["Calendar of night: HTTP 503"],
    noReplies: true,
  }).map(({ kind }) => kind);
  expect(kinds).toEqual(["feed", "no-replies", "unknown", "unknown"]);
});

test("whoever is asked to answer a test is on duty in the time that is looked at", () => {
  const roster = rosterOf({ oncall: { rotation: { ...weekly, members: ["alice", "bob", "carol"] } } });
  const onDuty = (ahead: Duration) =>
    concerned(roster, uses("sms", "call"), now, ahead).filter(({ from }) => from !== undefined);
  expect(onDuty(days(7)).map(({ person }) => person)).toEqual(["carol"]);
  expect(onDuty(days(8)).map(({ person }) => person)).toEqual(["carol", "alice"]);
});
