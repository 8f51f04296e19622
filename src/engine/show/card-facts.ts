import type { Settings } from "../../config/settings.ts";
import type { Clock, Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { named } from "../../oncall/people.ts";
import { groupOf, whoIsOnCall } from "../../oncall/roster.ts";
import { never } from "../../sla/calendar.ts";
import { type Disclosed, disclosedTo, shown, shownRecord } from "../../sla/disclosure.ts";
import { type Decision, evaluate } from "../../sla/evaluate.ts";
import { type AlertId, isTier } from "../../sla/model.ts";
import { type AppliedPolicy, methodsOf, policyFor } from "../../sla/policy.ts";
import type { AlertRecord } from "../../sla/record.ts";
import type { Item } from "../items/item.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { BoardRow, CardFacts, Named, Told } from "../ports/card-facts.ts";
import type { Watched, Watchlist } from "../work/watchlist.ts";
import { caseStanding } from "./case-standing.ts";
import { firstDeadline, isMissed, type Judged, nextAct } from "./next-act.ts";

/** What cards and boards are drawn from. */
export interface CardSources {
  readonly clock: Clock;
  readonly source: Pick<AlertSource, "alertUrl">;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly watch: Watchlist;
  /** What was told, or is to be, of one alert, in the order in which it was written down. */
  readonly itemsOf: (id: AlertId) => readonly Item[];
  /** While this is in the future nothing fires. */
  readonly pausedUntil: () => Instant | undefined;
}

/** An alert with all that decides what becomes of it now. */
export function judged({ settings, clock, pausedUntil }: CardSources, { alert, record }: Watched): Judged {
  return { alert, record, rules: settings(), now: clock.now(), pausedUntil: pausedUntil() };
}

/** All that a card of this alert shows now. */
export function cardFacts(sources: CardSources, entry: Watched): CardFacts {
  const { settings, source } = sources;
  const { alert, record } = entry;
  const disclosed = disclosedTo(alert, settings().disclosure, "slack");
  const applied = policyFor(alert, settings());
  const now = judged(sources, entry);
  const next = nextAct(now);
  // The high-risk rule and the warning have no deadline that could have passed, and who fires a tier by hand does so before its own.
  const late = record.firings.findLast(
    ({ tier, repeat, deadline }) => isTier(tier) && repeat === 0 && deadline <= now.now,
  );
  const breachedAt = late?.deadline;
  const url = source.alertUrl(alert.id);
  return {
    alert: shown(alert, disclosed),
    record: shownRecord(record, disclosed),
    ...withheld(disclosed),
    told: toldOf(sources, alert.id),
    duty: duty(sources, record, applied),
    caseSteps: caseStanding(sources, entry),
    now: now.now,
    tierCount: applied.policy.tiers.length,
    ignoreFor: settings().ignoreFor,
    acknowledgeFor: settings().acknowledgeFor,
    language: settings().language,
    ...(url === undefined ? {} : { alertUrl: url }),
    ...(next === undefined ? {} : { next }),
    ...(breachedAt === undefined ? {} : { breachedAt }),
  };
}

function withheld({ level, because }: Disclosed): Pick<CardFacts, "withheld"> {
  return because === undefined ? {} : { withheld: { why: because, title: level === "number" } };
}

/** The same of an alert that may have been forgotten since. */
export function factsOf(sources: CardSources, id: AlertId): CardFacts | undefined {
  const entry = sources.watch.get(id);
  return entry === undefined ? undefined : cardFacts(sources, entry);
}

/** Whom the latest firing concerns: who was on duty then in the groups that it tells, or in `oncall`. */
function duty({ roster }: CardSources, { firings }: AlertRecord, { policy }: AppliedPolicy): Named[] {
  const last = firings.at(-1);
  if (last === undefined) return [];
  const groupsNamed = methodsOf(policy, last.tier).flatMap((method) =>
    method.via === "slack" ? [] : [method.group],
  );
  const groups = new Set(groupsNamed.length > 0 ? groupsNamed : ["oncall"]);
  const people = [...groups]
    .filter((group) => groupOf(roster(), group) !== undefined)
    .flatMap((group) => whoIsOnCall(roster(), group, last.at).people);
  return [...new Set(people)].map((name) => named(roster().people, name));
}

/** One for all: most alerts of a long board were told to nobody. */
const NOBODY: readonly Told[] = [];

function toldOf(sources: CardSources, id: AlertId): readonly Told[] {
  const items = sources.itemsOf(id);
  return items.length === 0 ? NOBODY : items.flatMap((item) => told(item, id, sources.roster()));
}

/** What was told together is shown once, by its digest. */
function told(item: Item, id: AlertId, roster: Roster): Told[] {
  const { about, via, group, to, attempt, state, at, notBefore, limited, detail, reason } = item;
  const slack = via === "slack" ? undefined : named(roster.people, to).slack;
  const shown = { via, group, to, slack, attempt, state, at, notBefore, limited, detail, reason };
  if (item.bundledIn !== undefined) return [];
  if (about.kind === "tier") return [{ tier: about.tier, repeat: about.repeat, ...shown }];
  if (about.kind !== "digest") return [];
  const member = about.alerts.findLast(({ alertId }) => alertId === id);
  if (member === undefined) return [];
  return [{ tier: member.tier, repeat: member.repeat, ...shown, digest: about.reference }];
}

/** The alert as a row of the board. */
export function boardRow(sources: CardSources, entry: Watched): BoardRow {
  const { alert, record } = entry;
  const now = judged(sources, entry);
  // Once for all that is asked of it: thousands of rows may have to be made.
  const decision = evaluate(alert, record, now.rules, now.now);
  const next = nextAct(now, decision);
  const url = sources.source.alertUrl(alert.id);
  const disclosed = disclosedTo(alert, sources.settings().disclosure, "slack");
  const due = firstDeadline(now);
  return {
    alert: shown(alert, disclosed),
    record: shownRecord(record, disclosed),
    told: toldOf(sources, alert.id),
    state: stateOf(now, decision, due),
    ...(url === undefined ? {} : { url }),
    ...(next === undefined ? {} : { next }),
    ...(due === undefined || due >= never ? {} : { due }),
  };
}

function stateOf(now: Judged, decision: Decision, due: Instant | undefined): BoardRow["state"] {
  const { record } = now;
  if (record.hold !== undefined && record.hold.until > now.now) return record.hold.kind;
  const isOver = decision.kind === "stop" && decision.why !== "standing-still";
  if (isOver && record.firings.length === 0) return "quiet";
  return isMissed(now, due) ? "breached" : "waiting";
}
