import { test } from "vitest";
import type { BoardRow, Notice } from "../../../src/engine/ports.ts";
import { after, before, hours, minutes } from "../../../src/lib/time.ts";
import { noticeMessage } from "../../../src/slack/blocks/notices.ts";
import { remarkMessage } from "../../../src/slack/blocks/remark.ts";
import { threadReply } from "../../../src/slack/blocks/thread-reply.ts";
import { beacon, cardFacts, firstTier, now, secondTier } from "../cards.ts";
import { expectGolden } from "../golden.ts";

const ann = "U0ANN00001";
const row: BoardRow = {
  alert: beacon,
  record: secondTier,
  url: "https://thehive.example.org/alerts/~4096/details",
  state: "breached",
  next: { tier: 3, at: after(now, minutes(13)) },
};
const digestAlert = {
  number: 17,
  title: beacon.title,
  severity: "critical",
  createdAt: beacon.createdAt,
} as const;

test.each<[string, Notice]>([
  [
    "notice-hive-down",
    { kind: "hive-down", since: before(now, minutes(6)), why: "TheHive did not answer in 10 s" },
  ],
  ["notice-hive-up", { kind: "hive-up", downFor: minutes(12) }],
  ["notice-twilio-failing", { kind: "twilio-failing", why: "Twilio refuses the credentials (20003)" }],
  ["notice-setup-problem", { kind: "setup-problem", why: "sla.high asks for sms, but no people are set up" }],
  [
    "notice-digest",
    {
      kind: "digest",
      groups: [
        { severity: "critical", tier: 1, count: 3 },
        { severity: "high", tier: 2, count: 20 },
        { severity: "medium", tier: "high-risk", count: 1 },
      ],
      worst: digestAlert,
      oldest: { ...digestAlert, number: 2, title: "Old phish", url: "https://thehive.example.org/alerts/~2" },
      total: 24,
      reference: "D7",
    },
  ],
  ["notice-paused", { kind: "paused", by: ann, until: after(now, hours(2)), reason: "TheHive upgrade" }],
  ["notice-resumed", { kind: "resumed", by: ann }],
  ["notice-resumed-by-itself", { kind: "resumed", by: "system" }],
  [
    "notice-handoff",
    { kind: "handoff", group: "oncall", to: "bob", until: after(now, hours(168)), open: 2, rows: [row] },
  ],
  ["notice-handoff-quiet", { kind: "handoff", group: "oncall", to: "bob", open: 0, rows: [] }],
  [
    "notice-coverage-gap",
    {
      kind: "coverage-gap",
      group: "oncall",
      from: now,
      until: after(now, hours(7)),
      why: "its rotation starts later",
    },
  ],
  [
    "notice-settings-refused",
    {
      kind: "settings-refused",
      problems: ["sla.high.tiers[1].after: 10m is not above 30m", "groups.night: no such person"],
    },
  ],
  [
    "notice-malformed-alert",
    { kind: "malformed-alert", id: "~77", why: "severity: expected 1 to 4, found 9" },
  ],
  ["notice-alert", { kind: "alert", facts: cardFacts({ record: firstTier }), tier: 1 }],
  ["notice-test", { kind: "test", by: ann }],
])("%s", async (name, notice) => {
  await expectGolden(name, noticeMessage(notice));
});

test("thread-reply", async () => {
  await expectGolden("thread-reply", threadReply({ facts: cardFacts(), tier: 2, repeat: 0 }));
});

test("thread-remark", async () => {
  await expectGolden("thread-remark", remarkMessage("SMS to alice: the number has opted out"));
});
