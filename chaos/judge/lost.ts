import type { Telling } from "../told.ts";
import { covers, type Truth, touches } from "../truth.ts";
import { type Due, duesOf, mustHaveFired, type Rung } from "./expected.ts";
import { grouped } from "./grouped.ts";
import type { Trail } from "./trail.ts";

/** How each thing that somebody should hear came to them, or did not. */
type Fate = "told" | "together" | "stand-in" | "later tier" | "excused" | "lost";

export interface Judged {
  readonly due: Due;
  readonly fate: Fate;
}

/** Told at the same time as it fired: clocks and writes take a moment. */
const SLACK = 300;

/** Follows everything that fired, and everything that must have, to its people. */
export function fates(truth: Truth, trail: Trail, told: readonly Telling[], now: number): Judged[] {
  const byAlert = grouped(told, ({ alertId }) => alertId ?? "");
  const fired = allRungs(truth, trail, told, now);
  const rungsOf = grouped(fired, ({ alertId }) => alertId);
  const judged = fired
    .flatMap((rung) => duesOf(rung, truth))
    .map((due): { due: Due; fate: Fate | undefined } => ({
      due,
      fate: byItself(due, byAlert.get(due.alertId) ?? []) ? "told" : undefined,
    }));
  const unmet = judged.filter(({ fate }) => fate === undefined);
  const inDigest = togetherWith(told, trail);
  const bundles = told.filter(({ ref }) => trail.together.has(ref));
  const toldOf = (id: string) => [
    ...(byAlert.get(id) ?? []),
    ...bundles.filter(({ ref }) => trail.together.get(ref)?.includes(id)),
  ];
  for (const one of unmet) {
    const { due } = one;
    const alone = byAlert.get(due.alertId) ?? [];
    if (excused(due, truth, trail)) one.fate = "excused";
    else if (inDigest(due)) one.fate = "together";
    else if (otherWay(due, alone) && wayFailed(due, truth)) one.fate = "stand-in";
    else
      one.fate = laterTier(due, rungsOf.get(due.alertId) ?? [], toldOf(due.alertId)) ? "later tier" : "lost";
  }
  return judged.map(({ due, fate = "lost" }) => ({ due, fate }));
}

function allRungs(truth: Truth, trail: Trail, told: readonly Telling[], now: number): Rung[] {
  const seen = told.flatMap(({ alertId, rung, at }) =>
    alertId === undefined || rung === undefined ? [] : [{ alertId, rung, firedAt: firstFiredAt(truth, at) }],
  );
  const rungs = new Map<string, Rung>();
  const fired = trail.firings.map(({ alertId, rung, at }) => ({
    ...{ alertId, rung },
    firedAt: firstFiredAt(truth, at),
  }));
  // Of a leader that died before it was written down, what was told tells when it was first.
  const all = [
    ...[...fired, ...seen].sort((a, b) => a.firedAt - b.firedAt),
    ...mustHaveFired(truth, trail, now),
  ];
  for (const one of all) {
    const key = `${one.alertId} ${one.rung}`;
    if (!rungs.has(key)) rungs.set(key, one);
  }
  return [...rungs.values()].sort((a, b) => a.firedAt - b.firedAt);
}

/** A leader that was cut off may have fired it before whoever wrote it down. */
function firstFiredAt({ cutOffs }: Truth, at: number): number {
  return cutOffs.find((one) => covers(one, at))?.from ?? at;
}

function byItself({ via, anyOf, rung, firedAt }: Due, alone: readonly Telling[]): boolean {
  return alone.some((one) => {
    if (one.via !== via) return false;
    if (via === "slack") return one.rung === rung;
    return anyOf.some((name) => name === one.to) && one.at >= firedAt - SLACK;
  });
}

/** Digests and bundles: those that the trail lists cover what they list, of the others each as many as it names. */
function togetherWith(told: readonly Telling[], { together }: Trail): (due: Due) => boolean {
  const bundles = told
    .filter(({ count }) => count !== undefined)
    .map((telling) => ({ telling, listed: together.get(telling.ref), left: telling.count ?? 0 }));
  return ({ via, anyOf, firedAt, alertId }) => {
    const fitting = bundles.filter(
      ({ telling }) =>
        telling.via === via &&
        (via === "slack" || anyOf.some((name) => name === telling.to)) &&
        telling.at >= firedAt - SLACK,
    );
    if (fitting.some(({ listed }) => listed?.includes(alertId))) return true;
    const bundle = fitting.find(({ listed, left }) => listed === undefined && left > 0);
    if (bundle === undefined) return false;
    bundle.left -= 1;
    return true;
  };
}

/** The same person by another way; for a channel that failed, somebody by phone or directly. */
function otherWay({ via, anyOf, firedAt }: Due, alone: readonly Telling[]): boolean {
  return alone.some(
    (one) =>
      one.at >= firedAt - SLACK &&
      one.via !== via &&
      (via === "slack" ? one.via !== "slack" : anyOf.some((name) => name === one.to)),
  );
}

/** Only a way that fails may be stood in for. */
function wayFailed({ via, firedAt }: Due, { troubles }: Truth): boolean {
  const where = via === "slack" ? "slack" : "twilio";
  return troubles.some((one) => one.where === where && touches(one, firedAt - SLACK, firedAt + SOON));
}

const SOON = 4000;

/** A later tier has gone by: what was still under way for this one is no longer wanted. */
function laterTier({ rung, firedAt }: Due, rungs: readonly Rung[], heard: readonly Telling[]): boolean {
  const comesAfter = (one: Rung) =>
    // When a leader was cut off, nobody knows which of them fired when.
    one.firedAt > firedAt || (one.firedAt === firedAt && rankOf(one.rung) > rankOf(rung));
  const later = rungs.find((one) => one.rung !== rung && one.rung !== "high-risk" && comesAfter(one));
  return later !== undefined && heard.some((one) => one.at >= later.firedAt - SLACK && one.rung !== rung);
}

/** An urgent alert is told at sight, before any tier. */
const rankOf = (rung: string): string => (rung === "high-risk" ? "" : rung);

/** Handled or held after it fired and before it was told. */
function excused({ alertId, firedAt }: Due, truth: Truth, trail: Trail): boolean {
  const spans = [...(truth.alerts.get(alertId)?.handled ?? []), ...(trail.holds.get(alertId) ?? [])];
  return spans.some((span) => touches(span, firedAt - SLACK, Number.POSITIVE_INFINITY));
}
