import type { Page, PageSubject } from "../../src/engine/ports/phones.ts";
import { hours, instant, minutes, seconds } from "../../src/lib/time.ts";
import { DeliveryId } from "../../src/sla/record.ts";

/** The instant at which the pages of these tests are worded. */
export const now = instant("2026-03-02T02:19:30Z");

type AlertSubject = Extract<PageSubject, { kind: "alert" }>;

/** A page about an ordinary alert, unless told otherwise. */
export function alertSubject(changes: Partial<AlertSubject> = {}): AlertSubject {
  return {
    kind: "alert",
    number: 17,
    severity: "high",
    title: "Beacon to https://evil.com/a?b from 10.1.2.3",
    age: minutes(30),
    tier: 1,
    repeat: 0,
    unconfirmed: false,
    ...changes,
  };
}

type DigestSubject = Extract<PageSubject, { kind: "digest" }>;

/** A page about many alerts at once, unless told otherwise. */
export function digestSubject(changes: Partial<DigestSubject> = {}): DigestSubject {
  return {
    kind: "digest",
    count: 42,
    worst: { number: 17, severity: "critical", title: "Beacon to https://evil.com/a?b from 10.1.2.3" },
    oldest: minutes(130),
    missed: true,
    reference: "D7",
    unconfirmed: false,
    ...changes,
  };
}

/** One page of every kind, by the name of its golden file. */
export const subjects: Readonly<Record<string, PageSubject>> = {
  alert: alertSubject(),
  "alert-repeated": alertSubject({ severity: "critical", repeat: 2, age: hours(26), tier: 3 }),
  "alert-high-risk": alertSubject({ age: seconds(40), tier: "high-risk", highRiskWord: "FAILURE" }),
  "alert-unconfirmed": alertSubject({ unconfirmed: true }),
  digest: digestSubject(),
  "digest-high-risk": digestSubject({ missed: false }),
  "digest-unconfirmed": digestSubject({ count: 2, unconfirmed: true }),
  "hive-down": {
    kind: "hive-down",
    since: instant("2026-03-02T02:14:00Z"),
    why: "connection refused by https://thehive.example.org:9000",
  },
  "hive-up": { kind: "hive-up", downFor: minutes(42) },
  test: { kind: "test", by: "U024BE7LH" },
  "answer-taken": { kind: "taken", numbers: [17], until: instant("2026-03-02T03:19:30Z") },
  "answer-taken-over": {
    kind: "taken",
    numbers: [17, 18, 19, 20, 21, 22, 23],
    until: instant("2026-03-02T04:00:00Z"),
    from: "bob",
  },
  "answer-too-late": { kind: "too-late", numbers: [17] },
  "answer-not-understood": { kind: "not-understood" },
  "answer-test-passed": { kind: "test-passed" },
};

/** A page to alice's phone. */
export function pageAbout(about: PageSubject, changes: Partial<Page> = {}): Page {
  const id = DeliveryId.parse("~4096/1/0/sms/alice/1");
  return { id, via: "sms", to: "alice", phone: "+12025550123", about, attempt: 1, ...changes };
}

/** What attackers have tried, or might. */
export const hostileTitles: Readonly<Record<string, string>> = {
  markup: "</Say><Say>pwned</Say>&lt;&amp;]]><!-- \"quoted\" 'too' -->",
  "control characters": "a\u0000b\u0007c\u001b[2J\u0085\u009f d\r\ne\tf",
  "broken surrogates": "half \ud83d and \ude00 turned \ude00\ud83d",
  "turned text": "\u202egpj.exe\u202c \u2066x\u2069 \u200bz\u200d",
  noncharacters: "\ufffe\uffff\u{1ffff}x",
  "five thousand letters": "A".repeat(5000),
  "five thousand ampersands": "& ".repeat(2500),
  "five thousand brackets": "[".repeat(5000),
  "five thousand links": "http://a.co ".repeat(417),
  emoji: "👩‍💻🔥 fire 👨‍👩‍👧 at 🇬🇧",
  Cyrillic: "Подозрительный вход с адреса пример.рф",
  Chinese: "可疑登录，来自 ｅｖｉｌ．ｃｏｍ。请检查",
  Greek: "Ύποπτη σύνδεση",
  zalgo: `H${"\u0335\u0336".repeat(400)}ello`,
  "a hash": "Malware 44d88612fea8a8f36de82e1278abb02f on HOST-7",
  "the mark's look": "Nothing (K7Q2) to see (B2C3)",
  empty: "",
  blank: " \n\t\u200b ",
};
