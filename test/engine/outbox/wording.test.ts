import { expect, test } from "vitest";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { alertPage, casePage, digestPage } from "../../../src/engine/outbox/page-facts.ts";
import { summed } from "../../../src/engine/outbox/summed.ts";
import { wordingOf } from "../../../src/engine/outbox/wording.ts";
import { cardFacts } from "../../../src/engine/show/card-facts.ts";
import type { Watched } from "../../../src/engine/work/watchlist.ts";
import { alertId, at, digestOf, firing, item, nobody, notice, over, tier } from "../items/items.ts";
import { entry, settingsWith, sources, told } from "./sources.ts";

const settings = settingsWith(told(["slack"], ["sms"]));
const fired = { tiersDone: 1, firings: [firing(1, 30)] };
const card = { channel: "C1", ts: "1.2", stale: false };
const bare = entry(1, { record: fired });
const shown = entry(1, { record: { ...fired, card } });
const offer = { to: "U2", by: "U1", at: at(31), until: at(36) };
const offered: Subject = { kind: "hand-over", alertId, at: at(31), step: { kind: "offered", offer } };
const lapsed: Subject = { ...offered, step: { kind: "lapsed", offer } };
const step = { step: "assigned", deadline: at(20), unconfirmed: true } as const;
const ofCase: Subject = { kind: "case", alertId, caseId: "~9", ...step };

function given(...entries: readonly Watched[]) {
  const from = sources({ entries, settings, now: at(32) });
  const [first] = entries;
  return { from, facts: first === undefined ? undefined : cardFacts(from, first), ...wordingOf(from) };
}

const subjects: readonly [what: string, Subject][] = [
  ["a tier", tier()],
  ["that a hold is over", over],
  ["that nobody answers", nobody(0)],
  ["an offer", offered],
  ["a case", ofCase],
  ["a digest", digestOf(alertId)],
];

test.each(subjects)("there are no words for %s once the alert is forgotten", (_what, about) => {
  const { inChannel, toPerson, byPhone } = given();
  expect(inChannel(item({ about, via: "slack" }))).toBeUndefined();
  expect(toPerson(item({ about, via: "dm" }))).toBeUndefined();
  expect(byPhone(item({ about }))).toBeUndefined();
});

test("a notice is said in the words it was made with; by phone only what a phone can say", () => {
  const { inChannel, toPerson, byPhone } = given();
  expect(inChannel(item({ about: notice, via: "slack" }))).toEqual({ kind: "notice", notice: notice.notice });
  expect(toPerson(item({ about: notice, via: "dm" }))).toBe(notice.notice);
  expect(byPhone(item({ about: notice }))).toBeUndefined();
  const test = { kind: "test", by: "U1" } as const;
  expect(byPhone(item({ about: { kind: "notice", name: "test/1", notice: test } }))).toBe(test);
});

test("the first message of an alert is its card, and nothing but that and its case is said without one", () => {
  const { inChannel, facts } = given(bare);
  const said = (about: Subject) => inChannel(item({ about, via: "slack" }));
  expect(said(tier())).toStrictEqual({ kind: "card", facts });
  expect(said(ofCase)).toStrictEqual({ kind: "notice", notice: { kind: "case-overdue", facts, ...step } });
  for (const about of [over, nobody(0), offered]) expect(said(about)).toBeUndefined();
});

test("what follows is said below the card", () => {
  const { inChannel, facts } = given(shown);
  const said = (about: Subject) => inChannel(item({ about, via: "slack" }));
  const below = (reply: object) => ({ kind: "reply", card, reply });
  expect(said(tier(2, 1))).toStrictEqual(below({ kind: "tier", facts, tier: 2, repeat: 1 }));
  expect(said(nobody(0))).toStrictEqual(below({ kind: "nobody", facts, tier: 3, repeat: 0 }));
  expect(said(offered)).toStrictEqual(below({ kind: "hand-over", facts, step: { kind: "offered", offer } }));
  expect(said(ofCase)).toStrictEqual(below({ kind: "case-overdue", facts, ...step }));
});

test("that a hold is over is said with what came next then, and with nothing where nothing did", () => {
  const { inChannel, facts } = given(shown);
  if (facts?.next === undefined || over.kind !== "hold-over") throw new Error("the next tier is to come");
  const { next: _, ...rest } = facts;
  const next = { tier: 2, repeat: 0, at: at(61) };
  const replyTo = (about: Subject) => inChannel(item({ about, via: "slack" }));
  const reply = { kind: "hold-over", hold: over.hold };
  expect(replyTo(over)).toStrictEqual({ kind: "reply", card, reply: { ...reply, facts: rest } });
  expect(replyTo({ ...over, next })).toStrictEqual({
    kind: "reply",
    card,
    reply: { ...reply, facts: { ...rest, next } },
  });
});

test("a person is told of a tier, of an offer and of a case, and of nothing that only a thread is for", () => {
  const { toPerson, facts } = given(shown);
  const said = (about: Subject) => toPerson(item({ about, via: "dm" }));
  expect(said(tier(2))).toStrictEqual({ kind: "alert", facts, tier: 2 });
  expect(said(offered)).toStrictEqual({ kind: "offer", facts, offer });
  expect(said(ofCase)).toStrictEqual({ kind: "case-overdue", facts, ...step });
  for (const about of [over, lapsed]) expect(said(about)).toBeUndefined();
});

test("a phone is told of a tier, a case and a digest, and of nothing that a thread is for", () => {
  const { byPhone, from } = given(shown);
  const said = (about: Subject) => byPhone(item({ about }));
  const alice = { to: "alice", place: "sms" } as const;
  expect(said(tier())).toStrictEqual(alertPage(from, { tier: 1, repeat: 0 }, shown, alice));
  expect(said(ofCase)).toStrictEqual(casePage(from, step, shown, "sms"));
  const member = { alertId, tier: 1, repeat: 0 };
  const sum = summed(from, [{ member, entry: shown }]);
  expect(said(digestOf(alertId))).toStrictEqual(sum && digestPage(from, "D7", sum, alice));
  for (const about of [over, nobody(0), offered]) expect(said(about)).toBeUndefined();
});

test("a text and a call each withhold what they must", () => {
  const red = entry(1, { alert: { tlp: "red" }, record: fired });
  const from = sources({
    entries: [red],
    settings: settingsWith({ ...told(["slack"]), disclosure: { red: { call: "full" } } }),
  });
  const { byPhone } = wordingOf(from);
  expect(byPhone(item({ via: "sms" }))).toMatchObject({ title: "" });
  expect(byPhone(item({ via: "call" }))).toMatchObject({ title: "Alert 1" });
});

test("a digest names the worst and the oldest of what is left, with a link where there is one", () => {
  const red = entry(1, { alert: { severity: "critical", tlp: "red" }, record: fired });
  const old = entry(2, { alert: { createdAt: at(-5) }, record: fired });
  const { inChannel, toPerson } = given(red, old);
  const { createdAt } = red.alert;
  const digest = {
    kind: "digest",
    groups: [
      { severity: "critical", tier: 1, count: 1 },
      { severity: "high", tier: 1, count: 1 },
    ],
    worst: { number: 1, title: "Alert 1", severity: "critical", createdAt, url: "https://hive.test/~1" },
    oldest: { number: 2, title: "Alert 2", severity: "high", createdAt: at(-5) },
    total: 2,
    missed: true,
    reference: "D7",
  };
  const about = digestOf(alertId, entry(3).alert.id, old.alert.id);
  expect(inChannel(item({ about, via: "slack" }))).toStrictEqual({ kind: "notice", notice: digest });
  expect(toPerson(item({ about, via: "dm" }))).toStrictEqual(digest);
});
