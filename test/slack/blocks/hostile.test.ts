import fc from "fast-check";
import { expect, test } from "vitest";
import { Block } from "../../../sandbox/slack/block-kit/blocks.ts";
import { validateBlocks } from "../../../sandbox/slack/block-kit/validate.ts";
import { mentions } from "../../../sandbox/slack/reading/mentions.ts";
import type { CardFacts } from "../../../src/engine/ports/card-facts.ts";
import { severities } from "../../../src/sla/model.ts";
import { alertCard } from "../../../src/slack/blocks/alert-card.ts";
import type { Message } from "../../../src/slack/blocks/fit.ts";
import { noticeMessage } from "../../../src/slack/blocks/notices.ts";
import { threadReply } from "../../../src/slack/blocks/thread-reply.ts";
import { beacon, cardFacts, now, secondTier, told } from "../cards.ts";

const barbs = [
  "<!channel>",
  "<!here|here>",
  "<@U0ANN00001>",
  "<https://evil.example.com|https://bank.example.com>",
  "https://evil.com/?a=b&c=d",
  "evil.com",
  "ann@evil.com",
  "@channel",
  "@ann",
  "#soc",
  "*bold* _italic_ ~struck~ `code`",
  "```",
  "> quote",
  "&lt;!channel&gt;",
  "\u202egnp.exe",
  "\u0000\n\r\u2028",
  "\ud83d",
  ":skull:",
  "👩‍👩‍👧‍👦".repeat(400),
  "x".repeat(20_000),
  "",
  " ",
];
const hostile = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...barbs), fc.string({ unit: "binary" })), { maxLength: 6 })
    .map((parts) => parts.join(" ")),
  fc.string({ unit: "grapheme" }),
);
const facts: fc.Arbitrary<CardFacts> = fc
  .record({
    title: hostile,
    source: hostile,
    type: hostile,
    tags: fc.array(hostile, { maxLength: 60 }),
    severity: fc.constantFrom(...severities),
    observableCount: fc.nat(),
    word: hostile,
    detail: hostile,
    status: hostile,
    alertUrl: fc.oneof(
      fc.webUrl(),
      fc.constantFrom("javascript:alert(1)", "not a url", `https://x.example/${"y".repeat(4000)}`),
    ),
    handled: fc.boolean(),
  })
  .map(({ word, detail, status, alertUrl, handled, ...alert }) =>
    cardFacts({
      alert: { ...beacon, ...alert },
      alertUrl,
      record: {
        ...secondTier,
        highRisk: { word, where: word, at: now },
        ...(handled ? { handled: { how: "closed", at: now, status } } : {}),
      },
      told: [told({ via: "sms", to: "alice", state: "failed", detail, digest: detail })],
    }),
  );

/** Whatever is live in the message and is not one of our own links. */
function live(message: Message, ours: readonly (string | undefined)[]) {
  const blocks = message.blocks.map((block) => Block.parse(block));
  const known = { users: ["ann", "bob"], channels: ["soc"] };
  const formatting = {
    parse: "none",
    linkNames: false,
    mrkdwn: true,
    unfurlLinks: false,
    unfurlMedia: false,
  } as const;
  return mentions({ text: message.text, blocks, attachments: [], formatting }, known).filter(
    ({ kind, target }) =>
      !(kind === "link" && ours.some((url) => href(url) !== undefined && href(url) === href(target))),
  );
}

const holder = "U0ANN00001";
/** People of the settings, whom we mention ourselves. */
const named = [holder, "U0ALICE001", "U0BOB00001"];

function replies(card: CardFacts): Message[] {
  const hold = { kind: "ignored", by: holder, at: now, until: now } as const;
  return [
    threadReply({ kind: "tier", facts: card, tier: 2, repeat: 0 }),
    threadReply({ kind: "hold-over", facts: card, hold }),
    threadReply({ kind: "nobody", facts: card, tier: 2, repeat: 0 }),
  ];
}

function href(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).href : undefined;
}

test("nothing an alert holds makes a card that Slack refuses, or that mentions or links", () => {
  fc.assert(
    fc.property(facts, (card) => {
      const messages = [alertCard(card), ...replies(card)];
      for (const message of messages) {
        expect(validateBlocks(message.blocks, "message")).toEqual([]);
        expect(message.text.length).toBeGreaterThan(0);
        expect(message.text.length).toBeLessThanOrEqual(4000);
        expect(
          live(message, [card.alertUrl]).filter(({ target }) => !named.includes(String(target))),
        ).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

test("nothing that a notice quotes makes it refused, mention or link", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const alert = { number: 1, title: text, severity: "high", createdAt: now } as const;
      for (const message of [
        noticeMessage({ kind: "hive-down", since: now, why: text, trouble: "unreachable" }),
        noticeMessage({ kind: "malformed-alerts", ids: [text], total: 2, why: text }),
        noticeMessage({ kind: "way-failing", way: "sms", since: now, why: text }),
        noticeMessage({ kind: "disk-failing", what: "state", since: now, why: text }),
        noticeMessage({ kind: "paused", by: "U0ANN00001", until: now, reason: text }),
        noticeMessage({
          kind: "digest",
          groups: [],
          oldest: alert,
          worst: alert,
          total: 2,
          missed: true,
          reference: "D1",
        }),
        noticeMessage({ kind: "settings-refused", problems: Array(200).fill(text) }),
      ]) {
        expect(validateBlocks(message.blocks, "message")).toEqual([]);
        expect(live(message, []).filter(({ target }) => target !== "U0ANN00001")).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});

test("top-level text cannot be formatted by what it quotes", () => {
  const { text } = alertCard(
    cardFacts({ alert: { ...beacon, title: "*now* _do_ ~it~ `rm` svc_backup 2*3" } }),
  );
  expect(text).toContain("∗now∗ ˍdoˍ ∼it∼ ˋrmˋ svc_backup 2*3");
});
