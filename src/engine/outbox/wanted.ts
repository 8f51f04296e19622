import type { Instant } from "../../lib/time.ts";
import { type CaseRules, caseDeadlines, caseIdOf } from "../../sla/case-deadlines.ts";
import { whyNone } from "../../sla/evaluate.ts";
import { offerOf } from "../../sla/hand-over.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import { policyFor, type Rules } from "../../sla/policy.ts";
import type { AlertRecord } from "../../sla/record.ts";
import type { Item } from "../items/item.ts";
import { type Member, type Subject, subjectKey, tellsOf } from "../items/subject.ts";

/** Why nobody wants to hear something any more. */
export type Pointless =
  | "handled first"
  | "ignored first"
  | "taken first"
  | "the monitor is paused"
  | "a later tier took over"
  | "switched off in the settings"
  | "said in another channel"
  | "over before it could be said"
  | "the alert is forgotten"
  | "nothing is left of it";

/** Whether an item is still to be told. `drop`: nobody wants it any more; `fewer`: a digest of these alerts only. */
export type Verdict = Readonly<
  | { kind: "tell" }
  | { kind: "wait"; until: Instant; why: string }
  | { kind: "drop"; why: Pointless }
  | { kind: "fewer"; alerts: readonly Member[] }
>;

/** How things stand at the moment of asking. */
export interface Circumstances {
  readonly now: Instant;
  readonly rules: Rules & CaseRules;
  readonly pausedUntil: Instant | undefined;
  entry(id: AlertId): { readonly alert: Alert; readonly record: AlertRecord } | undefined;
  /** Everything ever told, or to be told, of an alert. */
  itemsOf(id: AlertId): readonly Item[];
  /** Notices of a topic, in the order in which they were made. */
  ofTopic(topic: string): readonly Item[];
}

const tell: Verdict = { kind: "tell" };

/**
 * Whether anybody still wants to hear this, asked immediately before every send, every retry, every next person,
 * and while a phone rings. Pure.
 */
export function wanted(item: Item, by: Circumstances): Verdict {
  const { about } = item;
  // Whoever pressed a key hears to the end what came of it.
  if (item.via === "call" && item.answeredAt !== undefined) return tell;
  switch (about.kind) {
    case "notice":
      return noticeWanted(item, about.topic, by);
    case "digest":
      return digestWanted(item, about.alerts, by);
    case "hand-over":
      return handOverWanted(about, by);
    case "case":
      return unlessPaused(whyNotCase(about, item, by), item, by);
    case "hold-over":
      return unlessPaused(whyNot({ ...about, firing: undefined }, item, by), item, by);
    case "tier":
    case "nobody":
      return unlessPaused(whyNot({ alertId: about.alertId, firing: about }, item, by), item, by);
  }
}

/** Said whoever holds the alert, and while the monitor is paused: people act all the same. */
function handOverWanted({ alertId, step }: Subject & { kind: "hand-over" }, by: Circumstances): Verdict {
  const entry = by.entry(alertId);
  if (entry === undefined) return { kind: "drop", why: "the alert is forgotten" };
  if (entry.record.handled !== undefined) return { kind: "drop", why: "handled first" };
  const isOver = step.kind === "offered" && offerOf(entry.record, by.now)?.at !== step.offer.at;
  return isOver ? { kind: "drop", why: "over before it could be said" } : tell;
}

function unlessPaused(
  why: Pointless | undefined,
  { outlasts }: Item,
  { pausedUntil, now }: Circumstances,
): Verdict {
  if (why !== undefined) return { kind: "drop", why };
  if (outlasts !== true && pausedUntil !== undefined && pausedUntil > now)
    return { kind: "wait", until: pausedUntil, why: "the monitor is paused" };
  return tell;
}

function digestWanted(item: Item, alerts: readonly Member[], by: Circumstances): Verdict {
  const left: Member[] = [];
  let pointless: Pointless | undefined;
  for (const member of alerts) {
    const why = whyNot({ alertId: member.alertId, firing: member }, item, by);
    if (why === undefined) left.push(member);
    else pointless ??= why;
  }
  if (left.length === 0) return { kind: "drop", why: pointless ?? "nothing is left of it" };
  const verdict = unlessPaused(undefined, item, by);
  return verdict.kind === "tell" && left.length < alerts.length ? { kind: "fewer", alerts: left } : verdict;
}

interface Concerned {
  readonly alertId: AlertId;
  readonly firing: Pick<Member, "tier" | "repeat"> | undefined;
}

/** Why nobody is to hear of this alert any more; undefined while somebody is. */
function whyNot({ alertId, firing }: Concerned, item: Item, by: Circumstances): Pointless | undefined {
  const entry = by.entry(alertId);
  if (entry === undefined) return "the alert is forgotten";
  const { alert, record } = entry;
  if (record.handled !== undefined) return "handled first";
  // A card that could not be posted yet disturbs nobody, and shows who holds the alert.
  const isCard = item.via === "slack" && record.card === undefined && item.about.kind === "tier";
  if (record.hold !== undefined && record.hold.until > by.now && !isCard)
    return record.hold.kind === "ignored" ? "ignored first" : "taken first";
  const none = whyNone(alert, policyFor(alert, by.rules), by.rules, by.now);
  if (none === "handled") return "handled first";
  if (none === "disabled") return "switched off in the settings";
  if (isSaidElsewhere(item, alertId, by)) return "said in another channel";
  return firing !== undefined && isSuperseded(firing, record, item, by)
    ? "a later tier took over"
    : undefined;
}

/** Why nobody is to hear of a case any more. */
function whyNotCase(
  { alertId, caseId, step }: Subject & { kind: "case" },
  item: Item,
  by: Circumstances,
): Pointless | undefined {
  const entry = by.entry(alertId);
  if (entry === undefined) return "the alert is forgotten";
  const { caseWatch } = entry.record;
  // Opened again, or in another case.
  if (caseIdOf(entry.record) !== caseId) return "over before it could be said";
  const mark = caseWatch?.marks.find((one) => one.step === step);
  if (caseWatch?.over !== undefined || mark?.doneAt !== undefined) return "handled first";
  if (caseDeadlines(entry, by.rules).every((one) => one.step !== step)) return "switched off in the settings";
  return isSaidElsewhere(item, alertId, by) ? "said in another channel" : undefined;
}

/** A channel that stood in for this one has shown it. */
function isSaidElsewhere({ id, about, via }: Item, alertId: AlertId, by: Circumstances): boolean {
  if (via !== "slack" || about.kind === "digest") return false;
  const key = subjectKey(about);
  return by
    .itemsOf(alertId)
    .some(
      (other) =>
        other.via === "slack" && other.id !== id && other.state === "sent" && subjectKey(other.about) === key,
    );
}

/** A later firing tells the same people the same way: whoever was to hear of this one hears of that. */
function isSuperseded(
  firing: Pick<Member, "tier" | "repeat">,
  { alertId, firings }: AlertRecord,
  item: Item,
  by: Circumstances,
): boolean {
  const at = firings.findIndex(({ tier, repeat }) => tier === firing.tier && repeat === firing.repeat);
  const later = firings.slice(at + 1);
  if (at < 0 || later.length === 0) return false;
  return by
    .itemsOf(alertId)
    .some(
      (other) =>
        other.id !== item.id &&
        other.via === item.via &&
        (other.to === item.to || other.group === item.group) &&
        other.state !== "failed" &&
        other.state !== "dropped" &&
        later.some((one) => tellsOf(other.about, alertId, one)),
    );
}

function noticeWanted(item: Item, topic: string | undefined, { ofTopic }: Circumstances): Verdict {
  if (topic === undefined) return tell;
  const all = ofTopic(topic).filter(({ via, to }) => via === item.via && to === item.to);
  const isLast = all.findIndex(({ id }) => id === item.id) === all.length - 1;
  return isLast ? tell : { kind: "drop", why: "over before it could be said" };
}
