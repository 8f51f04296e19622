import type { CardFacts, Told } from "../../src/engine/ports.ts";
import { after, before, instant, minutes } from "../../src/lib/time.ts";
import { type Alert, AlertId } from "../../src/sla/model.ts";
import { type AlertRecord, DeliveryId, newRecord } from "../../src/sla/record.ts";

/** Two in the morning of a Monday: when cards are read with one eye. */
export const now = instant("2026-03-02T02:00Z");

export const beacon: Alert = {
  id: AlertId.parse("~4096"),
  title: "Beacon to a known C2 host",
  severity: "critical",
  createdAt: before(now, minutes(47)),
  type: "external",
  source: "siem",
  sourceRef: "siem-8812",
  tags: ["c2", "finance"],
  stage: "new",
  status: "New",
  observableCount: 3,
  customFields: {},
};

export const record: AlertRecord = newRecord(beacon, 17, before(now, minutes(46)));

export const firstTier: AlertRecord = {
  ...record,
  tiersDone: 1,
  firings: [
    {
      tier: 1,
      repeat: 0,
      at: before(now, minutes(32)),
      deadline: before(now, minutes(32)),
      severity: "critical",
      unconfirmed: false,
    },
  ],
};

export const secondTier: AlertRecord = {
  ...firstTier,
  tiersDone: 2,
  firings: [
    ...firstTier.firings,
    {
      tier: 2,
      repeat: 0,
      at: before(now, minutes(17)),
      deadline: before(now, minutes(17)),
      severity: "critical",
      unconfirmed: false,
    },
  ],
};

export const toldTwice: readonly Told[] = [
  told({ via: "slack", to: "#soc", state: "sent" }),
  told({ via: "sms", to: "alice", state: "delivered" }),
  told({ tier: 2, via: "call", to: "alice", state: "unanswered" }),
  told({ tier: 2, via: "call", to: "bob", state: "sent" }),
];

/** What a card shows of the beacon, told twice, unless told otherwise. */
export function cardFacts(changes: Partial<CardFacts> = {}): CardFacts {
  return {
    alert: beacon,
    record: secondTier,
    told: toldTwice,
    now,
    alertUrl: "https://thehive.example.org/alerts/~4096/details",
    next: { tier: 3, at: after(now, minutes(13)) },
    breachedAt: before(now, minutes(17)),
    tierCount: 3,
    ignoreFor: minutes(30),
    acknowledgeFor: minutes(60),
    ...changes,
  };
}

/** One try, of the first tier unless told otherwise. */
export function told(changes: Partial<Told> & Pick<Told, "via" | "to" | "state">): Told {
  return { tier: 1, repeat: 0, attempt: 1, at: before(now, minutes(17)), ...changes };
}

export function deliveryId(text: string): DeliveryId {
  return DeliveryId.parse(text);
}
