import type { Telling } from "../told.ts";
import { covers, type Span, type Truth, touches } from "../truth.ts";
import { deadlinesOf } from "./expected.ts";
import type { Trail } from "./trail.ts";

export interface Wrong {
  readonly telling: Telling;
  readonly alertId: string;
  readonly why: string;
  /** TheHive could not be asked: then it is told all the same (rule 3). */
  readonly unconfirmed: boolean;
}

const A_SECOND = 1000;

/** What was told more than a second after it was handled, held or paused, or before its time. */
export function toldFalsely(truth: Truth, trail: Trail, told: readonly Telling[]): Wrong[] {
  const wrongs = told.flatMap((telling): Wrong[] => {
    const ids = telling.alertId === undefined ? (trail.together.get(telling.ref) ?? []) : [telling.alertId];
    const [wrong] = ids.flatMap((id) => {
      const why = wrongIn(telling, id, truth, trail);
      return why === undefined ? [] : [{ why, alertId: id }];
    });
    if (wrong === undefined) return [];
    return [{ ...wrong, telling, unconfirmed: isBlind(truth, telling.at) && wrong.why === "handled" }];
  });
  return wrongs;
}

function wrongIn(telling: Telling, id: string, truth: Truth, trail: Trail): string | undefined {
  const alert = truth.alerts.get(id);
  if (alert === undefined) return "there is no such alert";
  const at = leftAt(telling, truth);
  const within = ({ from, until }: Span) => covers({ from: from + A_SECOND, until: until - 100 }, at);
  if (alert.handled.some(within)) return "handled";
  if (trail.holds.get(id)?.some(within)) return "held";
  if (trail.pauses.some(within)) return "paused";
  const tier = Number.parseInt(telling.rung ?? "", 10);
  if (Number.isNaN(tier)) return undefined;
  const earliest = Math.min(
    ...truth.versions.map(
      (version) => deadlinesOf(alert, truth, version.at)[tier - 1] ?? Number.POSITIVE_INFINITY,
    ),
  );
  return telling.at < earliest - 100 ? "before its time" : undefined;
}

/** A wire that stalls holds a message up: it left before that. */
function leftAt({ via, at }: Telling, { troubles }: Truth): number {
  const where = via === "sms" || via === "call" ? "twilio" : "slack";
  const stalled = troubles.find(
    (one) =>
      one.where === where && one.kind === "stall" && covers({ from: one.from, until: one.until + 500 }, at),
  );
  return stalled?.from ?? at;
}

function isBlind({ troubles }: Truth, at: number): boolean {
  return troubles.some((one) => one.where === "hive" && touches(one, at - 11_000, at));
}
