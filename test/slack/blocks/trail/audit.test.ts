import { expect, test } from "vitest";
import { AuditEvent } from "../../../../src/sla/event.ts";
import { auditMessage } from "../../../../src/slack/blocks/trail/audit.ts";
import { sentenceOf } from "../../../../src/slack/blocks/trail/sentences.ts";
import { whyMessage } from "../../../../src/slack/blocks/why.ts";
import { cardFacts, now, secondTier } from "../../cards.ts";
import { whyOf } from "../../fake-desk.ts";
import { expectGoldenText } from "../../golden.ts";

const ann = "U0ANN00001";
const bob = "U0BOB00001";
const until = "2026-03-02T02:30:00.000Z";
const alertId = "~4096";
const numberOf = (id: string) => (id === alertId ? 7 : undefined);

/** One of each kind, as the monitor writes it. */
const examples: Readonly<Record<AuditEvent["event"], Partial<AuditEvent>>> = {
  "monitor.started": {},
  "monitor.stopped": {},
  "monitor.paused": { actor: ann, detail: { until, reason: "TheHive upgrade" } },
  "monitor.resumed": { actor: ann },
  "readiness.checked": { detail: { wrong: 2, unknown: 1 } },
  "readiness.tested": { detail: { asked: ["alice", "bob"] } },
  "test.unanswered": { via: "sms", to: "bob", detail: { how: "unsent" } },
  "alert.seen": { alertId: "~1", detail: { number: 17, severity: "high", createdAt: until } },
  "alert.malformed": { alertId: "~2", detail: { why: "title: expected text" } },
  "tier.fired": { alertId, tier: 2, actor: ann, detail: { deadline: until } },
  "tier.skipped": { alertId, tier: 1 },
  "highRisk.fired": { alertId, tier: "high-risk", detail: { word: "URGENT", where: "title" } },
  "alert.atRisk": { alertId, tier: "at-risk" },
  "notification.sent": { alertId, tier: 1, via: "sms", to: "alice", detail: { attempt: 1, ref: "SM1" } },
  "notification.delivered": { alertId, tier: 2, via: "call", to: "bob", detail: { attempt: 2, ref: "CA1" } },
  "notification.failed": {
    via: "sms",
    to: "alice",
    detail: { notice: "D7", alerts: ["~1", "~2"], why: "the number has opted out" },
  },
  "notification.dropped": {
    alertId,
    tier: 1,
    via: "call",
    to: "bob",
    detail: { attempt: 1, why: "taken first" },
  },
  "alert.ignored": { alertId, actor: ann, detail: { until, reason: "planned failover" } },
  "alert.acknowledged": { alertId, actor: bob, detail: { until, from: ann } },
  "alert.resumed": { alertId, actor: ann },
  "alert.offered": { alertId, actor: ann, detail: { to: bob, until } },
  "alert.offerOver": { alertId, detail: { to: bob, why: "not accepted" } },
  "alert.holdOver": { alertId, detail: { kind: "acknowledged", by: ann, offeredTo: bob } },
  "alert.unanswered": { alertId },
  "alert.promoted": { alertId, actor: ann, detail: { case: { id: "~9", number: 12 } } },
  "alert.merged": { alertId, actor: ann, detail: { case: { id: "~8", number: 11 } } },
  "alert.closed": { alertId, actor: ann, detail: { status: "FalsePositive", note: "our own scanner" } },
  "alert.handled": { alertId: "~404", detail: { how: "closed", status: "FalsePositive", at: 1 } },
  "clock.stopped": { alertId, detail: { status: "Waiting for customer" } },
  "clock.resumed": { alertId, detail: { status: "New" } },
  "case.overdue": {
    alertId,
    detail: { step: "assigned", deadline: until, case: { id: "~9", number: 12 }, unconfirmed: true },
  },
  "result.written": {
    alertId,
    detail: { text: "missed by 12 min. Promoted to a case by Alice, 2026-03-02 02:42 UTC." },
  },
  "alert.reopened": { alertId },
  "config.changed": { actor: ann, detail: { path: "sla.high.tiers[0].after", from: "30m", to: "20m" } },
  "config.refused": { detail: { path: "sla.yml", problems: ["poll.every: expected a duration", "x"] } },
  "oncall.changed": {
    actor: ann,
    detail: { change: "override", group: "oncall", person: "bob", from: until, until },
  },
  "oncall.handoff": { to: "bob", detail: { group: "oncall", from: ["alice"] } },
  "thehive.down": { detail: { since: until, why: "refused the connection" } },
  "thehive.up": { detail: { downForMs: 90_000 } },
  "storm.digested": { detail: { reference: "D7", count: 12, alerts: ["~1"] } },
  "unattended.listed": { detail: { count: 1 } },
  "test.answered": { actor: ann, via: "call", to: "alice" },
  "reply.refused": { via: "sms", to: "alice", detail: { why: "wrong-code", ref: "SM1" } },
  "test.sent": {
    actor: ann,
    via: "sms",
    to: "alice",
    detail: { ok: false, detail: "the number has opted out" },
  },
};

const names = AuditEvent.shape.event.options;
const eventOf = (event: AuditEvent["event"], parts: Partial<AuditEvent> = examples[event]): AuditEvent => ({
  at: "2026-03-02T01:43:00.000Z",
  event,
  actor: "system",
  ...parts,
});
const textOf = (event: AuditEvent) =>
  sentenceOf(event, numberOf)
    .map((piece) => ("text" in piece ? piece.text : `<${piece.type}>`))
    .join("");

test.each(names)("%s is a sentence: no JSON, no event's name, no id of TheHive", (name) => {
  const text = textOf(eventOf(name));
  expect(text).toMatch(/^[^\sa-z].*\.$|^bob /u);
  // Slack takes no empty text in a window.
  expect(sentenceOf(eventOf(name), numberOf)).not.toContainEqual({ type: "text", text: "" });
  expect(text).not.toMatch(/[{}]|undefined|\bnull\b/);
  // What cannot be read has no number.
  if (name !== "alert.malformed") expect(text).not.toMatch(/~\d/);
  expect(text).not.toContain(name);
});

test.each(names)("%s is a sentence too when its detail is of another version", (name) => {
  for (const detail of [
    undefined,
    "words",
    7,
    [],
    { until: 5, from: {}, why: [], case: "x", people: null },
  ]) {
    expect(textOf(eventOf(name, { detail }))).toMatch(/\.$/);
  }
});

test.each<[string, Partial<AuditEvent>, string]>([
  [
    "taking the duty",
    { change: "take", group: "oncall", person: "bob", from: until, until } as never,
    "<user> went on call as bob for oncall from <date> until <date>.",
  ],
  [
    "a swap",
    { change: "swap", group: "oncall", between: ["alice", "bob"] } as never,
    "<user> agreed to a swap for oncall: alice and bob.",
  ],
  [
    "calling off",
    { change: "clear", group: "oncall", ended: ["bob"], removed: ["carol"] } as never,
    "<user> called off the overrides for oncall: bob, carol.",
  ],
])("%s is told", (_what, detail, said) => {
  expect(textOf(eventOf("oncall.changed", { actor: ann, detail }))).toBe(said);
});

test("the audit reads as sentences", async () => {
  await expectGoldenText(
    "audit-sentences",
    auditMessage(
      names.map((name) => eventOf(name)),
      "the monitor",
      numberOf,
    ),
  );
});

test("why tells of a hold with its reason, an early tier and who was put on call by whom", async () => {
  const [first, second] = secondTier.firings;
  if (first === undefined || second === undefined) throw new Error("two firings are needed");
  const hold = {
    kind: "ignored",
    until: now + 60_000,
    at: now,
    by: ann,
    reason: "planned failover",
  } as never;
  const facts = cardFacts({ record: { ...secondTier, firings: [first, { ...second, by: bob }], hold } });
  const told = facts.told.map((one) => (one.via === "slack" ? one : { ...one, group: "oncall" }));
  const why = whyOf({ ...facts, told });
  const onCall = [{ group: "oncall", now: ["bob"], because: "override", by: ann, next: [] }] as const;
  await expectGoldenText(
    "why-held",
    whyMessage({ ...why, firings: facts.record.firings.map((one) => ({ ...one, onCall })) }),
  );
});
