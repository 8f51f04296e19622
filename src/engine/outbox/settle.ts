import { backOff } from "../../lib/back-off.ts";
import { after, type Duration, days, type Instant, minutes, seconds } from "../../lib/time.ts";
import { ways } from "../../oncall/ways.ts";
import type { Setback } from "../../sla/plan.ts";
import { type Because, because } from "../../sla/reason.ts";
import { type Item, released } from "../items/item.ts";
import { isAwaited } from "../items/subject.ts";
import type { Outcome } from "../ports/outcome.ts";

/** What became of an item, and what follows. */
export interface Settled {
  readonly item: Item;
  /** Others are to be told in its stead. */
  readonly setback?: Setback;
  /** People see it, and the trail tells of it. */
  readonly isNews: boolean;
}

/** Taken and then lost: each further text costs, and the next person can be told instead. */
const MOST_SENDS = 3;
/** After so long without success another way has to do meanwhile. */
const STRUGGLING_AFTER = minutes(1);
/** What nobody can take for now is tried again so often: caught up within half a minute of its return. */
const OWED_EVERY = seconds(20);

/**
 * How an item stands after a try. What failed for a while is tried again; what Slack, or a whole provider, cannot
 * take for now stays owed and others are told meanwhile; the rest has failed for good.
 */
export function settle(item: Item, outcome: Outcome, now: Instant): Settled {
  const rest = bare(item);
  switch (outcome.state) {
    case "sent":
      return { item: { ...rest, state: "sent", ref: outcome.ref, settledAt: now }, isNews: true };
    case "delivered":
      return through(item, outcome, now);
    case "unanswered":
      return item.answeredAt === undefined ? inVain(item, outcome, now) : through(item, outcome, now);
    case "unknown":
      return { item: { ...rest, ...whyOf(outcome) }, ...struggling(item, now), isNews: false };
    case "failed":
      return failed(item, outcome, now);
  }
}

type Ended = Outcome & { state: "delivered" | "unanswered" };

/** Whoever pressed a key was no machine, whatever it sounded like. */
function through(item: Item, outcome: Ended, now: Instant): Settled {
  const rest = bare(item);
  const byKey = item.via === "call" && item.answeredAt !== undefined;
  const how = byKey ? because("answered by a key") : whyOf(outcome);
  const { ref } = outcome;
  return { item: { ...rest, ...how, state: "delivered", ref, settledAt: now }, isNews: true };
}

/** Of a machine that answered others have been told before the call was over. */
function inVain(item: Item, outcome: Ended, now: Instant): Settled {
  const rest = bare(item);
  return {
    item: { ...rest, ...whyOf(outcome), state: "unanswered", ref: outcome.ref, settledAt: now },
    ...(item.machine === true ? {} : { setback: "unanswered" as const }),
    isNews: true,
  };
}

type Failed = Outcome & { state: "failed" };

function failed(item: Item, outcome: Failed, now: Instant): Settled {
  const { ref: _, ...rest } = bare(item);
  const again = retryAt(item, outcome, now);
  if (again !== undefined) {
    const pending: Item = { ...rest, ...whyOf(outcome), state: "pending", notBefore: again };
    return { item: pending, ...struggling(item, now), isNews: false };
  }
  if (isOwed(item, outcome) && now < after(item.at, keepTrying(item))) {
    const notBefore = after(now, OWED_EVERY);
    const owed: Item = { ...rest, ...whyOf(outcome), state: "pending", notBefore, stoodIn: true };
    // Said once; the tries that follow are nobody's news.
    return item.stoodIn === true
      ? { item: owed, isNews: false }
      : { item: owed, setback: outcome.scope, isNews: true };
  }
  const ref = outcome.ref ?? item.ref;
  const over: Item = {
    ...rest,
    ...whyOf(outcome),
    ...(ref === undefined ? {} : { ref }),
    state: "failed",
    settledAt: now,
  };
  return { item: over, setback: outcome.scope, isNews: true };
}

/** It works again one day, and then what was missed is told. Not what somebody waits for: they want to know now. */
function isOwed(item: Item, { scope, ref }: Failed): boolean {
  const { via } = item;
  if (isAwaited(item.about)) return false;
  return via === "slack" || (scope === "setup" && ref === undefined);
}

function retryAt(item: Item, { again, ref }: Failed, now: Instant): Instant | undefined {
  if (again === undefined) return undefined;
  if (ref !== undefined && item.tries >= MOST_SENDS) return undefined;
  const at = after(now, Math.max(again, backOff(item.tries, OWED_EVERY)) as Duration);
  return at > after(item.at, keepTrying(item)) ? undefined : at;
}

/** How long after it was written down an item is still worth sending. */
export function keepTrying({ via, about }: Item): Duration {
  const { worthFor } = ways[via];
  return about.kind === "notice" ? (Math.min(worthFor, days(1)) as Duration) : worthFor;
}

/** Whether others are to be told while an item is still being tried. */
export function struggling(item: Item, now: Instant): { setback?: "struggling" } {
  const tooLong = now >= after(item.at, STRUGGLING_AFTER);
  return tooLong && item.tries > 0 && item.stoodIn !== true ? { setback: "struggling" } : {};
}

function whyOf({ detail, reason }: Partial<Because>): Partial<Because> {
  return { ...(detail === undefined ? {} : { detail }), ...(reason === undefined ? {} : { reason }) };
}

/** Without what held it back, and why it did not go before. */
function bare(item: Item): Omit<Item, "detail" | "reason"> {
  const { detail: _, reason: __, ...rest } = released(item);
  return rest;
}
