import type { Telling } from "../told.ts";
import { covers, diedUnsaved, type Span, type Truth, touches } from "../truth.ts";
import { deadlinesOf } from "./expected.ts";
import type { Trail } from "./trail.ts";

export interface Wrong {
  readonly telling: Telling;
  readonly alertId: string;
  readonly why: string;
  /** TheHive could not be asked: then it is told all the same (rule 3). */
  readonly unconfirmed: boolean;
  /** The hold or pause was in memory only when the app died, since the store could not be written. */
  readonly unsaved: boolean;
}

const A_SECOND = 1000;

/** What was told more than a second after it was handled, held or paused, or before its time. */
export function toldFalsely(truth: Truth, trail: Trail, told: readonly Telling[]): Wrong[] {
  const cards = firstInSlack(told);
  const wrongs = told.flatMap((telling): Wrong[] => {
    const ids = telling.alertId === undefined ? (trail.together.get(telling.ref) ?? []) : [telling.alertId];
    const [wrong] = ids.flatMap((id) => {
      const [left, came] = leftBetween(telling, truth).map((at) => wrongIn(telling, id, truth, trail, at));
      const found = came === undefined ? undefined : left;
      return found === undefined ? [] : [{ ...found, alertId: id }];
    });
    if (wrong === undefined || truth.frozen.some((span) => covers(span, telling.at))) return [];
    const { since, why, alertId } = wrong;
    // It disturbs nobody, and shows who holds the alert: a reply by phone may come before it.
    if (why === "held" && cards.get(alertId) === telling) return [];
    return [
      {
        ...{ telling, why, alertId },
        unconfirmed: isBlind(truth, telling.at) && why === "handled",
        unsaved: since !== undefined && diedUnsaved(truth, since, telling.at),
      },
    ];
  });
  return wrongs;
}

/** The alerts' cards. */
function firstInSlack(told: readonly Telling[]): ReadonlyMap<string, Telling> {
  const cards = new Map<string, Telling>();
  for (const telling of [...told].sort((a, b) => a.at - b.at)) {
    const { alertId, via } = telling;
    if (alertId !== undefined && via === "slack" && !cards.has(alertId)) cards.set(alertId, telling);
  }
  return cards;
}

/** @returns why it is wrong, and since when what somebody said to us forbade it */
function wrongIn(
  telling: Telling,
  id: string,
  truth: Truth,
  trail: Trail,
  at: number,
): { why: string; since?: number } | undefined {
  const alert = truth.alerts.get(id);
  if (alert === undefined) return { why: "there is no such alert" };
  const within = ({ from, until }: Span) => covers({ from: from + A_SECOND, until: until - 100 }, at);
  if (alert.handled.some(within)) return { why: "handled" };
  const hold = trail.holds.get(id)?.find(within);
  if (hold !== undefined) return { why: "held", since: hold.from };
  const pause = trail.pauses.find(within);
  if (pause !== undefined) return { why: "paused", since: pause.from };
  const tier = Number.parseInt(telling.rung ?? "", 10);
  if (Number.isNaN(tier)) return undefined;
  const earliest = Math.min(
    ...truth.versions.map(
      (version) => deadlinesOf(alert, truth, version.at)[tier - 1] ?? Number.POSITIVE_INFINITY,
    ),
  );
  return telling.at < earliest - 100 ? { why: "before its time" } : undefined;
}

/** A wire that stalls holds a message up: it left at the earliest when that began, and at the latest when it came. */
function leftBetween({ via, at }: Telling, { troubles }: Truth): [earliest: number, latest: number] {
  const where = via === "sms" || via === "call" ? "twilio" : "slack";
  const stalled = troubles.find(
    (one) =>
      one.where === where && one.kind === "stall" && covers({ from: one.from, until: one.until + 500 }, at),
  );
  return [stalled?.from ?? at, at];
}

function isBlind({ troubles }: Truth, at: number): boolean {
  return troubles.some((one) => one.where === "hive" && touches(one, at - 11_000, at));
}
