import { days, hours, instant, minutes, seconds } from "../../../src/lib/time.ts";
import type { Scene } from "./told.ts";

const later = instant("2026-03-02T03:19:30Z");

/** What phones are told, of every kind, by what it is. */
export const scenes: Readonly<Record<string, Scene>> = {
  "the first tier: then you are called": {
    waits: [{ title: "Beacon to https://evil.com/a", age: minutes(31) }],
  },
  "the second tier: then the seniors are called": {
    waits: [{ title: "Files renamed on FSPRD02", severity: "critical", age: minutes(31) }],
  },
  "the last tier, to somebody whose zone is not known": {
    waits: [{ title: "Files renamed on FSPRD02", severity: "critical", age: minutes(46) }],
    to: "carol",
  },
  "the last tier again": {
    waits: [{ title: "Mimikatz on WS-ALICE-03", age: minutes(95) }],
    settings: { sla: { high: { repeat: { every: "30m", times: 3 } } } },
  },
  "a high-risk word, at once": {
    waits: [{ title: "FAILURE of the backup on FS-PRD-02", severity: "medium", age: seconds(40) }],
  },
  "at risk: its deadline is near": {
    waits: [{ title: "Beacon to https://evil.com/a", age: minutes(26) }],
    settings: { sla: { high: { warn: { before: "5m", notify: ["sms", "call"] } } } },
  },
  "before the deadline, because somebody asked for it": {
    waits: [{ title: "Odd login of the CFO from 203.0.113.7", age: minutes(4), byHand: true }],
  },
  "while TheHive is silent": {
    waits: [{ title: "Beacon to https://evil.com/a", age: minutes(31), unconfirmed: true }],
  },
  "then a colleague is called": {
    waits: [{ title: "Port scan of the DMZ", severity: "low", age: hours(2) }],
    settings: {
      groups: { oncall: { members: ["alice"] }, backup: { members: ["bob"] } },
      sla: {
        low: {
          tiers: [
            { after: "1h", notify: ["sms"] },
            { after: "3h", notify: ["call:backup"] },
          ],
        },
      },
    },
  },
  "then only the channel is told, days later": {
    waits: [{ title: "Expired certificate of vpn.example.org", severity: "low", age: days(2) }],
    settings: {
      sla: {
        low: {
          tiers: [
            { after: "1d", notify: ["sms"] },
            { after: "3d", notify: ["slack"] },
          ],
        },
      },
    },
  },
  "with nobody to take an answer": {
    waits: [{ title: "Beacon to https://evil.com/a", age: minutes(31) }],
    mute: true,
  },
  "with nobody to take an answer, and no Slack": {
    waits: [{ title: "Beacon to https://evil.com/a", age: minutes(31) }],
    mute: true,
    slackOff: true,
  },
  "a title longer than there is room": {
    waits: [
      {
        title:
          "Multiple failed logins followed by a success for svc-backup on DC01, DC02, DC03 and nine more",
        age: minutes(31),
      },
    ],
  },
  "a title without a word": { waits: [{ title: "\u200b", age: minutes(31) }] },
  "a title in Cyrillic": {
    waits: [{ title: "Подозрительный вход на сервер DC01", age: minutes(31) }],
  },
  "a title in Chinese": { waits: [{ title: "可疑登录，来自未知设备，请检查域控制器", age: minutes(31) }] },
  "a title in Arabic": { waits: [{ title: "تسجيل دخول مشبوه إلى الخادم", age: minutes(31) }] },
  "three at once": {
    waits: [
      { title: "Files renamed on FSPRD02", severity: "critical", age: minutes(16) },
      { title: "Odd login", age: minutes(40) },
      { title: "Port scan", age: minutes(31) },
    ],
  },
  "two at once, one of them not late, while TheHive is silent": {
    waits: [
      { title: "URGENT wire transfer", severity: "medium", age: seconds(50), unconfirmed: true },
      { title: "Odd login", age: minutes(40), unconfirmed: true },
    ],
  },
  "three at once, with no Slack": {
    waits: [
      { title: "Files renamed on FSPRD02", severity: "critical", age: minutes(16) },
      { title: "Odd login", age: minutes(40) },
      { title: "Port scan", age: minutes(31) },
    ],
    slackOff: true,
    mute: true,
  },
  "a title that may not be told": {
    waits: [{ title: "Insider at the board", severity: "critical", age: minutes(31), tlp: "red" }],
  },
  "two at once, of which the worse may not be told": {
    waits: [
      { title: "Insider at the board", severity: "critical", age: minutes(16), tlp: "red" },
      { title: "Odd login", age: minutes(40) },
    ],
  },
  "TheHive refuses the key": {
    about: { kind: "hive-down", since: instant("2026-03-02T02:13:00Z"), trouble: "unauthorized" },
  },
  "a case that nobody has": {
    about: {
      ...{ kind: "case", step: "assigned", number: 17, caseNumber: 12, severity: "high" },
      ...{ title: "Beacon to https://evil.com/a", age: minutes(15), unconfirmed: false },
    },
    mute: true,
  },
  "a case that is still open, while TheHive is silent": {
    about: {
      ...{ kind: "case", step: "closed", number: 17, severity: "critical" },
      title: "Multiple failed logins followed by a success for svc-backup on DC01, DC02, DC03 and nine more",
      age: hours(4),
      unconfirmed: true,
    },
    mute: true,
  },
  "a case whose title may not be told": {
    about: {
      ...{ kind: "case", step: "closed", number: 17, caseNumber: 12, severity: "critical" },
      ...{ title: "", withheld: "PAP:RED", age: hours(4), unconfirmed: false },
    },
    mute: true,
  },
  "TheHive cannot be read": {
    about: {
      kind: "hive-down",
      since: instant("2026-03-02T02:13:00Z"),
      trouble: "unreachable",
    },
  },
  "TheHive is back": { about: { kind: "hive-up", downFor: minutes(42) } },
  "a test": { about: { kind: "test", by: "U024BE7LH" } },
  "a test that cannot be answered": { about: { kind: "test", by: "bob" }, mute: true },
  taken: { about: { kind: "taken", numbers: [17], until: later } },
  "several taken over": {
    about: { kind: "taken", numbers: [17, 18, 19, 20, 21, 22, 23], until: later, from: "bob" },
  },
  "taken too late": { about: { kind: "too-late", numbers: [17] } },
  "several taken too late": { about: { kind: "too-late", numbers: [17, 18] } },
  "not understood": { about: { kind: "not-understood" } },
  "a test passed": { about: { kind: "test-passed" } },
};
