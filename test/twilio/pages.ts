import type { Page, PageSubject } from "../../src/engine/ports/phones.ts";
import { instant, minutes } from "../../src/lib/time.ts";
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
    missed: true,
    unconfirmed: false,
    slack: true,
    next: { at: instant("2026-03-02T02:43:00Z"), via: "call", whom: { kind: "you" } },
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
    slack: true,
    next: { at: instant("2026-03-02T02:43:00Z"), via: "call", whom: { kind: "group", name: "seniors" } },
    ...changes,
  };
}

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
