import { eventIn } from "../../src/audit/event-in.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import type { Span } from "../truth.ts";

/** What the product's own trail adds to the servers' logs: which tiers fired, who held what, when all was paused. */
export interface Trail {
  readonly firings: readonly Fired[];
  readonly holds: ReadonlyMap<string, readonly Span[]>;
  readonly pauses: readonly Span[];
  /** What came of replies and keys, by the SID of the text or call. */
  readonly answers: readonly Answered[];
  /** Which alerts a message told together, by the provider's name for it. */
  readonly together: ReadonlyMap<string, readonly string[]>;
}

interface Answered {
  readonly ref: string;
  readonly event: AuditEvent["event"];
  readonly alertId: string | undefined;
  readonly at: number;
}

interface Fired {
  readonly alertId: string;
  /** `1`, `2r1`, `high-risk`. */
  readonly rung: string;
  readonly at: number;
}

/** @param text JSON lines, oldest first */
export function trailFrom(text: string): Trail {
  // A line that a kill cut in two is none.
  const events = text.split("\n").flatMap((line) => eventIn(line) ?? []);
  const holds = new Map<string, Span[]>();
  const pauses: Span[] = [];
  // A line bears the instant of the press; it counts from when it was written, after every line before it.
  let written = 0;
  for (const event of events) {
    const at = Math.max(written, Date.parse(event.at));
    written = at;
    const spans = holds.get(event.alertId ?? "") ?? [];
    if (event.event === "alert.ignored" || event.event === "alert.acknowledged") {
      end(spans, at);
      holds.set(event.alertId ?? "", [...spans, { from: at, until: until(event) }]);
    } else if (event.event === "alert.resumed") end(spans, at);
    else if (event.event === "monitor.paused") {
      end(pauses, at);
      pauses.push({ from: at, until: until(event) });
    } else if (event.event === "monitor.resumed") end(pauses, at);
  }
  return {
    firings: events.flatMap(fired),
    answers: events.flatMap(answered),
    holds,
    pauses,
    together: new Map(events.flatMap(bundled)),
  };
}

function fired({ event, alertId, tier, at, detail }: AuditEvent): Fired[] {
  if ((event !== "tier.fired" && event !== "highRisk.fired") || alertId === undefined) return [];
  const repeat = Number(field(detail, "repeat") ?? 0);
  return [{ alertId, rung: `${tier ?? "high-risk"}${repeat > 0 ? `r${repeat}` : ""}`, at: Date.parse(at) }];
}

function answered({ event, alertId, at, detail }: AuditEvent): Answered[] {
  const ref = field(detail, "ref");
  const isAnswer = event === "alert.acknowledged" || event === "reply.refused";
  return isAnswer && typeof ref === "string" ? [{ ref, event, alertId, at: Date.parse(at) }] : [];
}

function bundled({ detail }: AuditEvent): [ref: string, alerts: readonly string[]][] {
  const [ref, alerts] = [field(detail, "ref"), field(detail, "alerts")];
  return typeof ref === "string" && Array.isArray(alerts) ? [[ref, alerts.map(String)]] : [];
}

function until({ detail }: AuditEvent): number {
  return Date.parse(String(field(detail, "until")));
}

function field(detail: unknown, name: string): unknown {
  return typeof detail === "object" && detail !== null
    ? Object.entries(detail).find(([key]) => key === name)?.[1]
    : undefined;
}

function end(spans: readonly Span[], at: number): void {
  const last = spans.at(-1);
  if (last !== undefined) last.until = Math.min(last.until, at);
}
