import type { Answer, Board, Desk, Health, Person, Response } from "../../src/engine/desk.ts";
import type { NamedAlert } from "../../src/engine/finish/finishing.ts";
import type { BoardRow, CardFacts } from "../../src/engine/ports/card-facts.ts";
import { boardRow } from "../../src/engine/show/card-facts.ts";
import { byUrgency } from "../../src/engine/show/urgency.ts";
import { after, before, days, type Instant, minutes } from "../../src/lib/time.ts";
import { AlertId, type Severity } from "../../src/sla/model.ts";
import { beacon, cardFacts, now, played, sourcesOf, usual } from "./cards.ts";

/** A counter that remembers what it was asked and answers as told. */
export interface FakeDesk extends Desk {
  readonly asked: { id: AlertId; response: Response; person: Person }[];
  readonly calls: string[];
  /** What the next responses are answered with; done, unless told otherwise. */
  answer: (facts: CardFacts, response: Response) => Answer | Promise<Answer>;
  readonly cards: Map<AlertId, CardFacts>;
  health(): Health;
  changed(): void;
}

export const health: Health = {
  now,
  ok: false,
  reasons: ["Twilio: refuses the credentials"],
  disk: { ok: true, detail: "written" },
  waiting: { limited: 0, overdue: 0 },
  lastPollAt: before(now, minutes(1)),
  lastGoodPollAt: before(now, minutes(1)),
  openAlerts: 1,
  theHive: { ok: true, detail: "TheHive 5.4", since: before(now, minutes(60)) },
  slack: { ok: true, detail: "connected" },
  twilio: { ok: false, detail: "refuses the credentials", since: before(now, minutes(5)) },
};

/** One alert, the beacon, unless given more. */
export function fakeDesk(cards: readonly CardFacts[] = [cardFacts()]): FakeDesk {
  const known = new Map(cards.map((facts) => [facts.alert.id, facts]));
  const listeners = new Set<() => void>();
  const desk: FakeDesk = {
    asked: [],
    calls: [],
    cards: known,
    answer: (facts, response) => ({ kind: "done", response: response.kind, facts: heldBy(facts, response) }),
    find(name) {
      const number = /^#?(\d+)$/.exec(name)?.[1];
      return [...known.values()].find(
        ({ alert, record, alertUrl }) =>
          String(record.number) === number || alert.id === name || alertUrl === name,
      )?.alert.id;
    },
    facts: (id) => known.get(id),
    record: (id) => known.get(id)?.record,
    async respond(id, response, person) {
      desk.asked.push({ id, response, person });
      const facts = known.get(id);
      if (facts === undefined) return { kind: "refused", why: "unknown-alert", detail: "it is forgotten" };
      return desk.answer(facts, response);
    },
    closingStatuses: async () => statuses,
    caseTemplates: async () => [],
    async close(ids, status, note, person) {
      desk.calls.push(`close ${ids.join()} ${status} ${note ?? "-"} ${person.actor}`);
      const closed = ids.flatMap((id) => named(known.get(id)));
      return { kind: "closed", status, statuses, closed, already: [], left: [] };
    },
    async merge(id, caseName, person) {
      desk.calls.push(`merge ${id} ${caseName} ${person.actor}`);
      const facts = known.get(id);
      if (facts === undefined) return { kind: "refused", why: "unknown-alert", detail: "it is forgotten" };
      return { kind: "done", response: "promote", facts, case: { id: "~9", number: 57 } };
    },
    details: async (id) => {
      const facts = known.get(id);
      if (facts === undefined) return { kind: "gone" };
      const details = { alert: facts.alert, description: "", observables: [], untold: [] };
      return { kind: "found", details };
    },
    board: () => boardOf([...known.values()]),
    prepareBoard: async () => {},
    firstAct: async () => undefined,
    health: () => health,
    onCall: () => [],
    async why(id) {
      const facts = known.get(id);
      return facts && whyOf(facts);
    },
    async audit(id, limit) {
      desk.calls.push(`audit ${id ?? "all"} ${limit}`);
      return [
        { at: "2026-03-02T01:43:00.000Z", event: "tier.fired", actor: "system", alertId: "~4096", tier: 2 },
      ];
    },
    async pause(until, reason, actor) {
      desk.calls.push(`pause ${new Date(until).toISOString()} ${reason} ${actor}`);
      return { until, reason, by: actor, at: now };
    },
    async resume(actor) {
      desk.calls.push(`resume ${actor}`);
      return true;
    },
    async test(via, person, actor) {
      desk.calls.push(`test ${via} ${person ?? "on call"} ${actor}`);
      return [{ to: person ?? "alice", ok: false, detail: "the number has opted out" }];
    },
    readiness: async () => ({ at: now, until: after(now, days(14)), findings: [] }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed() {
      for (const listener of listeners) listener();
    },
  };
  return desk;
}

const statuses = { names: ["Duplicate", "FalsePositive", "Ignored"], keepsNote: true, limits: [] };

function named(facts: CardFacts | undefined): NamedAlert[] {
  if (facts === undefined) return [];
  const { id, severity, title } = facts.alert;
  return [{ id, severity, title, number: facts.record.number }];
}

function heldBy(facts: CardFacts, { kind }: Response): CardFacts {
  if (kind !== "ignore" && kind !== "acknowledge") return facts;
  const how = kind === "ignore" ? "ignored" : "acknowledged";
  const hold = { kind: how, until: after(now, minutes(30)), at: now, by: "U0ANN00001" } as const;
  return { ...facts, record: { ...facts.record, hold } };
}

/** Facts of another alert like the beacon. */
export function another(number: number, severity: Severity = "high"): CardFacts {
  const alert = { ...beacon, id: AlertId.parse(`~${number}`), title: `Alert number ${number}`, severity };
  return cardFacts({ alert, record: played(alert, { number }), told: [] });
}

/** The row that the engine makes of it. */
export function rowOf({ alert, record, told }: CardFacts): BoardRow {
  return { ...boardRow(sourcesOf(usual, now), { alert, record }), told };
}

export function boardOf(cards: readonly CardFacts[]): Board {
  const count = (severity: Severity) => cards.filter(({ alert }) => alert.severity === severity).length;
  return {
    health,
    rows: cards.map(rowOf).sort(byUrgency),
    counts: { low: count("low"), medium: count("medium"), high: count("high"), critical: count("critical") },
    onCall: [
      {
        group: "oncall",
        now: ["alice"],
        because: "rotation",
        until: after(now, minutes(420)),
        next: ["bob"],
      },
      { group: "seniors", now: [], because: "members", next: [] },
    ],
  };
}

export function whyOf(facts: CardFacts) {
  const deadline = (minute: number): Instant => after(facts.alert.createdAt, minutes(minute));
  return {
    facts,
    policy: {
      name: "critical",
      calendar: "always",
      tiers: [
        { tier: 1, after: minutes(15), deadline: deadline(15), methods: ["slack", "sms"] },
        { tier: 2, after: minutes(30), deadline: deadline(30), methods: ["slack", "call"] },
        { tier: 3, after: minutes(45), deadline: deadline(45), methods: ["slack", "call:seniors"] },
      ],
    },
    elapsed: minutes(32),
    firings: facts.record.firings.map((firing) => ({ ...firing, onCall: boardOf([]).onCall.slice(0, 1) })),
    carried: [],
    stood: minutes(0),
    events: [
      {
        at: "2026-03-02T01:43:00.000Z",
        event: "tier.fired",
        actor: "system",
        alertId: "~4096",
        tier: 2,
      } as const,
    ],
  };
}
