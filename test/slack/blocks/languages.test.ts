import { expect, test } from "vitest";
import { Block } from "../../../sandbox/slack/block-kit/blocks.ts";
import { validateBlocks } from "../../../sandbox/slack/block-kit/validate.ts";
import { blocksText, notificationText } from "../../../sandbox/slack/reading/plain-text.ts";
import type { CardFacts } from "../../../src/engine/ports/card-facts.ts";
import { after, before, hours, minutes } from "../../../src/lib/time.ts";
import { alertCard } from "../../../src/slack/blocks/alert-card.ts";
import type { Message } from "../../../src/slack/blocks/fit.ts";
import { noticeMessage } from "../../../src/slack/blocks/notices.ts";
import { remarkMessage } from "../../../src/slack/blocks/remark.ts";
import { threadReply } from "../../../src/slack/blocks/thread-reply.ts";
import { languages } from "../../../src/words/language.ts";
import { explained } from "../../../src/words/reason-text.ts";
import { beacon, cardFacts, firstTier, now, record, secondTier, settingsOf, told, usual } from "../cards.ts";

const ann = "U0ANN00001";
const bob = "U0BOB00001";
const until = after(now, minutes(30));
const hold = { kind: "acknowledged", until, at: now, by: ann } as const;
const offer = { to: bob, by: ann, at: now, until };
const handled = (how: "promoted" | "closed" | "deleted") =>
  ({ ...secondTier, handled: { how, at: now, by: ann, status: "FalsePositive" } }) as const;
const withCase = {
  ...secondTier,
  handled: { ...handled("promoted").handled, case: { id: "~9", number: 12 } },
};
const highRisk = { word: "FAILURE", where: "title", at: now };
const inVain = [told({ tier: 2, via: "call", to: "alice", state: "unanswered", attempt: 2 })];
const byHand = {
  tier: 1,
  repeat: 0,
  at: now,
  deadline: until,
  severity: "critical",
  unconfirmed: false,
  by: ann,
} as const;

/** Everything that is said on a card and below it. */
function messages(language: CardFacts["language"]): Record<string, Message> {
  const facts = (changes: Parameters<typeof cardFacts>[0] = {}) => cardFacts({ ...changes, language });
  const reply = { facts: facts(), tier: 2, repeat: 0 } as const;
  return {
    waiting: alertCard(facts({ record, told: [], now: after(beacon.createdAt, minutes(3)) })),
    "the first tier": alertCard(facts({ record: firstTier, told: [], now: before(now, minutes(10)) })),
    "the second tier": alertCard(facts()),
    "by hand": alertCard(facts({ record: { ...record, firings: [byHand] }, told: [] })),
    "high risk, unconfirmed": alertCard(
      facts({
        record: { ...record, highRisk, firings: [{ ...byHand, tier: "high-risk", unconfirmed: true }] },
      }),
    ),
    "in vain": alertCard(
      facts({
        settings: settingsOf({ tiers: 2 }),
        record: { ...secondTier, unansweredAt: now },
        told: inVain,
      }),
    ),
    "held back": alertCard(
      facts({ told: [told({ via: "sms", to: "bob", state: "pending", limited: true, notBefore: until })] }),
    ),
    "in hand": alertCard(facts({ record: { ...secondTier, hold } })),
    ignored: alertCard(facts({ record: { ...secondTier, hold: { ...hold, kind: "ignored" } } })),
    failures: alertCard(
      facts({
        record: secondTier,
        told: [
          told({
            via: "sms",
            to: "alice",
            state: "failed",
            ...explained({ name: "phone out of reach", who: "alice" }),
          }),
          told({ via: "sms", to: "bob", state: "failed", ...explained({ name: "not delivered" }) }),
          told({
            tier: 2,
            via: "call",
            to: "alice",
            state: "unanswered",
            ...explained({ name: "a machine answered" }),
          }),
          told({
            tier: 2,
            via: "call",
            to: "bob",
            state: "unanswered",
            ...explained({ name: "nobody answered" }),
          }),
          told({
            tier: 2,
            via: "call",
            to: "carol",
            state: "dropped",
            ...explained({ name: "taken first" }),
          }),
          told({
            tier: 2,
            via: "slack",
            to: "#soc",
            state: "failed",
            ...explained({ name: "channel archived" }),
          }),
        ],
      }),
    ),
    "high risk in an observable": alertCard(
      facts({
        record: {
          ...record,
          highRisk: { ...highRisk, where: "ip" },
          firings: [{ ...byHand, tier: "high-risk" }],
        },
        told: [],
      }),
    ),
    "nothing to read": alertCard(
      facts({ alert: { ...beacon, title: "\u200b", source: "", type: "" }, record: firstTier, told: [] }),
    ),
    "not to be told": alertCard(
      cardFacts({
        alert: { ...beacon, tlp: "red" },
        record: { ...secondTier, highRisk },
        told: [],
        settings: { ...usual, disclosure: { red: { slack: "number" } } },
        language,
      }),
    ),
    "remark on a text": remarkMessage(
      { kind: "not-through", via: "sms", to: "alice", why: explained({ name: "opted out", who: "alice" }) },
      language,
    ),
    "remark on a call, without a reason": remarkMessage(
      { kind: "not-through", via: "call", to: "bob", why: undefined },
      language,
    ),
    "remark, nobody": remarkMessage({ kind: "nobody", tried: ["alice", "bob"] }, language),
    promoted: alertCard(facts({ record: handled("promoted") })),
    "a case ahead": alertCard(
      facts({
        record: withCase,
        caseSteps: [
          { step: "assigned", at: now, late: true },
          { step: "closed", at: until, late: false },
        ],
      }),
    ),
    "a case to be assigned": alertCard(
      facts({ record: withCase, caseSteps: [{ step: "assigned", at: until, late: false }] }),
    ),
    "reply, a case that nobody has": threadReply({
      ...{ kind: "case-overdue", facts: facts({ record: withCase }), step: "assigned" },
      ...{ deadline: until, unconfirmed: true },
    }),
    "a case that is open": noticeMessage({
      ...{ kind: "case-overdue", facts: facts({ record: withCase }), step: "closed" },
      ...{ deadline: until, unconfirmed: false },
    }),
    closed: alertCard(facts({ record: handled("closed") })),
    deleted: alertCard(facts({ record: handled("deleted") })),
    "reply of a tier": threadReply({ kind: "tier", ...reply }),
    "reply, nobody": threadReply({ kind: "nobody", ...reply }),
    "reply after a hold": threadReply({
      kind: "hold-over",
      facts: reply.facts,
      hold: { ...hold, offeredTo: bob },
    }),
    "reply, taken over": threadReply({
      ...{ kind: "hand-over", facts: reply.facts },
      step: { kind: "taken", by: bob, from: ann, until: after(now, hours(1)) },
    }),
    "reply, offered": threadReply({
      kind: "hand-over",
      facts: reply.facts,
      step: { kind: "offered", offer },
    }),
    "reply, declined": threadReply({
      ...{ kind: "hand-over", facts: reply.facts },
      step: { kind: "declined", by: bob, offer, heldUntil: until },
    }),
    "reply, lapsed": threadReply({ kind: "hand-over", facts: reply.facts, step: { kind: "lapsed", offer } }),
    offer: noticeMessage({ kind: "offer", facts: reply.facts, offer }),
  };
}

test.each(languages)("cards and replies read as agreed in %s", async (language) => {
  const shown = Object.entries(messages(language)).map(([name, message]) => {
    expect(validateBlocks(message.blocks, "message")).toEqual([]);
    return `# ${name}\n${notificationText(message)}\n\n${read(message)}\n`;
  });
  await expect(shown.join("\n")).toMatchFileSnapshot(`../../golden/slack/cards.${language}.txt`);
});

test.each(languages.filter((one) => one !== "en"))("nothing of it is left in English in %s", (language) => {
  const english =
    /\b(the|until|by|was|waiting|nobody|tier|missed|answered|told|next|source|case|reply|take)\b/i;
  for (const [name, message] of Object.entries(messages(language))) {
    const ours = read(message).replace(/Beacon to a known C2 host|https?:\S+|, finance/g, "");
    const found = english.exec(language === "fr" ? ours.replaceAll("Source", "") : ours)?.[0];
    expect([name, found]).toEqual([name, undefined]);
  }
});

function read({ blocks }: Message): string {
  return blocksText(blocks.map((block) => Block.parse(block)));
}
