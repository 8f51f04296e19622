import fc from "fast-check";
import { expect, test } from "vitest";
import type { PageSubject } from "../../../src/engine/ports/phones.ts";
import { after, days, hours, instant, minutes, seconds } from "../../../src/lib/time.ts";
import { severities, type Via } from "../../../src/sla/model.ts";
import { speechAbout } from "../../../src/twilio/words/speech.ts";
import { catalogues } from "../../../src/words/catalogue.ts";
import { languages } from "../../../src/words/language.ts";
import { alertSubject, digestSubject, hostileTitles, now } from "../pages.ts";

/** One pass in English, and the greeting before the first. */
function said(about: PageSubject, offersKey = true): string {
  const { greeting, parts } = speechAbout(about, now, { language: "en", offersKey });
  return [greeting, ...parts.map(({ text }) => text)].filter((text) => text !== undefined).join(" ");
}

test.each([
  ["https://evil.com/login?id=1", "evil dot com"],
  ["(http://evil.com)", "evil dot com)"],
  ["file:///etc/passwd read", "a link read"],
  ["Beacon to evil.com", "Beacon to evil dot com"],
  ["Scan from 203.0.113.7", "Scan from 203 dot 0 dot 113 dot 7"],
  ["Seen at 2001:db8::1", "Seen at an address"],
  ["Hash 44d88612fea8a8f36de82e1278abb02f seen", "Hash a hash seen"],
  [`Blob ${"Qz".repeat(40)} seen`, "Blob a long word seen"],
  ["Files renamed on FSPRD02", "Files renamed on F S P R D 02"],
  ["Mimikatz on WS-ALICE-03!", "Mimikatz on W S ALICE 03!"],
  ["CVE-2026-1234 tried", "C V E 2026 1234 tried"],
  ["URGENT: DNS to a C2", "URGENT: D N S to a C2"],
  ["Port scan?", "Port scan?"],
  ["a -> b", "a b"],
  ["", "no title"],
])("says %j as %j", (title, words) => {
  const end = /[.!?]$/.test(words) ? "" : ".";
  expect(said(alertSubject({ title }))).toContain(`for 30 minutes: ${words}${end} Press any key to take it.`);
});

test.each([
  ["Подозрительный вход на сервер", "ru-RU", "Подозрительный вход на сервер"],
  ["可疑登录，来自未知设备", "zh-CN", "可疑登录,来自未知设备"],
  ["不正なログインを検出", "ja-JP", "不正なログインを検出"],
  ["의심스러운 로그인", "ko-KR", "의심스러운 로그인"],
  ["Вхід із 203.0.113.7 підозрілий", undefined, "title in another script."],
  ["تسجيل دخول مشبوه", undefined, "title in another script."],
  ["Ύποπτη σύνδεση", undefined, "title in another script."],
])("%s is said by a voice of %s", (title, language, text) => {
  const { parts } = speechAbout(alertSubject({ title }), now, { language: "en" });
  if (language === undefined) expect(parts[0]?.text).toContain(text);
  else expect(parts[1]).toEqual({ text, language });
});

test.each([
  ["after the first tier", {}, "Otherwise you are called in 23 minutes."],
  [
    "before the last",
    { next: ahead({ kind: "group", name: "seniors" }) },
    "Otherwise the seniors are called in 23",
  ],
  [
    "of another's phone",
    { next: ahead({ kind: "person", name: "bob.smith" }) },
    "Otherwise Bob Smith is called",
  ],
  ["by text", { next: ahead({ kind: "you" }, "sms") }, "Otherwise you get a text in 23 minutes."],
] as const)("says what happens otherwise, %s", (_when, about, words) => {
  expect(said(alertSubject(about))).toContain(words);
});

test("says when nothing follows", () => {
  const { next: _, ...last } = alertSubject();
  expect(said(last)).toMatch(/This is the last step\.$/);
});

test.each(languages)("a pass in %s is over in 15 seconds, whatever is said", (language) => {
  const title = fc.oneof(
    fc.constantFrom(...Object.values(hostileTitles)),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.lorem({ maxCount: 30 }),
  );
  const whom = fc.constantFrom(
    { kind: "you" } as const,
    { kind: "person", name: "bartholomew.featherstone" } as const,
    { kind: "group", name: "platform-engineering-oncall" } as const,
    { kind: "channel" } as const,
  );
  const facts = fc.record({
    title,
    severity: fc.constantFrom(...severities),
    age: fc.integer({ min: 0, max: 30_000 }).map(minutes),
    repeat: fc.integer({ min: 0, max: 1 }),
    unconfirmed: fc.boolean(),
    slack: fc.boolean(),
    count: fc.integer({ min: 2, max: 5000 }),
    far: fc.integer({ min: 0, max: 20_000 }).map(minutes),
    via: fc.constantFrom<Via>("call", "sms", "dm", "slack"),
  });
  fc.assert(
    fc.property(facts, fc.option(title), whom, fc.boolean(), (told, word, to, offersKey) => {
      const next = { at: after(now, told.far), via: told.via, whom: to };
      const { title: worst, severity, age, unconfirmed, slack, count, repeat } = told;
      const risk = word === null ? {} : { tier: "high-risk" as const, highRiskWord: word };
      const about = [
        alertSubject({ title: worst, severity, age, repeat, unconfirmed, slack, next, ...risk }),
        digestSubject({
          worst: { number: 17, severity, title: worst },
          count,
          oldest: age,
          unconfirmed,
          slack,
          next,
        }),
        {
          ...({ kind: "case", step: repeat === 0 ? "assigned" : "closed" } as const),
          ...{ number: 17, caseNumber: count, severity, title: worst, age, unconfirmed },
        } as const,
      ];
      for (const one of about) {
        const { greeting, parts } = speechAbout(one, now, { language, offersKey });
        const words = [greeting, ...parts.map(({ text }) => text)].join(" ");
        expect(words.split(" ").length).toBeLessThan(38);
        expect(words).not.toMatch(/:\/\/|[a-z0-9]\.[a-z]{2}|[\p{Cc}\p{Cf}\p{Cs}]/iu);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [1, "1 alert, nobody on them,"],
  [
    10,
    "10 alerts, nobody on them, the oldest for 2 hours 10 minutes, the worst critical: Beacon to evil dot com",
  ],
])("a digest of %i names the count and the worst", (count, counted) => {
  expect(said(digestSubject({ count }))).toContain(counted);
});

test.each([
  [seconds(59), "less than a minute"],
  [minutes(1), "1 minute"],
  [minutes(45), "45 minutes"],
  [hours(1), "1 hour"],
  [minutes(130), "2 hours 10 minutes"],
  [hours(49), "2 days"],
  [days(3), "3 days"],
])("says an age of %i ms as %s", (age, words) => {
  expect(said(alertSubject({ age }))).toContain(`nobody on it for ${words}:`);
});

test("no language leaves anything of a sentence to English", () => {
  const english = new Set(shown("en"));
  for (const language of languages.filter((one) => one !== "en"))
    expect(shown(language).filter((sentence) => english.has(sentence))).toEqual([]);
});

function shown(language: (typeof languages)[number]): string[] {
  const { text, speech } = catalogues[language].phone;
  return [...Object.values(text), ...Object.values(speech)].filter((one) => typeof one === "string");
}

function ahead(whom: NonNullable<ReturnType<typeof alertSubject>["next"]>["whom"], via: Via = "call") {
  return { at: instant("2026-03-02T02:43:00Z"), via, whom };
}
