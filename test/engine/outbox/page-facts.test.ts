import { expect, test } from "vitest";
import { alertPage, asPage, casePage, digestPage } from "../../../src/engine/outbox/page-facts.ts";
import { summed } from "../../../src/engine/outbox/summed.ts";
import type { Notice } from "../../../src/engine/ports/notice.ts";
import type { PageSubject } from "../../../src/engine/ports/phones.ts";
import type { Watched } from "../../../src/engine/work/watchlist.ts";
import { minutes } from "../../../src/lib/time.ts";
import { at, firing } from "../items/items.ts";
import { entry, settingsWith, sources, told } from "./sources.ts";

const alice = { to: "alice", place: "sms" } as const;
const first = { tier: 1, repeat: 0 };
const settings = settingsWith(told(["sms"], ["call"]));
const known = (one: Watched, more: object = {}) =>
  sources({ entries: [one], settings, now: at(35), ...more });

const fired = entry(1, { record: { tiersDone: 1, firings: [firing(1, 30)] } });
const page = {
  kind: "alert",
  number: 1,
  severity: "high",
  title: "Alert 1",
  age: minutes(35),
  tier: 1,
  repeat: 0,
  missed: true,
  unconfirmed: false,
  slack: true,
  next: { at: at(40), via: "call", whom: { kind: "you" } },
};

test("a phone hears of an alert how bad and how old it is, and what comes next", () => {
  expect(alertPage(known(fired), first, fired, alice)).toStrictEqual(page);
  const { next: _, ...last } = { ...page, tier: 2, missed: true };
  const ended = entry(1, { record: { tiersDone: 2, firings: [firing(1, 30), firing(2, 34)] } });
  expect(alertPage(known(ended), { tier: 2, repeat: 0 }, ended, alice)).toStrictEqual(last);
});

test.each<[what: string, Watched, Partial<typeof first>, object, more?: object]>([
  [
    "no deadline has passed yet",
    entry(1),
    {},
    { missed: false, unconfirmed: false, age: minutes(20) },
    { now: at(20) },
  ],
  [
    "TheHive could not be asked",
    entry(1, { record: { firings: [{ ...firing(1, 30), unconfirmed: true }] } }),
    {},
    { unconfirmed: true },
  ],
  ["Slack is off", fired, {}, { slack: false }, { channel: undefined }],
  ["it is told again", fired, { repeat: 2 }, { repeat: 2 }],
  ["TheHive's clock is ahead", entry(1, { alert: { createdAt: at(36) } }), {}, { age: 0 }],
  ["all of it is withheld", entry(1, { alert: { tlp: "red" } }), {}, { title: "", withheld: "TLP:RED" }],
])("a phone hears it when %s", (_what, one, change, expected, more = {}) => {
  expect(alertPage(known(one, more), { ...first, ...change }, one, alice)).toMatchObject(expected);
});

test("the word that makes an alert urgent is told with the high-risk rule, where nothing is withheld", () => {
  const highRisk = { word: "ransomware", where: "title", at: at(0) };
  const risky = entry(1, { record: { highRisk } });
  const wordOf = (one: Watched, tier: number | "high-risk") =>
    Object.entries(alertPage(known(one), { tier, repeat: 0 }, one, alice)).filter(
      ([key, value]) => key === "highRiskWord" || (key === "withheld" && value !== undefined),
    );
  expect(wordOf(risky, "high-risk")).toEqual([["highRiskWord", "ransomware"]]);
  expect(wordOf(risky, 1)).toEqual([]);
  expect(wordOf(entry(1), "high-risk")).toEqual([]);
  const red = entry(1, { alert: { tlp: "red" }, record: { highRisk } });
  expect(wordOf(red, "high-risk")).toEqual([["withheld", "TLP:RED"]]);
});

test("each place withholds what it must", () => {
  const some = settingsWith({
    ...told(["sms"]),
    disclosure: { amber: { sms: "title" }, red: { call: "full" } },
  });
  const amber = entry(1, { alert: { tlp: "amber" } });
  const red = entry(1, { alert: { tlp: "red" } });
  const titleOf = (one: Watched, place: "sms" | "call") => {
    const { title, withheld } = alertPage(known(one, { settings: some }), first, one, {
      to: "alice",
      place,
    }) as {
      title: string;
      withheld?: string;
    };
    return [title, withheld];
  };
  expect(titleOf(amber, "sms")).toEqual(["Alert 1", undefined]);
  expect(titleOf(red, "sms")).toEqual(["", "TLP:RED"]);
  expect(titleOf(red, "call")).toEqual(["Alert 1", undefined]);
});

function digestOf(entries: readonly Watched[], more: object = {}) {
  const from = sources({ entries, settings, now: at(35), ...more });
  const sum = summed(
    from,
    entries.map((one) => ({ member: { alertId: one.alert.id, ...first }, entry: one })),
  );
  if (sum === undefined) throw new Error("nothing to tell");
  return digestPage(from, "D7", sum, alice);
}

test("a phone hears of many the worst, how old the oldest is, and the earliest that comes", () => {
  const old = entry(2, { alert: { severity: "low", createdAt: at(-5) }, record: fired.record });
  expect(digestOf([fired, old])).toStrictEqual({
    kind: "digest",
    count: 2,
    worst: { number: 1, severity: "high", title: "Alert 1" },
    oldest: minutes(40),
    missed: true,
    reference: "D7",
    unconfirmed: false,
    slack: true,
    next: { at: at(35), via: "call", whom: { kind: "you" } },
  });
});

test("of many, too, nothing is said to come when nothing does, and no title where it is withheld", () => {
  const handled = { how: "closed", at: at(32) } as const;
  const red = entry(1, { alert: { tlp: "red" }, record: { handled } });
  expect(digestOf([red], { channel: undefined })).toStrictEqual({
    kind: "digest",
    count: 1,
    worst: { number: 1, severity: "high", title: "", withheld: "TLP:RED" },
    oldest: minutes(35),
    missed: true,
    reference: "D7",
    unconfirmed: false,
    slack: false,
  });
});

const handled = { how: "promoted", at: at(5), case: { id: "~9", number: 12 } } as const;
const step = { step: "assigned", unconfirmed: false } as const;

test("a phone hears of a case by its number, where that is known, and how long it has been one", () => {
  const one = entry(1, { record: { handled } });
  const expected = {
    kind: "case",
    step: "assigned",
    number: 1,
    caseNumber: 12,
    severity: "high",
    title: "Alert 1",
    age: minutes(30),
    unconfirmed: false,
  };
  expect(casePage(known(one), step, one, "sms")).toStrictEqual(expected);
  const { caseNumber: _, ...unnumbered } = expected;
  const other = entry(1, {
    alert: { tlp: "red" },
    record: { handled: { ...handled, case: { id: "~9" } }, caseWatch: { severity: "critical", marks: [] } },
  });
  expect(casePage(known(other), { step: "closed", unconfirmed: true }, other, "call")).toStrictEqual({
    ...unnumbered,
    step: "closed",
    severity: "critical",
    title: "",
    withheld: "TLP:RED",
    unconfirmed: true,
  });
  expect(casePage(known(entry(1)), step, entry(1), "sms")).toMatchObject({ age: 0 });
});

test.each<[Notice | PageSubject, sayable: boolean]>([
  [{ kind: "hive-down", since: at(0), why: "no answer", trouble: "unreachable" }, true],
  [{ kind: "hive-up", downFor: minutes(5) }, true],
  [{ kind: "test", by: "U1" }, true],
  [{ kind: "taken", numbers: [1], until: at(60) }, true],
  [{ kind: "too-late", numbers: [1] }, true],
  [{ kind: "not-understood" }, true],
  [{ kind: "test-passed" }, true],
  [{ kind: "resumed", by: "U1" }, false],
  [{ kind: "setup-problem", why: "no channel" }, false],
])("of notices a phone says what it has words for: %j", (words, sayable) => {
  expect(asPage(words)).toBe(sayable ? words : undefined);
});
