import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { describe, expect, test } from "vitest";
import type { Page } from "../../../src/engine/ports/phones.ts";
import { after, days, hours, milliseconds, minutes, seconds } from "../../../src/lib/time.ts";
import { TimeZone } from "../../../src/lib/zoned.ts";
import { severities, type Via } from "../../../src/sla/model.ts";
import { DeliveryId } from "../../../src/sla/record.ts";
import { markOf } from "../../../src/twilio/words/mark.ts";
import { smsText } from "../../../src/twilio/words/sms.ts";
import { type Language, languages } from "../../../src/words/language.ts";
import { alertSubject, digestSubject, hostileTitles, now, pageAbout } from "../pages.ts";

const english = (page: Page) => smsText(page, now, "en");
const language = fc.constantFrom(...languages);

/** Whom and how, as long as names may be. */
const next = fc.record({
  at: fc.integer({ min: 0, max: 20_000 }).map((far) => after(now, minutes(far))),
  via: fc.constantFrom<Via>("call", "sms", "dm", "slack"),
  whom: fc.oneof(
    fc.constantFrom({ kind: "you" } as const, { kind: "channel" } as const),
    fc.record({
      kind: fc.constantFrom("person" as const, "group" as const),
      name: fc.stringMatching(/^[a-z][a-z0-9._-]{0,40}$/),
    }),
  ),
});
const zone = fc.constantFrom(undefined, TimeZone.parse("Europe/Berlin"));
const code = fc.constantFrom(undefined, "99KN");

/** An alert as full as it can be. */
const full = (title: fc.Arbitrary<string>) =>
  fc.record({
    title,
    severity: fc.constantFrom(...severities),
    number: fc.integer({ min: 1, max: 99_999 }),
    age: fc.integer({ min: 0, max: 60_000 }).map(minutes),
    repeat: fc.integer({ min: 0, max: 1 }),
    missed: fc.boolean(),
    unconfirmed: fc.boolean(),
    slack: fc.boolean(),
    next,
  });

describe("whatever the title", () => {
  test.each(Object.entries(hostileTitles))("%s stays harmless, and short", (_name, title) => {
    for (const to of languages) {
      expectShort(smsText(pageAbout(alertSubject({ title })), now, to));
      const overdue = { kind: "case", step: "closed", age: hours(40), unconfirmed: true } as const;
      const late = { ...overdue, number: 99_999, caseNumber: 99_999, severity: "critical", title } as const;
      expectShort(smsText(pageAbout(late), now, to));
      const worst = { number: 17, severity: "critical", title } as const;
      expectShort(smsText(pageAbout(digestSubject({ worst })), now, to));
    }
  });

  test("10,000 titles in Latin letters are one plain SMS each, with how to answer", () => {
    const latin = fc.string({ unit: fc.constantFrom(...LATIN), maxLength: 200 });
    fc.assert(
      fc.property(full(latin), language, zone, (facts, to, at) => {
        const page = pageAbout(alertSubject(facts), { code: "99KN", zone: at });
        const text = smsText(page, now, to);
        expectOnePlainSms(text);
        expect(text).toContain(` #${facts.number}`);
        expect(text).toContain(markOf(page));
      }),
      { numRuns: 10_000 },
    );
  });

  test("any other is at most two, with severity, number, its mark, and nothing to click", () => {
    const title = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.webUrl(),
      fc.ipV4(),
      fc.domain(),
    );
    fc.assert(
      fc.property(full(title), fc.option(title), language, zone, code, (facts, word, to, at, asked) => {
        const subject = alertSubject({
          ...facts,
          ...(word === null ? {} : { tier: "high-risk" as const, highRiskWord: word }),
        });
        const page = pageAbout(subject, { zone: at, ...(asked === undefined ? {} : { code: asked }) });
        const text = smsText(page, now, to);
        expectShort(text);
        expect(text).toContain(` #${facts.number}`);
        expect(text).toContain(markOf(page));
        if (!facts.slack && facts.next.via !== "slack") expect(text).not.toMatch(/(in|dans|en) Slack/);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each<[string, Language, string]>([
  ["Подозрительный вход на сервер DC01", "en", "Подозрительный вход на сервер DC01"],
  ["可疑登录", "de", "可疑登录"],
  ["Malware an die Außenstelle, Łódź", "de", "Malware an die Außenstelle, Lodz"],
  ["Bеacon with a Cyrillic e", "en", "Beacon with a Cyrillic e"],
  ["Login 北京 by bob", "en", "Login 北京 by bob"],
])("a title such as %s is told as it can be read", (title, to, told) => {
  const text = smsText(pageAbout(alertSubject({ title }), { code: "99KN" }), now, to);
  expectShort(text);
  expect(text).toContain(told);
  expect(text).not.toContain("?");
});

test.each([
  ["unhindered", "Port scan", /\. Port scan\. Take it/],
  ["without a second full stop", "Port scan!", /\. Port scan! Take it/],
  ["by its beginning when long", "Port scan ".repeat(50), /\. Port scan Port.*\.\.\. Take it/],
  ["as missing when there is none", "\u200b", /\. \(no title\)\. Take it/],
])("the title is told %s", (_how, title, expected) => {
  expect(english(pageAbout(alertSubject({ title })))).toMatch(expected);
});

test("what follows is left out before the title is", () => {
  const about = alertSubject({
    severity: "critical",
    number: 99_999,
    age: days(100),
    tier: "high-risk",
    highRiskWord: "[UNUSUALLY LONG WORD]",
    unconfirmed: true,
    title: "Ransomware on the file server",
  });
  const text = english(pageAbout(about, { code: "99KN" }));
  expectOnePlainSms(text);
  expect(text).toMatch(/Ransomware.+ TheHive is silent, so it may be handled\. Reply 99KN to take it\.$/);
});

test.each([
  [seconds(0), "0 s"],
  [milliseconds(599_999), "9 min 59 s"],
  [minutes(10), "10 min"],
  [seconds(601), "10 min"],
  [seconds(1801), "30 min"],
  [milliseconds(3_599_999), "59 min"],
  [seconds(3601), "1 h"],
  [hours(26), "1 day 2 h"],
])("an age of %i ms is told as %s", (age, told) => {
  expect(english(pageAbout(alertSubject({ age })))).toContain(`, ${told} untriaged.`);
  expect(english(pageAbout(digestSubject({ oldest: age })))).toContain(`oldest ${told}. `);
  expect(english(pageAbout({ kind: "hive-up", downFor: age }))).toContain(`after ${told}. `);
});

test.each([
  ["missed", { missed: true }, "SLA missed: "],
  ["not yet", { missed: false }, "Escalated to you: "],
  ["once more", { missed: true, repeat: 1 }, "Reminder: "],
  ["high risk", { missed: false, tier: "high-risk", highRiskWord: "URGENT" }, "High-risk word URGENT: "],
  ["not to be told", { missed: false, tier: "high-risk" }, "High-risk word: "],
] as const)("only of a deadline that has passed it is said that it was missed: %s", (_name, about, start) => {
  const text = english(pageAbout(alertSubject(about)));
  expect(text.startsWith(start)).toBe(true);
  expect(text.includes("missed")).toBe(start.includes("missed"));
});

test.each([
  [minutes(5), "Europe/Berlin", "at 03:24"],
  [hours(17), "Europe/Berlin", "at 20:19"],
  [hours(19), "Europe/Berlin", "on Mon at 22:19"],
  [hours(30), undefined, "on Tue at 08:19 UTC"],
] as const)("in %i ms is told, by the clock of %s, as %s", (far, by, told) => {
  const about = alertSubject({ next: { at: after(now, far), via: "call", whom: { kind: "you" } } });
  const zone = by === undefined ? undefined : TimeZone.parse(by);
  expect(english(pageAbout(about, { code: "99KN", zone }))).toContain(`or you are called ${told}.`);
});

test.each([
  [1, "1 alert past their SLA, "],
  [5000, "5000 alerts past their SLA, "],
])("a digest of %i is counted as %j", (count, counted) => {
  expect(english(pageAbout(digestSubject({ count })))).toMatch(new RegExp(`^${counted}`));
});

test("a digest with high-risk alerts says nothing of an SLA", () => {
  expect(english(pageAbout(digestSubject({ missed: false })))).toMatch(/^42 alerts for you at once, oldest/);
});

test("a digest names the worst by number, severity and some of the title, however full it is", () => {
  const worst = { number: 99_999, severity: "critical", title: "Ransomware on the file server" } as const;
  const about = digestSubject({ ...{ count: 99_999, oldest: days(100), reference: "D9999" }, worst });
  for (const to of languages)
    for (const unconfirmed of [false, true]) {
      const text = smsText(pageAbout({ ...about, unconfirmed }, { code: "99KN" }), now, to);
      expectOnePlainSms(text);
      expect(text).toMatch(/ #99999 R/);
    }
});

test("a mark belongs to one page and is the same each time", () => {
  const ids = Array.from({ length: 200 }, (_, i) => DeliveryId.parse(`~1/1/0/sms/alice/${i}`));
  expect(new Set(ids.map((id) => markOf({ id }))).size).toBe(200);
  expect(ids.map((id) => markOf({ id }))).toEqual(ids.map((id) => markOf({ id })));
  expect(markOf({ id: DeliveryId.parse("~1/1/0/sms/alice/1") })).toMatch(/^\([B-Z2-9]{4}\)$/);
});

const LATIN =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿĀăĄćĈĊčĎđĒĕĖęĚĝğĠģĤħĨĩĪĭĮıĵĶĺĻľŁńŅňŌŏŐœŔŗřŚŜşŠţŤŧŨūŬůŰųŴŷŸźŻž0123456789 .,:;-_/()[]{}#@%&'\"!?€$£";

function expectShort(text: string) {
  const { encodingName, segmentsCount } = new SegmentedMessage(text);
  expect(segmentsCount).toBeLessThanOrEqual(encodingName === "GSM-7" ? 1 : 2);
  expectHarmless(text);
}

function expectHarmless(text: string) {
  expect(text).not.toMatch(/:\/\/|[a-z0-9]\.[a-z]{2}|\d+\.\d+\.\d+\.\d+|[^\P{Cc}]/iu);
}

function expectOnePlainSms(text: string) {
  const segments = new SegmentedMessage(text);
  expect(segments.encodingName).toBe("GSM-7");
  expect(segments.segmentsCount).toBe(1);
  expectHarmless(text);
}
