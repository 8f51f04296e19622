import { expect, test } from "vitest";
import type { CardFacts } from "../../../src/engine/ports/card-facts.ts";
import { after, before, hours, minutes } from "../../../src/lib/time.ts";
import type { AlertRecord } from "../../../src/sla/record.ts";
import { alertCard } from "../../../src/slack/blocks/alert-card.ts";
import { triedInVain } from "../../../src/slack/blocks/in-vain.ts";
import {
  beacon,
  cardFacts,
  firstTier,
  now,
  played,
  record,
  secondTier,
  settingsOf,
  told,
  toldTwice,
} from "../cards.ts";
import { expectGolden } from "../golden.ts";

const ann = "U0ANN00001";
const handledAt = before(now, minutes(2));
const theCase = { id: "~9012", number: 12, url: "https://thehive.example.org/cases/~9012/details" };

const loud = { ...beacon, severity: "medium", title: "Backup FAILURE on db-7", tags: [] } as const;
const early = after(beacon.createdAt, minutes(16));
const highRiskFired = played(loud, { until: early });
const twoTiers = settingsOf({ tiers: 2 });
const warned = settingsOf({ warned: true });
const near = after(beacon.createdAt, minutes(11));
const over = played(beacon, { settings: twoTiers });
const inVain = [
  told({ tier: 2, via: "call", to: "alice", state: "unanswered" }),
  told({ tier: 2, via: "call", to: "bob", state: "unanswered", attempt: 2 }),
];
const handled = (changes: Partial<NonNullable<AlertRecord["handled"]>>): CardFacts =>
  cardFacts({ record: { ...secondTier, handled: { how: "closed", at: handledAt, ...changes } } });

test.each<[string, CardFacts]>([
  ["card-first-tier", cardFacts({ record: firstTier, told: [], now: before(now, minutes(10)) })],
  ["card-second-tier", cardFacts()],
  ["card-paused", cardFacts({ pausedUntil: after(now, hours(2)) })],
  ["card-last-tier-repeated", repeated()],
  [
    "card-high-risk",
    cardFacts({
      alert: loud,
      record: highRiskFired,
      now: early,
      told: [told({ tier: "high-risk", via: "call", to: "alice", slack: "U0ALICE001", state: "sending" })],
    }),
  ],
  [
    "card-at-risk",
    cardFacts({
      settings: warned,
      record: played(beacon, { settings: warned, until: near }),
      now: near,
      told: [told({ tier: "at-risk", via: "slack", to: "#soc", state: "sent" })],
    }),
  ],
  ["card-slack-alone", cardFacts({ told: [told({ via: "slack", to: "#soc", state: "sent" })] })],
  ["card-unconfirmed", cardFacts({ record: played(beacon, { unconfirmed: true }) })],
  ["card-waiting", cardFacts({ record, told: [], now: after(beacon.createdAt, minutes(3)) })],
  ["card-low", cardFacts({ alert: { ...beacon, severity: "low", title: "Port scan" } })],
  ["card-ignored", cardFacts({ record: held("ignored") })],
  ["card-acknowledged", cardFacts({ record: held("acknowledged") })],
  ["card-hold-over", cardFacts({ record: { ...secondTier, hold: { ...held("ignored").hold, until: now } } })],
  ["card-promoted", handled({ how: "promoted", by: ann, case: theCase })],
  ["card-imported", handled({ how: "imported", status: "Imported", case: theCase })],
  ["card-closed", handled({ how: "closed", status: "FalsePositive" })],
  ["card-in-progress", handled({ how: "in-progress", status: "InProgress" })],
  ["card-deleted", handled({ how: "deleted" })],
  ["card-failures", cardFacts({ told: failures() })],
  ["card-unanswered", cardFacts({ settings: twoTiers, record: unanswered(over), told: inVain })],
  ["card-limited", cardFacts({ told: limited() })],
  ["card-in-digest", cardFacts({ told: toldTwice.map((one) => ({ ...one, digest: "D7" })) })],
])("%s", async (name, facts) => {
  await expectGolden(name, alertCard(facts));
});

test("a handled card has nothing left to press", () => {
  const { blocks } = alertCard(handled({ how: "promoted", by: ann, case: theCase }));
  expect(blocks.map(({ type }) => type)).not.toContain("actions");
});

test("what was told at once for a high-risk word is not late", () => {
  const facts = cardFacts({ alert: loud, record: highRiskFired, now: early, told: [] });
  expect(JSON.stringify(alertCard(facts))).not.toMatch(/missed|Deadline was/);
});

test("a card without an address has no button to open it", () => {
  const { alertUrl: _, ...withoutUrl } = cardFacts();
  expect(JSON.stringify(alertCard(withoutUrl))).not.toContain("Open in TheHive");
});

test.each<[string, Parameters<typeof told>[0][], string | undefined]>([
  [
    "rang in vain",
    [call("alice", "unanswered"), call("bob", "unanswered")],
    "Everybody was tried, nobody answered",
  ],
  [
    "rang or failed",
    [call("alice", "unanswered"), call("bob", "failed")],
    "Everybody was tried, nobody answered",
  ],
  ["failed", [call("alice", "failed")], "Everybody was tried, nobody could be reached"],
  [
    "rang in vain beside a text",
    [call("alice", "unanswered"), { ...call("alice", "delivered"), via: "sms" }],
    "Everybody was called, nobody answered",
  ],
  ["still rings", [call("alice", "unanswered"), call("bob", "sent")], undefined],
  ["waits", [call("alice", "unanswered"), call("bob", "pending")], undefined],
  ["was answered", [call("alice", "unanswered"), call("bob", "delivered")], undefined],
  ["was called off", [call("alice", "unanswered"), call("bob", "dropped")], undefined],
  ["was an earlier tier", [{ ...call("alice", "unanswered"), tier: 1 }], undefined],
  ["is the channel alone", [{ ...call("#soc", "failed"), via: "slack" }], undefined],
])("that everybody was tried is said when it is so: %s", (_, tries, said) => {
  expect(triedInVain(cardFacts({ told: tries.map(told) }))).toBe(said);
});

test("nobody is said to be told no more while a further tier is to come", () => {
  expect(alertCard(cardFacts({ record: unanswered(secondTier) })).text).not.toContain("nothing more");
});

test("whoever holds or has handled it ends that nobody has answered", () => {
  for (const facts of [held("ignored"), handled({ how: "closed" }).record]) {
    const record = { ...facts, unansweredAt: now };
    expect(JSON.stringify(alertCard(cardFacts({ record, settings: twoTiers })))).not.toContain(
      "obody has answered",
    );
  }
});

function call(to: string, state: "unanswered" | "failed" | "sent" | "pending" | "delivered" | "dropped") {
  return { tier: 2, via: "call", to, state } as const;
}

function held(kind: "ignored" | "acknowledged") {
  return { ...secondTier, hold: { kind, until: after(now, minutes(30)), at: now, by: ann } };
}

function repeated(): CardFacts {
  const settings = settingsOf({ tiers: 2, repeats: 5 });
  return cardFacts({ settings, record: played(beacon, { settings }) });
}

function unanswered(last: AlertRecord): AlertRecord {
  return { ...last, unansweredAt: now };
}

function limited() {
  const waits = { state: "pending", limited: true, notBefore: after(now, minutes(9)) } as const;
  return [...toldTwice, told({ tier: 2, via: "sms", to: "carol", ...waits })];
}

function failures() {
  return [
    told({ via: "sms", to: "alice", state: "failed", detail: "the number has opted out" }),
    told({ via: "sms", to: "bob", state: "pending", notBefore: after(now, hours(1)) }),
    told({ via: "call", to: "bob", state: "unanswered", attempt: 1 }),
    told({ via: "call", to: "bob", state: "delivered", attempt: 2 }),
    told({ via: "dm", to: "carol", state: "dropped", detail: "handled first" }),
    told({ via: "slack", to: "C0AB12345", state: "failed", detail: "the channel is archived" }),
  ];
}
