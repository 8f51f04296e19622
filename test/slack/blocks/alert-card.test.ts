import { expect, test } from "vitest";
import type { CardFacts } from "../../../src/engine/ports.ts";
import { after, before, hours, minutes } from "../../../src/lib/time.ts";
import type { AlertRecord } from "../../../src/sla/record.ts";
import { alertCard } from "../../../src/slack/blocks/alert-card.ts";
import { beacon, cardFacts, delivery, firstTier, now, record, secondTier } from "../cards.ts";
import { expectGolden } from "../golden.ts";

const ann = "U0ANN00001";
const handledAt = before(now, minutes(2));
const theCase = { id: "~9012", number: 12, url: "https://thehive.example.org/cases/~9012/details" };

const without = <Key extends keyof CardFacts>(facts: CardFacts, ...keys: Key[]): CardFacts => {
  const rest = { ...facts };
  for (const key of keys) delete rest[key];
  return rest;
};

const highRisk = { word: "FAILURE", where: "title", at: before(now, minutes(46)) };
const highRiskFired: AlertRecord = {
  ...record,
  highRisk,
  firings: [
    {
      tier: "high-risk",
      repeat: 0,
      at: highRisk.at,
      deadline: highRisk.at,
      severity: "medium",
      unconfirmed: false,
    },
  ],
  deliveries: [delivery({ tier: "high-risk", via: "call", to: "alice", state: "sending" })],
};
const handled = (changes: Partial<NonNullable<AlertRecord["handled"]>>): CardFacts =>
  without(
    cardFacts({ record: { ...secondTier, handled: { how: "closed", at: handledAt, ...changes } } }),
    "next",
  );

test.each<[string, CardFacts]>([
  ["card-first-tier", cardFacts({ record: firstTier, next: { tier: 2, at: after(now, minutes(3)) } })],
  ["card-second-tier", cardFacts()],
  ["card-last-tier-repeated", without(cardFacts({ tierCount: 2, record: repeated() }), "next")],
  [
    "card-high-risk",
    cardFacts({
      alert: { ...beacon, severity: "medium", title: "Backup FAILURE on db-7", tags: [] },
      record: highRiskFired,
      next: { tier: 1, at: after(now, minutes(3)) },
    }),
  ],
  ["card-unconfirmed", cardFacts({ record: unconfirmed() })],
  ["card-waiting", without(cardFacts({ record }), "breachedAt")],
  ["card-low", cardFacts({ alert: { ...beacon, severity: "low", title: "Port scan" } })],
  ["card-ignored", without(cardFacts({ record: held("ignored") }), "next")],
  ["card-acknowledged", without(cardFacts({ record: held("acknowledged") }), "next")],
  ["card-hold-over", cardFacts({ record: { ...secondTier, hold: { ...held("ignored").hold, until: now } } })],
  ["card-promoted", handled({ how: "promoted", by: ann, case: theCase })],
  ["card-imported", handled({ how: "imported", status: "Imported", case: theCase })],
  ["card-closed", handled({ how: "closed", status: "FalsePositive" })],
  ["card-in-progress", handled({ how: "in-progress", status: "InProgress" })],
  ["card-deleted", handled({ how: "deleted" })],
  ["card-failures", cardFacts({ record: { ...secondTier, deliveries: failures() } })],
])("%s", async (name, facts) => {
  await expectGolden(name, alertCard(facts));
});

test("a handled card has nothing left to press", () => {
  const { blocks } = alertCard(handled({ how: "promoted", by: ann, case: theCase }));
  expect(blocks.map(({ type }) => type)).not.toContain("actions");
});

test("a card without an address has no button to open it", () => {
  expect(JSON.stringify(alertCard(without(cardFacts(), "alertUrl")))).not.toContain("Open in TheHive");
});

function held(kind: "ignored" | "acknowledged") {
  return { ...secondTier, hold: { kind, until: after(now, minutes(30)), at: now, by: ann } };
}

function unconfirmed(): AlertRecord {
  return { ...secondTier, firings: secondTier.firings.map((firing) => ({ ...firing, unconfirmed: true })) };
}

function repeated(): AlertRecord {
  const [, last] = secondTier.firings;
  if (last === undefined) throw new Error("The fixture has no second firing");
  return { ...secondTier, firings: [...secondTier.firings, { ...last, repeat: 2, at: now }] };
}

function failures() {
  return [
    delivery({ via: "sms", to: "alice", state: "failed", detail: "the number has opted out" }),
    delivery({ via: "sms", to: "bob", state: "pending", notBefore: after(now, hours(1)) }),
    delivery({ via: "call", to: "bob", state: "unanswered", attempt: 1 }),
    delivery({ via: "call", to: "bob", state: "delivered", attempt: 2 }),
    delivery({ via: "dm", to: "carol", state: "dropped", detail: "handled first" }),
    delivery({ via: "slack", to: "C0AB12345", state: "failed", detail: "the channel is archived" }),
  ];
}
