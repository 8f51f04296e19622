import { formatDuration } from "../lib/duration-text.ts";
import { type Duration, type Instant, iso, milliseconds, minutes } from "../lib/time.ts";
import { openTimeBetween } from "./calendar.ts";
import { type Alert, isTier, system } from "./model.ts";
import { type AppliedPolicy, policyFor, type Rules } from "./policy.ts";
import type { AlertRecord, Firing, Handled, WrittenBack } from "./record.ts";
import { type Change, event } from "./respond.ts";
import { stoodStill } from "./standstill.ts";

/** Where the result of an alert is written in TheHive. */
export type WriteBackTo = "comment" | { readonly customField: string };

/** How an alert did against its SLA: taken up before any tier fired, or so much later, by the SLA's own clock. */
export type Result = Readonly<{ kind: "kept" } | { kind: "missed"; by: Duration }>;

/**
 * The result of an alert that was handled, by the rule of the reports: the first response of a person counts, and
 * ignoring is none. Undefined where nobody was to be told of it, or it is gone.
 */
export function resultOf(
  { alert, record }: { readonly alert: Alert; readonly record: AlertRecord },
  rules: Rules,
): Result | undefined {
  const { handled, firstSeenAt } = record;
  if (handled === undefined || handled.how === "deleted") return undefined;
  const applied = policyFor(alert, rules);
  const { maxAge } = rules.poll;
  const wasTooOld = maxAge !== "off" && firstSeenAt - alert.createdAt > maxAge;
  if (!applied.policy.enabled || wasTooOld) return undefined;
  const respondedAt = earlier(record.respondedAt, handled.at);
  const fired = record.firings.find(({ tier }) => isTier(tier));
  if (fired === undefined || breachOf(fired) > respondedAt) return { kind: "kept" };
  return { kind: "missed", by: lateBy(applied, fired.deadline, respondedAt, record) };
}

/** A tier that somebody did not wait for is no breach before its deadline. */
function breachOf({ at, deadline }: Firing): Instant {
  return deadline > at ? deadline : at;
}

function lateBy({ hours }: AppliedPolicy, deadline: Instant, until: Instant, record: AlertRecord): Duration {
  const open = openTimeBetween(hours, deadline, until);
  return milliseconds(Math.max(0, open - stoodStill(hours, deadline, until, record)));
}

function earlier(one: Instant | undefined, other: Instant): Instant {
  return one !== undefined && one < other ? one : other;
}

/**
 * The result in words: `missed by 12 min. Taken 2026-03-02 02:42 UTC. Promoted by Alice, 2026-03-02 02:50 UTC.`
 *
 * @param who handled it, where that is known
 * @param theirs makes harmless what others wrote
 */
export function resultText(
  result: Result,
  { respondedAt, handled }: Pick<AlertRecord, "respondedAt"> & { readonly handled: Handled },
  who: string | undefined,
  theirs: (text: string) => string,
): string {
  const taken = earlier(respondedAt, handled.at);
  return [
    result.kind === "kept" ? "kept." : `missed by ${lateText(result.by)}.`,
    ...(taken < handled.at ? [`Taken ${utc(taken)}.`] : []),
    `${did(handled, theirs)}${who === undefined ? "" : ` by ${theirs(who)}`}, ${utc(handled.at)}.`,
  ].join(" ");
}

function lateText(by: Duration): string {
  return by < minutes(1) ? "less than a minute" : formatDuration(milliseconds(by - (by % minutes(1))));
}

function did({ how, status, by }: Handled, theirs: (text: string) => string): string {
  const where = by === undefined ? " in TheHive" : "";
  switch (how) {
    case "promoted":
      return "Promoted to a case";
    case "merged":
      return "Merged into a case";
    case "imported":
      return "Made a case in TheHive";
    case "closed":
      return `Closed${where}${status === undefined ? "" : ` as ${theirs(status)}`}`;
    case "in-progress":
      return "Taken up in TheHive";
    case "deleted":
      return "Deleted in TheHive";
  }
}

function utc(at: Instant): string {
  const text = iso(at);
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** The result was written on the alert. */
export function resultWritten(record: AlertRecord, written: WrittenBack, now: Instant): Change {
  const detail = { text: written.text };
  return {
    record: { ...record, writtenBack: { ...written, at: now, state: "written" } },
    events: [event(record, now, "result.written", system, detail)],
  };
}
