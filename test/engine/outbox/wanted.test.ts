import { expect, test } from "vitest";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { type Pointless, type Verdict, wanted } from "../../../src/engine/outbox/wanted.ts";
import { type Instant, milliseconds } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import type { AlertRecord, CaseWatch, Hold } from "../../../src/sla/record.ts";
import { alert, alertId, at, firing, item, record, tier } from "../items/items.ts";

const judged = settingsFrom(
  {
    file: {
      sla: { low: { enabled: false } },
      cases: { high: { assigned: "15m", notify: ["slack"] } },
    },
  },
  "ready",
);
if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
const rules = judged.settings;

const hold = (kind: Hold["kind"], minute: number): Hold => ({
  kind,
  until: at(minute),
  at: at(31),
  by: "U1",
});
const card = { channel: "C1", ts: "1", stale: false };
const justBefore = (minute: number) => (at(minute) - milliseconds(1)) as Instant;

interface Given {
  item?: Item;
  record?: AlertRecord | undefined;
  now?: Instant;
  pausedUntil?: Instant;
  others?: readonly Item[];
  severity?: "low" | "high";
  closed?: boolean;
}

function ask({
  now = at(31),
  pausedUntil,
  others = [],
  severity = "high",
  closed,
  ...given
}: Given): Verdict {
  const asked = given.item ?? item();
  const known = "record" in given ? given.record : record();
  const shown = { ...alert, severity, ...(closed ? { stage: "closed" as const, status: "Duplicate" } : {}) };
  return wanted(asked, {
    now,
    rules,
    pausedUntil,
    entry: () => (known === undefined ? undefined : { alert: shown, record: known }),
    itemsOf: () => [asked, ...others],
    ofTopic: () => [asked, ...others],
  });
}

const tell: Verdict = { kind: "tell" };
const drop = (why: Pointless): Verdict => ({ kind: "drop", why });
const second = record({ tiersDone: 2, firings: [firing(1, 30), firing(2, 45)] });
const repeated = record({ tiersDone: 3, firings: [firing(3, 60), firing(3, 90, 1)] });
const slack = (about: Subject = tier()) => item({ via: "slack", about });

const offer = { to: "U2", by: "U1", at: at(31), until: at(36) };
const offered = item({
  via: "dm",
  about: { kind: "hand-over", alertId, at: at(31), step: { kind: "offered", offer } },
});

const overdue = (via: Item["via"] = "sms") =>
  item({
    via,
    about: { kind: "case", alertId, caseId: "~9", step: "assigned", deadline: at(45), unconfirmed: false },
  });
const mark = { step: "assigned", how: "told", at: at(45), deadline: at(45), unconfirmed: false } as const;
const ofCase = (caseWatch: Partial<CaseWatch> = {}, id = "~9") =>
  record({
    handled: { how: "promoted", at: at(30), case: { id } },
    caseWatch: { marks: [mark], ...caseWatch },
  });

test.each<[rule: string, given: Given, verdict: Verdict]>([
  ["a case that nobody has is told of", { item: overdue(), record: ofCase() }, tell],
  [
    "a case is not told of once somebody has it",
    { item: overdue(), record: ofCase({ marks: [{ ...mark, doneAt: at(46) }] }) },
    drop("handled first"),
  ],
  [
    "a case is not told of once it is closed",
    { item: overdue(), record: ofCase({ over: "closed" }) },
    drop("handled first"),
  ],
  [
    "a case is not told of once it is gone",
    { item: overdue(), record: ofCase({ over: "deleted" }) },
    drop("handled first"),
  ],
  [
    "a case is not told of once its alert is open again",
    { item: overdue(), record: record() },
    drop("over before it could be said"),
  ],
  [
    "a case is not told of once its alert is in another",
    { item: overdue(), record: ofCase({}, "~10") },
    drop("over before it could be said"),
  ],
  [
    "a case is not told of once its rule is gone",
    { item: overdue(), record: ofCase({ severity: "low" }) },
    drop("switched off in the settings"),
  ],
  [
    "a case waits for the end of a pause",
    { item: overdue(), record: ofCase(), pausedUntil: at(60) },
    { kind: "wait", until: at(60), why: "the monitor is paused" },
  ],
  ["what is open is told", {}, tell],
  [
    "an offer is told although somebody holds the alert",
    { item: offered, record: record({ offer, hold: hold("acknowledged", 36) }) },
    tell,
  ],
  [
    "an offer is told while the monitor is paused",
    { item: offered, record: record({ offer }), pausedUntil: at(60) },
    tell,
  ],
  [
    "an offer that was accepted or replaced is not told",
    { item: offered, record: record({ offer: { ...offer, at: at(32) } }) },
    drop("over before it could be said"),
  ],
  [
    "an offer is not told once its time is over",
    { item: offered, record: record({ offer }), now: at(36) },
    drop("over before it could be said"),
  ],
  [
    "an offer is not told once the alert was handled",
    { item: offered, record: record({ handled: { how: "closed", at: at(31) } }) },
    drop("handled first"),
  ],
  ["nothing is told of an alert that is forgotten", { record: undefined }, drop("the alert is forgotten")],
  [
    "nothing is told once it was handled",
    { record: record({ handled: { how: "closed", at: at(31) } }) },
    drop("handled first"),
  ],
  ["nothing is told when TheHive shows it closed", { closed: true }, drop("handled first")],
  [
    "nothing is told of a severity that is switched off",
    { severity: "low" },
    drop("switched off in the settings"),
  ],
  [
    "nothing is told a millisecond before an ignore ends",
    { record: record({ hold: hold("ignored", 60) }), now: justBefore(60) },
    drop("ignored first"),
  ],
  [
    "it is told at the instant a hold ends",
    { record: record({ hold: hold("ignored", 60) }), now: at(60) },
    tell,
  ],
  [
    "nothing is told while somebody is on it",
    { record: record({ hold: hold("acknowledged", 60) }) },
    drop("taken first"),
  ],
  [
    "a card that was not posted yet is, also while it is held",
    { item: slack(), record: record({ hold: hold("ignored", 60) }) },
    tell,
  ],
  [
    "a reply is not, while it is held",
    { item: slack(), record: record({ card, hold: hold("ignored", 60) }) },
    drop("ignored first"),
  ],
  [
    "a millisecond before a pause ends it waits",
    { pausedUntil: at(60), now: justBefore(60) },
    { kind: "wait", until: at(60), why: "the monitor is paused" },
  ],
  [
    "a call that a pause could not end goes on",
    { item: item({ via: "call", state: "sent", outlasts: true }), pausedUntil: at(60) },
    tell,
  ],
  [
    "it does not go on for what was handled",
    {
      item: item({ via: "call", state: "sent", outlasts: true }),
      record: record({ handled: { how: "closed", at: at(31) } }),
    },
    drop("handled first"),
  ],
  ["at the end of a pause it is told", { pausedUntil: at(60), now: at(60) }, tell],
  [
    "a pause keeps nothing that was handled",
    { pausedUntil: at(60), record: record({ handled: { how: "closed", at: at(31) } }) },
    drop("handled first"),
  ],
  [
    "a later tier that tells the same way takes over",
    { record: second, now: at(46), others: [item({ about: tier(2) })] },
    drop("a later tier took over"),
  ],
  [
    "a later tier that tells another way does not",
    { record: second, now: at(46), others: [item({ about: tier(2), via: "call" })] },
    tell,
  ],
  [
    "a later tier that failed does not",
    { record: second, now: at(46), others: [item({ about: tier(2), state: "failed" })] },
    tell,
  ],
  [
    "a later tier that was dropped does not",
    { record: second, now: at(46), others: [item({ about: tier(2), state: "dropped" })] },
    tell,
  ],
  [
    "an earlier tier takes over from none",
    { item: item({ about: tier(2) }), record: second, now: at(46), others: [item()] },
    tell,
  ],
  [
    "nothing takes over from a firing that the record does not know",
    {
      item: item({ about: tier(1) }),
      record: record({ firings: [firing(2, 45)] }),
      others: [item({ about: tier(2) })],
    },
    tell,
  ],
  [
    "a reminder of another kind takes over from none",
    { record: second, now: at(46), others: [item({ about: tier(3) })] },
    tell,
  ],
  [
    "a repeat takes over from the tier itself",
    { item: item({ about: tier(3) }), record: repeated, now: at(91), others: [item({ about: tier(3, 1) })] },
    drop("a later tier took over"),
  ],
  [
    "a digest of a later tier takes over",
    {
      record: second,
      now: at(46),
      others: [
        item({ about: { kind: "digest", reference: "D1", alerts: [{ alertId, tier: 2, repeat: 0 }] } }),
      ],
    },
    drop("a later tier took over"),
  ],
  [
    "a channel that stood in has said it",
    { item: slack(), others: [item({ via: "slack", to: "#other", state: "sent" })] },
    drop("said in another channel"),
  ],
  [
    "another channel that has not said it yet does not count",
    { item: slack(), others: [item({ via: "slack", to: "#other" })] },
    tell,
  ],
  [
    "that nobody has answered is not said once somebody has taken it",
    {
      item: slack({ kind: "nobody", alertId, tier: 1, repeat: 0 }),
      record: record({ card, hold: hold("acknowledged", 60) }),
    },
    drop("taken first"),
  ],
  [
    "the end of a hold is not said once there is another",
    {
      item: slack({ kind: "hold-over", alertId, hold: hold("ignored", 30) }),
      record: record({ card, hold: hold("acknowledged", 60) }),
    },
    drop("taken first"),
  ],
])("%s", (_rule, given, verdict) => {
  expect(ask(given)).toEqual(verdict);
});

const other = AlertId.parse("~2");
const members = [
  { alertId, tier: 1, repeat: 0 },
  { alertId: other, tier: 1, repeat: 0 },
];
const digest = item({ about: { kind: "digest", reference: "D1", alerts: members } });

test.each<[rule: string, handled: readonly string[], paused: boolean, verdict: Verdict]>([
  ["a digest of open alerts is told whole", [], false, tell],
  ["a digest shrinks to what is open", ["~1"], false, { kind: "fewer", alerts: [members[1] ?? fail()] }],
  ["a digest of which nothing is open goes", ["~1", "~2"], false, drop("handled first")],
  [
    "a digest waits for the end of a pause",
    ["~1"],
    true,
    { kind: "wait", until: at(60), why: "the monitor is paused" },
  ],
])("%s", (_rule, handled, paused, verdict) => {
  const records = (id: string) =>
    record(handled.includes(id) ? { handled: { how: "closed", at: at(31) } } : {});
  const asked = wanted(digest, {
    now: at(31),
    rules,
    pausedUntil: paused ? at(60) : undefined,
    entry: (id) => ({ alert: { ...alert, id }, record: { ...records(id), alertId: id } }),
    itemsOf: () => [digest],
    ofTopic: () => [],
  });
  expect(asked).toEqual(verdict);
});

const notice = (name: string, topic?: string, to = "#soc") =>
  item({
    via: "slack",
    to,
    about: {
      kind: "notice",
      name,
      notice: { kind: "resumed", by: "U1" },
      ...(topic === undefined ? {} : { topic }),
    },
  });

test("a notice is told, unless a later one of its topic is to be told to the same", () => {
  expect(ask({ item: notice("one") })).toEqual(tell);
  expect(ask({ item: notice("one", "pause") })).toEqual(tell);
  expect(ask({ item: notice("one", "pause"), others: [notice("two", "pause")] })).toEqual(
    drop("over before it could be said"),
  );
  expect(ask({ item: notice("one", "pause"), others: [notice("two", "pause", "#other")] })).toEqual(tell);
});

function fail(): never {
  throw new Error("unreachable");
}
