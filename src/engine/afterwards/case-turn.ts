import { seconds } from "../../lib/time.ts";
import { type CaseDecision, caseIdOf, evaluateCase } from "../../sla/case-deadlines.ts";
import { caseMarked, caseMoved, caseSeen, isDone } from "../../sla/case-watch.ts";
import type { AlertId } from "../../sla/model.ts";
import { plan } from "../../sla/plan.ts";
import { policyFor } from "../../sla/policy.ts";
import type { AlertRecord } from "../../sla/record.ts";
import { HiveError } from "../hive-error.ts";
import { type Item, newItem } from "../items/item.ts";
import { leadsCase } from "../show/case-standing.ts";
import type { Watched } from "../work/watchlist.ts";
import type { CaseParts } from "./cases.ts";
import type { ReadCase } from "./read-case.ts";

type Due = CaseDecision & { kind: "due" };

/** What an alert's case needs now, by its own deadlines. */
export function caseDecision({ watch, settings, clock }: CaseParts, id: AlertId): CaseDecision {
  const entry = watch.get(id);
  if (entry === undefined || !leadsCase(watch, entry)) return { kind: "rest" };
  return evaluateCase(entry, settings(), clock.now());
}

/** Reads a case of which a deadline has come, and tells people unless it was kept. In the alert's lane of cases only. */
export async function caseDue(parts: CaseParts, id: AlertId): Promise<void> {
  const before = parts.watch.get(id);
  const caseId = before && caseIdOf(before.record);
  if (caseId === undefined) return;
  const found = await parts.reading.ask(caseId);
  if (found === undefined && (await isMoved(parts, id, caseId))) return;
  await seeCase(parts, id, caseId, found);
  // It may have been opened again meanwhile, or have another severity and with it other deadlines.
  const entry = parts.watch.get(id);
  const decision = caseDecision(parts, id);
  if (entry === undefined || caseIdOf(entry.record) !== caseId || decision.kind !== "due") return;
  if (found !== undefined && found !== "unconfirmed" && isDone(decision.step, found))
    return parts.watch.commit(id, caseMarked(entry.record, decision, "met", parts.clock.now()));
  await tell(parts, entry, { decision, caseId, unconfirmed: found === "unconfirmed" });
}

/** Takes note of a case as TheHive has it. */
export async function seeCase(
  { watch, clock, cards }: CaseParts,
  id: AlertId,
  caseId: string,
  found: ReadCase,
): Promise<void> {
  const record = watch.get(id)?.record;
  if (found === "unconfirmed" || record === undefined || caseIdOf(record) !== caseId) return;
  const seen = caseSeen(record, found, clock.now());
  if (seen === undefined) return;
  await watch.commit(id, { record: seen, events: [] });
  cards.refresh(id, seconds(1));
}

/** Where cases are merged, the alert is of another one then. */
async function isMoved({ source, watch, cards }: CaseParts, id: AlertId, caseId: string): Promise<boolean> {
  try {
    const alert = await source.read(id);
    if (alert?.caseId === undefined || alert.caseId === caseId) return false;
    const link = await source.caseOf(alert);
    const record = watch.get(id)?.record;
    if (link === undefined || record === undefined || caseIdOf(record) !== caseId) return false;
    await watch.commit(id, { record: caseMoved(record, link), events: [] });
    cards.refresh(id);
    return true;
  } catch (error) {
    if (error instanceof HiveError) return false;
    throw error;
  }
}

async function tell(
  parts: CaseParts,
  { alert, record }: Watched,
  { decision, caseId, unconfirmed }: { decision: Due; caseId: string; unconfirmed: boolean },
): Promise<void> {
  const { watch, outbox, clock, cards, log } = parts;
  const change = caseMarked(record, decision, "told", clock.now(), unconfirmed);
  const { step, deadline } = decision;
  const about = { kind: "case", alertId: alert.id, caseId, step, deadline, unconfirmed } as const;
  const items = itemsOf(parts, { alert, record }, decision, about);
  await outbox.add(items, { entries: watch.change(alert.id, change.record), events: change.events });
  log.info({ alertId: alert.id, caseId, step }, "case overdue");
  cards.refresh(alert.id, seconds(1));
}

function itemsOf(
  { channel, settings, audience, clock }: CaseParts,
  { alert, record }: Watched,
  { methods }: Due,
  about: Item["about"],
): Item[] {
  const routed = channel === undefined ? undefined : (policyFor(alert, settings()).channel ?? channel);
  return plan(methods, routedTo(record, routed), audience()).map((target) =>
    newItem(about, target, clock.now()),
  );
}

/** Its thread is where its card is, whatever the settings say by now. */
function routedTo({ card }: AlertRecord, routed: string | undefined): string | undefined {
  return routed === undefined ? undefined : (card?.channel ?? routed);
}
