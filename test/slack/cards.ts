import { settingsFrom } from "../../src/config/settings-from.ts";
import type { CardFacts, Told } from "../../src/engine/ports/card-facts.ts";
import { type CardSources, cardFacts as engineFacts } from "../../src/engine/show/card-facts.ts";
import { after, before, type Instant, instant, minutes } from "../../src/lib/time.ts";
import { evaluate } from "../../src/sla/evaluate.ts";
import { fire } from "../../src/sla/fire.ts";
import { type Alert, AlertId, type Severity, severities } from "../../src/sla/model.ts";
import { type AlertRecord, DeliveryId, newRecord } from "../../src/sla/record.ts";

/** Two in the morning of a Monday: when cards are read with one eye. */
export const now = instant("2026-03-02T02:00Z");

export const beacon: Alert = {
  id: AlertId.parse("~4096"),
  title: "Beacon to a known C2 host",
  severity: "critical",
  createdAt: before(now, minutes(32)),
  type: "external",
  source: "siem",
  sourceRef: "siem-8812",
  tags: ["c2", "finance"],
  stage: "new",
  status: "New",
  observableCount: 3,
  customFields: {},
};

/** The defaults, with somebody to tell; `tiers` cuts every ladder to so many. */
export function settingsOf({
  tiers = 3,
  repeats = 0,
  warned = false,
}: {
  tiers?: number;
  repeats?: number;
  warned?: boolean;
} = {}) {
  const ladder = (first: number) =>
    [
      { after: `${first}m`, notify: ["slack", "sms"] },
      { after: `${first + 15}m`, notify: ["slack", "call"] },
      { after: `${first + 30}m`, notify: ["slack", "call:seniors"] },
    ].slice(0, tiers);
  const policy = (severity: Severity) => ({
    tiers: ladder(severity === "critical" ? 15 : 30),
    repeat: { every: "1m", times: repeats },
    ...(warned ? { warn: { before: "5m", notify: ["slack"] } } : {}),
  });
  const judged = settingsFrom(
    {
      file: {
        people: {
          alice: { phone: "+447700900001", slack: "U0ALICE001" },
          bob: { phone: "+447700900002", slack: "U0BOB00001" },
          carol: { phone: "+447700900003" },
        },
        groups: {
          oncall: {
            rotation: { members: ["bob", "alice"], timezone: "UTC", start: "2026-01-05T09:00", every: "1w" },
          },
          seniors: { members: ["carol"] },
        },
        sla: Object.fromEntries(severities.map((severity) => [severity, policy(severity)])),
      },
    },
    "ready",
  );
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}
export type Setup = ReturnType<typeof settingsOf>;
export const usual = settingsOf();

/** The record of an alert as the engine leaves it when it is looked at every minute, from its beginning until `until`. */
export function played(
  alert: Alert,
  { until = now, settings = usual, number = 17, unconfirmed = false } = {},
): AlertRecord {
  let record = newRecord(alert, number, after(alert.createdAt, minutes(1)));
  for (let at: Instant = alert.createdAt; at <= until; at = after(at, minutes(1))) {
    const decision = evaluate(alert, record, settings, at);
    if (decision.kind === "fire") record = fire(record, alert, decision, unconfirmed, at).record;
  }
  return record;
}

export const record: AlertRecord = newRecord(beacon, 17, before(now, minutes(31)));
export const firstTier: AlertRecord = played(beacon, { until: before(now, minutes(10)) });
export const secondTier: AlertRecord = played(beacon);

export const toldTwice: readonly Told[] = [
  told({ via: "slack", to: "#soc", state: "sent" }),
  told({ via: "sms", to: "alice", slack: "U0ALICE001", state: "delivered" }),
  told({
    tier: 2,
    via: "call",
    to: "alice",
    slack: "U0ALICE001",
    state: "unanswered",
    detail: "nobody answered",
  }),
  told({ tier: 2, via: "call", to: "bob", slack: "U0BOB00001", state: "sent" }),
];

/** What the engine shows of the beacon, told twice, unless told otherwise: times are its own. */
export function cardFacts({
  settings = usual,
  pausedUntil,
  ...changes
}: Partial<CardFacts> & { settings?: Setup; pausedUntil?: Instant } = {}): CardFacts {
  const entry = { alert: changes.alert ?? beacon, record: changes.record ?? secondTier };
  const facts = engineFacts(sourcesOf(settings, changes.now ?? now, pausedUntil), entry);
  return { ...facts, told: toldTwice, ...changes };
}

/** What the engine draws from, at one instant. */
export function sourcesOf(settings: Setup, at: Instant, pausedUntil?: Instant): CardSources {
  return {
    clock: { now: () => at, sleep: async () => {} },
    source: { alertUrl: (id) => `https://thehive.example.org/alerts/${id}/details` },
    settings: () => settings,
    roster: () => ({ people: settings.people, groups: settings.groups, overrides: [] }),
    watch: { get: () => undefined } as unknown as CardSources["watch"],
    itemsOf: () => [],
    pausedUntil: () => pausedUntil,
  };
}

/** One try, of the first tier unless told otherwise. */
export function told(changes: Partial<Told> & Pick<Told, "via" | "to" | "state">): Told {
  return { tier: 1, repeat: 0, attempt: 1, at: before(now, minutes(17)), ...changes };
}

export function deliveryId(text: string): DeliveryId {
  return DeliveryId.parse(text);
}
