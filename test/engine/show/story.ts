import fc from "fast-check";
import type { Settings } from "../../../src/config/settings.ts";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Tree } from "../../../src/config/tree.ts";
import { boardKeeper } from "../../../src/engine/show/board.ts";
import type { CardSources } from "../../../src/engine/show/card-facts.ts";
import type { Watched } from "../../../src/engine/work/watchlist.ts";
import { after, type Instant, instant, minutes } from "../../../src/lib/time.ts";
import { evaluate } from "../../../src/sla/evaluate.ts";
import { fire } from "../../../src/sla/fire.ts";
import { type Alert, type AlertId, type Severity, severities, type TierRef } from "../../../src/sla/model.ts";
import { newRecord } from "../../../src/sla/record.ts";
import { handledElsewhere, hold, holdOver, reopened, resume } from "../../../src/sla/respond.ts";
import { alert as anAlert } from "../../sla/fixtures.ts";

/** Everything in a story happens on a grid of five minutes, so that stepping along it misses nothing. */
const STEP = minutes(5);

export type Event = Readonly<
  | { kind: "wait" | "ignored" | "acknowledged" | "pause"; steps: number }
  | { kind: "resume" | "unpause" | "handle" | "reopen" | "shout" }
  | { kind: "settings"; which: number }
  | { kind: "severity"; to: Severity }
>;

const steps = fc.integer({ min: 1, max: 14 });
const event: fc.Arbitrary<Event> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant("wait" as const), steps }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constantFrom("ignored", "acknowledged"), steps }), weight: 2 },
  fc.record({ kind: fc.constant("pause" as const), steps }),
  fc.record({ kind: fc.constantFrom("resume", "unpause", "handle", "reopen", "shout") }),
  fc.record({ kind: fc.constant("settings" as const), which: fc.nat({ max: 8 }) }),
  fc.record({ kind: fc.constant("severity" as const), to: fc.constantFrom(...severities) }),
);

export const stories = fc.record({
  severity: fc.constantFrom(...severities),
  which: fc.nat({ max: 8 }),
  events: fc.array(event, { minLength: 1, maxLength: 12 }),
});
export type Story = typeof stories extends fc.Arbitrary<infer Kind> ? Kind : never;

const tier = (after: string, ...notify: string[]) => ({ after, notify });
const people: Tree = {
  people: { alice: { phone: "+447700900001", slack: "U0ALICE001" }, carol: { phone: "+447700900003" } },
  groups: { oncall: { members: ["alice"] }, seniors: { members: ["carol"] } },
  calendars: { office: { timezone: "UTC", hours: { "mon-fri": "09:00-10:30,11:00-17:30" } } },
};
const same = (policy: Tree): Tree => Object.fromEntries(severities.map((severity) => [severity, policy]));

/** Ways to set it up in which a time shown can go wrong. */
const setups: readonly Settings[] = [
  {},
  { sla: same({ repeat: { every: "20m", times: 2 } }) },
  { sla: same({ tiers: [tier("10m", "slack")], repeat: { every: "5m", times: 3 } }) },
  { sla: same({ calendar: "office" }) },
  { sla: same({ enabled: false }) },
  { highRisk: { words: ["URGENT"], severities: [...severities], then: "stop" } },
  { highRisk: { words: ["URGENT"], severities: [...severities], then: "continue" } },
  { poll: { maxAge: "50m" } },
  { sla: same({ warn: { before: "10m", notify: ["slack"] } }) },
].map((tree) => {
  const judged = settingsFrom({ file: { ...people, ...tree } }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
});

const start = instant("2026-03-02T10:00Z");

/** One alert, moved along the grid by the pure core alone, and what is shown of it. */
export function theatre({ severity, which }: Pick<Story, "severity" | "which">) {
  let now: Instant = start;
  let settings = setups[which] ?? fail();
  let pausedUntil: Instant | undefined;
  const first: Alert = anAlert({ createdAt: start, severity });
  let entry: Watched = { alert: first, record: newRecord(first, 1, start) };
  const listeners: ((id: AlertId) => void)[] = [];

  const put = (change: Partial<Watched>) => {
    entry = { ...entry, ...change };
    for (const tell of listeners) tell(entry.alert.id);
  };
  const sources: CardSources = {
    clock: { now: () => now, sleep: async () => {} },
    source: { alertUrl: () => undefined },
    settings: () => settings,
    roster: () => ({ people: settings.people, groups: settings.groups, overrides: [] }),
    watch: {
      get: () => entry,
      all: () => [entry],
      open: () => new Set(entry.record.handled === undefined ? [entry.alert.id] : []),
      onChange: (listener: (id: AlertId) => void) => {
        listeners.push(listener);
        return () => {};
      },
    } as unknown as CardSources["watch"],
    itemsOf: () => [],
    pausedUntil: () => pausedUntil,
  };
  const board = boardKeeper(sources, sources.roster, () => ({}) as never);
  board.changed();

  /** What the engine does at this instant: it looks again until nothing is due. */
  function act(): { tier: TierRef; repeat: number; at: Instant }[] {
    const fired = [];
    for (;;) {
      const { alert, record } = entry;
      if (record.handled !== undefined) return fired;
      const over = holdOver(record, now);
      if (over !== undefined) {
        put({ record: over.record });
        continue;
      }
      const decision = evaluate(alert, record, settings, now);
      if (decision.kind !== "fire" || (pausedUntil !== undefined && pausedUntil > now)) return fired;
      fired.push({ tier: decision.tier, repeat: decision.repeat, at: now });
      put({ record: fire(record, alert, decision, false, now).record });
    }
  }

  /** What people and TheHive do. */
  function happen(event: Exclude<Event, { kind: "wait" }>): void {
    const { alert, record } = entry;
    const isOpen = record.handled === undefined;
    switch (event.kind) {
      case "ignored":
      case "acknowledged":
        if (isOpen) put(hold(record, event.kind, after(now, minutes(5 * event.steps)), now, "U0ALICE001"));
        return;
      case "resume":
        put({ record: resume(record, now, "U0ALICE001")?.record ?? record });
        return;
      case "pause":
        pausedUntil = after(now, minutes(5 * event.steps));
        board.changed();
        return;
      case "unpause":
        pausedUntil = undefined;
        board.changed();
        return;
      case "settings":
        settings = setups[event.which] ?? fail();
        board.changed();
        return;
      case "severity":
        put({ alert: { ...alert, severity: event.to } });
        return;
      case "shout":
        put({ alert: { ...alert, title: "URGENT: look at this" } });
        return;
      case "handle": {
        const closed: Alert = { ...alert, stage: "closed", status: "Duplicated" };
        if (isOpen) put({ alert: closed, record: handledElsewhere(record, closed, now).record });
        return;
      }
      case "reopen":
        if (!isOpen)
          put({ alert: { ...alert, stage: "new", status: "New" }, record: reopened(record, now).record });
        return;
    }
  }

  return {
    sources,
    board,
    act,
    happen,
    now: () => now,
    entry: () => entry,
    settings: () => settings,
    step: () => {
      now = after(now, STEP);
    },
  };
}

function fail(): never {
  throw new Error("no such set-up");
}
