import { expect, test } from "vitest";
import type { BoardRow } from "../../../src/engine/ports/card-facts.ts";
import type { ThreadReply } from "../../../src/engine/ports/chat.ts";
import type { Notice } from "../../../src/engine/ports/notice.ts";
import { boardRow } from "../../../src/engine/show/card-facts.ts";
import { after, before, days, hours, minutes } from "../../../src/lib/time.ts";
import { noticeMessage } from "../../../src/slack/blocks/notices.ts";
import { remarkMessage } from "../../../src/slack/blocks/remark.ts";
import { threadReply } from "../../../src/slack/blocks/thread-reply.ts";
import { explained } from "../../../src/words/reason-text.ts";
import {
  beacon,
  cardFacts,
  firstTier,
  now,
  played,
  secondTier,
  settingsOf,
  sourcesOf,
  told,
  toldTwice,
  usual,
} from "../cards.ts";
import { expectGolden } from "../golden.ts";

const ann = "U0ANN00001";
const row = boardRow(sourcesOf(usual, now), { alert: beacon, record: secondTier });
const shownRow: BoardRow = { ...row, told: toldTwice };
const twoTiers = settingsOf({ tiers: 2 });
const over = { ...played(beacon, { settings: twoTiers }), unansweredAt: now };
const unheld: BoardRow = {
  ...boardRow(sourcesOf(twoTiers, now), { alert: beacon, record: over }),
  told: toldTwice,
};
const { url: ___, ...unheldWithoutUrl } = unheld;
const promoted = {
  ...secondTier,
  handled: {
    ...({ how: "promoted", at: now, by: ann } as const),
    case: { id: "~9", number: 12, url: "https://thehive.example.org/cases/~9/details" },
  },
} as const;
const alice = { name: "alice", slack: "U0ALICE001" };
const bob = { name: "bob", slack: "U0BOB00001" };
const digestAlert = {
  number: 17,
  title: beacon.title,
  severity: "critical",
  createdAt: beacon.createdAt,
} as const;

test.each<[string, Notice]>([
  [
    "notice-hive-down",
    {
      kind: "hive-down",
      since: before(now, minutes(6)),
      why: "TheHive did not answer in 10 s",
      trouble: "unreachable",
    },
  ],
  ["notice-hive-up", { kind: "hive-up", downFor: minutes(12) }],
  [
    "notice-way-failing-sms",
    {
      kind: "way-failing",
      way: "sms",
      since: before(now, minutes(3)),
      why: "The sender may not text (30034)",
    },
  ],
  [
    "notice-way-failing-call",
    { kind: "way-failing", way: "call", since: before(now, minutes(3)), why: "Twilio gives no answer" },
  ],
  ["notice-way-working", { kind: "way-working", way: "sms", downFor: minutes(12) }],
  [
    "notice-disk-failing-state",
    { kind: "disk-failing", what: "state", since: before(now, minutes(3)), why: "no space left on the disk" },
  ],
  [
    "notice-disk-failing-audit",
    { kind: "disk-failing", what: "audit", since: before(now, minutes(3)), why: "no space left on the disk" },
  ],
  ["notice-disk-working", { kind: "disk-working", what: "audit", downFor: minutes(12) }],
  ["notice-unattended-one", { kind: "unattended", rows: [unheld], total: 1 }],
  ["notice-unattended", { kind: "unattended", rows: [unheld, unheldWithoutUrl], total: 14 }],
  [
    "notice-readiness",
    {
      kind: "readiness",
      at: now,
      until: after(now, days(14)),
      findings: [
        {
          kind: "gap",
          group: "night",
          from: after(now, hours(20)),
          until: after(now, hours(32)),
          open: false,
          times: 3,
        },
        { kind: "gap", group: "desk", from: now, until: after(now, days(14)), open: true, times: 1 },
        { kind: "no-contact", person: "carol", missing: ["sms", "call"], from: after(now, hours(7)) },
        { kind: "no-contact", person: "dave", missing: ["sms", "call", "dm"] },
        { kind: "slack-user", person: "bob", standing: "deactivated" },
        { kind: "slack-user", person: "erin", standing: "guest" },
        { kind: "slack-user", person: "frank", standing: "stranger" },
        { kind: "slack-user", person: "gus", standing: "bot" },
        { kind: "slack-user", person: "hal", standing: "missing" },
        {
          kind: "number-failed",
          person: "alice",
          via: "sms",
          at: before(now, hours(30)),
          why: "alice has opted out of texts from this number: they must text it START",
        },
        {
          kind: "feed",
          why: "Calendar of night (calendar.example.org): HTTP 503; what was read before counts",
        },
        { kind: "certificate", of: "TheHive", host: "soc.example.org", until: now, ended: true },
        {
          kind: "certificate",
          of: "TheHive",
          host: "soc.example.org",
          until: after(now, days(6)),
          ended: false,
          signer: "Example Root",
        },
        { kind: "no-replies" },
        {
          kind: "unknown",
          what: "how Slack knows them",
          why: "Slack did <!here> not answer in time",
          person: "ida",
        },
      ],
    },
  ],
  [
    "notice-readiness-unknown",
    {
      kind: "readiness",
      at: now,
      until: after(now, days(14)),
      findings: [
        {
          kind: "unknown",
          what: "until when the certificate of TheHive holds",
          why: "soc.example.org could not be asked",
        },
      ],
    },
  ],
  [
    "notice-drill",
    {
      kind: "drill",
      sentAt: before(now, minutes(30)),
      asked: 4,
      rows: [
        { who: alice, how: "silent" },
        { who: { name: "carol" }, how: "unsent", why: "carol's number cannot receive texts" },
        { who: bob, how: "unknown" },
      ],
    },
  ],
  ["notice-setup-problem", { kind: "setup-problem", why: "sla.high asks for sms, but no people are set up" }],
  [
    "notice-calendar-failing",
    {
      kind: "calendar-failing",
      use: "duty",
      of: "night",
      place: "calendar.example.org",
      since: before(now, minutes(3)),
      why: "HTTP 503",
      readAt: before(now, minutes(13)),
    },
  ],
  [
    "notice-holidays-failing",
    {
      kind: "calendar-failing",
      use: "holidays",
      of: "office",
      place: "calendar.example.org",
      since: before(now, minutes(3)),
      why: "HTTP 503",
    },
  ],
  ["notice-calendar-working", { kind: "calendar-working", use: "duty", of: "night", downFor: minutes(12) }],
  [
    "notice-calendar-strangers",
    {
      kind: "calendar-strangers",
      group: "night",
      strangers: ["Mallory <!channel>"],
      unread: ["Night shift: it repeats too often"],
    },
  ],
  [
    "notice-digest",
    {
      kind: "digest",
      groups: [
        { severity: "critical", tier: 1, count: 3 },
        { severity: "high", tier: 2, count: 20 },
        { severity: "medium", tier: "high-risk", count: 1 },
        { severity: "low", tier: "at-risk", count: 1 },
      ],
      worst: digestAlert,
      oldest: { ...digestAlert, number: 2, title: "Old phish", url: "https://thehive.example.org/alerts/~2" },
      total: 24,
      missed: false,
      reference: "D7",
    },
  ],
  [
    "notice-digest-missed",
    {
      kind: "digest",
      groups: [{ severity: "high", tier: 1, count: 12 }],
      worst: { ...digestAlert, severity: "high" },
      oldest: { ...digestAlert, number: 2, severity: "high", title: "Old phish" },
      total: 12,
      missed: true,
      reference: "D8",
    },
  ],
  ["notice-paused", { kind: "paused", by: ann, until: after(now, hours(2)), reason: "TheHive upgrade" }],
  ["notice-resumed", { kind: "resumed", by: ann }],
  ["notice-resumed-by-itself", { kind: "resumed", by: "system" }],
  [
    "notice-handoff",
    {
      kind: "handoff",
      group: "oncall",
      to: bob,
      relieved: [alice],
      until: after(now, hours(168)),
      open: 2,
      rows: [shownRow],
    },
  ],
  [
    "notice-handoff-quiet",
    { kind: "handoff", group: "oncall", to: { name: "carol" }, relieved: [], open: 0, rows: [] },
  ],
  [
    "notice-started",
    {
      kind: "started",
      facts: {
        watching: "TheHive 5.4 at https://thehive.example.org",
        open: 12,
        next: { at: after(now, minutes(2)), number: 17 },
        onCall: [{ group: "oncall", people: [alice] }],
        phones: true,
      },
    },
  ],
  [
    "notice-started-slack-alone",
    {
      kind: "started",
      facts: { watching: "TheHive at https://thehive.example.org", open: 0, onCall: [], phones: false },
    },
  ],
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
    { kind: "malformed-alerts", ids: ["~77"], total: 1, why: "severity: expected 1 to 4, found 9" },
  ],
  [
    "notice-malformed-alerts",
    {
      kind: "malformed-alerts",
      ids: ["~77", "~78"],
      total: 31,
      why: "severity: expected 1 to 4, found HIGH",
    },
  ],
  [
    "notice-alert",
    {
      kind: "alert",
      facts: cardFacts({ record: firstTier, told: [], now: before(now, minutes(10)) }),
      tier: 1,
    },
  ],
  ["notice-test", { kind: "test", by: ann }],
])("%s", async (name, notice) => {
  await expectGolden(name, noticeMessage(notice));
});

const lastFacts = cardFacts({ settings: twoTiers, record: over });
const wasOnIt = { kind: "acknowledged", by: ann, at: before(now, minutes(60)), until: now } as const;

test.each<[string, ThreadReply]>([
  ["thread-tier", { kind: "tier", facts: cardFacts(), tier: 2, repeat: 0 }],
  ["thread-tier-last", { kind: "tier", facts: lastFacts, tier: 2, repeat: 0 }],
  ["thread-tier-seniors", { kind: "tier", facts: seniors(), tier: 3, repeat: 0 }],
  ["thread-tier-slack-alone", { kind: "tier", facts: cardFacts({ told: [] }), tier: 2, repeat: 0 }],
  ["thread-hold-over", { kind: "hold-over", facts: cardFacts(), hold: wasOnIt }],
  ["thread-hold-over-last", { kind: "hold-over", facts: lastFacts, hold: { ...wasOnIt, kind: "ignored" } }],
  [
    "thread-case",
    {
      kind: "case-overdue",
      facts: cardFacts({ record: promoted }),
      step: "assigned",
      deadline: after(now, minutes(15)),
      unconfirmed: true,
    },
  ],
  ["thread-nobody", { kind: "nobody", facts: lastFacts, tier: 2, repeat: 0 }],
])("%s", async (name, reply) => {
  await expectGolden(name, threadReply(reply));
});

function seniors() {
  const at = after(now, minutes(13));
  const told3 = told({ tier: 3, via: "call", to: "carol", state: "pending" });
  return cardFacts({ now: at, record: played(beacon, { until: at }), told: [...toldTwice, told3] });
}

test("a reply looks the same however those it tells answer", () => {
  const replyTo = (state: "pending" | "sent" | "delivered" | "unanswered") => {
    const tries = [told({ tier: 2, via: "call", to: "bob", state, detail: "it rang" })];
    return threadReply({ kind: "tier", facts: cardFacts({ told: tries }), tier: 2, repeat: 0 });
  };
  for (const state of ["sent", "delivered", "unanswered"] as const) {
    expect(replyTo(state)).toEqual(replyTo("pending"));
  }
});

test("thread-remark", async () => {
  await expectGolden(
    "thread-remark",
    remarkMessage(
      { kind: "not-through", via: "sms", to: "alice", why: explained({ name: "opted out", who: "alice" }) },
      "en",
    ),
  );
});
