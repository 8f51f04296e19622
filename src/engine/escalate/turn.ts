import { earliest, type Instant } from "../../lib/time.ts";
import { type Decision, evaluate } from "../../sla/evaluate.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Watched } from "../work/watchlist.ts";
import { endHold, endOffer, saySilence } from "./ends.ts";
import { fireDue } from "./fire-due.ts";
import { leave } from "./leave.ts";
import { type Parts, pauseEnd } from "./parts.ts";
import { noteClock } from "./seen.ts";
import { silentFrom } from "./silence.ts";

/** Does what an alert needs now, and notes when to look again. In the alert's lane only. */
export async function look(parts: Parts, id: AlertId): Promise<void> {
  // The high-risk rule and a tier may be due in the same instant: go on until nothing is.
  for (;;) {
    const entry = parts.watch.get(id);
    if (entry === undefined || entry.record.handled !== undefined) return parts.timetable.cancel("alert", id);
    const now = parts.clock.now();
    if (await noteClock(parts, entry)) continue;
    if ((await endHold(parts, entry, now)) || (await endOffer(parts, entry, now))) continue;
    const decision = evaluate(entry.alert, entry.record, parts.settings(), now);
    if (decision.kind === "stop") return rest(parts, entry, decision.why, now);
    if (decision.kind === "wait") return lookAgain(parts, id, decision.until);
    const pause = pauseEnd(parts, now);
    if (pause !== undefined) return lookAgain(parts, id, pause);
    await fireDue(parts, id, entry);
    await parts.pass();
  }
}

/** The end of a hold or an offer is always looked at, whatever falls due later. */
function lookAgain({ watch, clock, timetable, attend }: Parts, id: AlertId, at: Instant): void {
  const { hold, offer } = watch.get(id)?.record ?? {};
  const now = clock.now();
  const ends = [hold?.until, offer?.until].filter((end) => end !== undefined && end > now);
  timetable.at("alert", id, earliest([at, ...ends]) ?? at, attend);
}

/** Nothing of this alert will fire any more. */
async function rest(
  parts: Parts,
  entry: Watched,
  why: (Decision & { kind: "stop" })["why"],
  now: Instant,
): Promise<void> {
  const { alert, record } = entry;
  const id = record.alertId;
  parts.timetable.cancel("alert", id);
  if (why === "handled") return leave(parts, id, alert);
  if (record.hold !== undefined) return lookAgain(parts, id, record.hold.until);
  if (record.offer !== undefined) lookAgain(parts, id, record.offer.until);
  if (why !== "exhausted" && why !== "high-risk-only") return;
  const silent = silentFrom(record, parts.outbox.itemsOf(id));
  if (silent === undefined) return;
  const from = pauseEnd(parts, silent) ?? silent;
  return from <= now ? saySilence(parts, entry, now) : lookAgain(parts, id, from);
}
