import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { describe, expect, test } from "vitest";
import { days, hours, milliseconds, minutes, seconds } from "../../../src/lib/time.ts";
import { severities } from "../../../src/sla/model.ts";
import { DeliveryId } from "../../../src/sla/record.ts";
import { markOf } from "../../../src/twilio/words/mark.ts";
import { smsText } from "../../../src/twilio/words/sms.ts";
import { alertSubject, digestSubject, hostileTitles, now, pageAbout, subjects } from "../pages.ts";

test.each(Object.entries(subjects))("a text about %s reads as agreed", async (name, about) => {
  const text = smsText(pageAbout(about), now);
  expectOnePlainSms(text);
  await expect(`${text}\n`).toMatchFileSnapshot(`../../golden/twilio/${name}.sms.txt`);
});

test.each(["alert", "alert-unconfirmed", "digest", "digest-unconfirmed", "test"])(
  "a text about %s that can be answered ends with how",
  async (name) => {
    const about = subjects[name];
    if (about === undefined) throw new Error(`no subject ${name}`);
    const text = smsText(pageAbout(about, { code: "99KN" }), now);
    expectOnePlainSms(text);
    expect(text).toMatch(/Reply 99KN to (take it|take them all|try that out)\.$/);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../golden/twilio/${name}-code.sms.txt`);
  },
);

describe("whatever the title", () => {
  test.each(Object.entries(hostileTitles))("%s stays one plain SMS", (_name, title) => {
    expectOnePlainSms(smsText(pageAbout(alertSubject({ title })), now));
    const worst = { number: 17, severity: "critical", title } as const;
    expectOnePlainSms(smsText(pageAbout(digestSubject({ worst })), now));
  });

  test("it is one SMS with severity, number, age, what to do, its mark, and nothing to click", () => {
    const title = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.webUrl(),
      fc.ipV4(),
      fc.domain(),
    );
    const about = fc.record({
      title,
      severity: fc.constantFrom(...severities),
      number: fc.integer({ min: 1, max: 99_999 }),
      age: fc.integer({ min: 0, max: 60_000 }).map(minutes),
      repeat: fc.integer({ min: 0, max: 9 }),
      unconfirmed: fc.boolean(),
    });
    fc.assert(
      fc.property(about, fc.option(title), (facts, word) => {
        const subject = alertSubject({ ...facts, ...(word === null ? {} : { highRiskWord: word }) });
        const page = pageAbout(subject);
        const text = smsText(page, now);
        expectOnePlainSms(text);
        expect(text).toContain(`${facts.severity.toUpperCase()} alert #${facts.number} waiting `);
        expect(text).toContain("Slack");
        expect(text.endsWith(markOf(page))).toBe(true);
        const answerable = smsText({ ...page, code: "99KN" }, now);
        expectOnePlainSms(answerable);
        expect(answerable.endsWith("Reply 99KN to take it.")).toBe(true);
      }),
    );
  });
});

test.each([
  ["unhindered", "Port scan", /: Port scan\. Open Slack/],
  ["without a second full stop", "Port scan!", /: Port scan! Open Slack/],
  ["by its beginning when long", "Port scan ".repeat(50), /: Port scan Port.*\.\.\. Open Slack/],
  ["as missing when there is none", "\u200b", /: \(no text\)\. Open Slack/],
])("the title is told %s", (_how, title, expected) => {
  expect(smsText(pageAbout(alertSubject({ title })), now)).toMatch(expected);
});

test("even the longest surroundings leave room for some of the title", () => {
  const about = alertSubject({
    severity: "critical",
    number: 99_999,
    age: days(100),
    repeat: 1,
    highRiskWord: "[UNUSUALLY LONG WORD]",
    unconfirmed: true,
    title: "Ransomware on the file server",
  });
  const text = smsText(pageAbout(about), now);
  expectOnePlainSms(text);
  expect(text).toMatch(/: Rans.+\.\.\. TheHive is silent/);
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
  expect(smsText(pageAbout(alertSubject({ age })), now)).toContain(`waiting ${told}:`);
  expect(smsText(pageAbout(digestSubject({ oldest: age })), now)).toContain(`oldest ${told}. `);
  expect(smsText(pageAbout({ kind: "hive-up", downFor: age }), now)).toContain(`after ${told}. `);
});

test.each([
  [1, "1 alert missed its SLA, "],
  [2, "2 alerts missed their SLA, "],
  [5000, "5000 alerts missed their SLA, "],
])("a digest of %i is counted as %j", (count, counted) => {
  expect(smsText(pageAbout(digestSubject({ count })), now)).toMatch(new RegExp(`^${counted}`));
});

test("a digest with high-risk alerts says nothing of an SLA missed", () => {
  expect(smsText(pageAbout(digestSubject({ missed: false })), now)).toMatch(
    /^42 alerts for you at once, oldest/,
  );
});

test("a digest names the worst by number, severity and title, however full it is", () => {
  const worst = { number: 99_999, severity: "critical", title: "Ransomware on the file server" } as const;
  const about = digestSubject({ ...{ count: 99_999, oldest: days(100), reference: "D9999" }, worst });
  for (const unconfirmed of [false, true]) {
    const text = smsText(pageAbout({ ...about, unconfirmed }), now);
    expectOnePlainSms(text);
    expect(text).toMatch(/Worst: CRITICAL #99999 Rans.+ List: Slack, D9999\. \(/);
    const answerable = smsText(pageAbout({ ...about, unconfirmed }, { code: "99KN" }), now);
    expectOnePlainSms(answerable);
    expect(answerable).toMatch(/#99999 Rans.+ List: Slack, D9999\. Reply 99KN to take them all\.$/);
  }
});

test("a mark belongs to one page and is the same each time", () => {
  const ids = Array.from({ length: 200 }, (_, i) => DeliveryId.parse(`~1/1/0/sms/alice/${i}`));
  expect(new Set(ids.map((id) => markOf({ id }))).size).toBe(200);
  expect(ids.map((id) => markOf({ id }))).toEqual(ids.map((id) => markOf({ id })));
  expect(markOf({ id: DeliveryId.parse("~1/1/0/sms/alice/1") })).toMatch(/^\([B-Z2-9]{4}\)$/);
});

function expectOnePlainSms(text: string) {
  const segments = new SegmentedMessage(text);
  expect(segments.encodingName).toBe("GSM-7");
  expect(segments.segmentsCount).toBe(1);
  expect(text).not.toMatch(/:\/\/|[a-z0-9]\.[a-z]{2}|\d+\.\d+\.\d+\.\d+|[^\P{Cc}]/iu);
}
