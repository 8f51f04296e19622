import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { after, type Clock, type Instant, seconds } from "../../lib/time.ts";
import { type Escalated, nextTierNow } from "../../sla/escalate.ts";
import { type Decision, evaluate } from "../../sla/evaluate.ts";
import { fire } from "../../sla/fire.ts";
import { offerOver } from "../../sla/hand-over.ts";
import type { Actor, Alert, AlertId } from "../../sla/model.ts";
import { type Audience, plan } from "../../sla/plan.ts";
import { isOpen, policyFor } from "../../sla/policy.ts";
import { handledElsewhere, holdOver, reopened, unanswered } from "../../sla/respond.ts";
import { HiveError } from "../hive-error.ts";
import { handOverItems } from "../outbox/hand-over-items.ts";
import { type Item, newItem } from "../outbox/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { AlertSource } from "../ports.ts";
import type { Cards } from "../show/cards.ts";
import { nextAct } from "../show/next-act.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Lanes } from "../work/lanes.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watched, Watchlist } from "../work/watchlist.ts";
import type { Confirm, Confirmed } from "./confirm.ts";
import { silentFrom } from "./silence.ts";
import type { Storms } from "./storms.ts";

/** When something of ours failed. */
const TRY_AGAIN_AFTER = seconds(10);

export interface Escalation {
  /** Does what an alert needs now, and notes when to look again. Safe to call at any time. */
  attend(id: AlertId): Promise<void>;
  /** Takes note of an alert as TheHive just showed it, and attends to it. */
  observe(id: AlertId, alert: Alert): Promise<void>;
  /** Reads an alert again, to learn what became of it. @throws when TheHive does not tell */
  lookFor(id: AlertId): Promise<void>;
  /** Takes note of what TheHive said of an alert, for whoever is about to be told of it. */
  see(id: AlertId, found: Confirmed): Promise<void>;
  /** Takes note of an alert as it was just read, without acting upon it. */
  refresh(alert: Alert): void;
  /** Fires the next tier now, because a person asked for it. @returns why not; undefined when it has fired */
  escalate(id: AlertId, by: Actor): Promise<NotEscalated | undefined>;
}

/** Why no tier could be fired ahead of its time. */
export interface NotEscalated {
  readonly why: (Escalated & { kind: "none" })["why"] | "unknown" | "paused";
}

export interface EscalationOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly watch: Watchlist;
  readonly lanes: Lanes;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly source: Pick<AlertSource, "read" | "caseOf">;
  readonly settings: () => Settings;
  readonly outbox: Outbox;
  readonly storms: Storms;
  readonly confirm: Confirm;
  readonly cards: Cards;
  readonly audience: () => Audience;
  /** The channel alerts go to; undefined = Slack is off. */
  readonly channel: string | undefined;
  /** While this is in the future nothing fires. */
  readonly pausedUntil: () => Instant | undefined;
  /** Told when an alert is past everything that would fire, and nobody holds it. */
  readonly onSilence: () => void;
}

type Firing = Decision & { kind: "fire" };

/** What each alert needs, when it is time: the policy's tiers, their end, and the silence after them. */
export function escalation(options: EscalationOptions): Escalation {
  const { clock, log, watch, lanes, timetable, jobs, source, settings, outbox, storms, confirm, cards } =
    options;

  const attend = (id: AlertId) => inTurn(id, () => look(id));

  /** One job of an alert at a time. One that fails is not the last one. */
  function inTurn(id: AlertId, job: () => Promise<void>): Promise<void> {
    return lanes.inLane(id, async () => {
      try {
        await job();
      } catch (error) {
        // Beside the alert's own deadline, which may be nearer.
        const again = () => jobs.start(`attend ${id}`, () => attend(id));
        timetable.at(`again ${id}`, after(clock.now(), TRY_AGAIN_AFTER), again);
        throw error;
      }
    });
  }

  async function look(id: AlertId): Promise<void> {
    // The high-risk rule and a tier may be due in the same instant: go on until nothing is.
    for (;;) {
      const entry = watch.get(id);
      if (entry === undefined || entry.record.handled !== undefined) return timetable.cancel(`alert ${id}`);
      const now = clock.now();
      if (entry.record.hold !== undefined && entry.record.hold.until <= now) {
        await endHold(id, entry, now);
        continue;
      }
      await endOffer(id, entry, now);
      const decision = evaluate(entry.alert, entry.record, settings(), now);
      if (decision.kind === "stop") return rest(id, entry, decision.why, now);
      if (decision.kind === "wait") return lookAgain(id, decision.until);
      const paused = options.pausedUntil();
      if (paused !== undefined && paused > now) return lookAgain(id, paused);
      storms.approach(id);
      try {
        await fireConfirmed(id, entry);
      } finally {
        storms.leave(id);
      }
    }
  }

  /** The end of a hold or an offer is always looked at, whatever falls due later. */
  function lookAgain(id: AlertId, at: Instant): void {
    const { hold, offer } = watch.get(id)?.record ?? {};
    const ends = [hold?.until, offer?.until].filter((end) => end !== undefined && end > clock.now());
    const soonest = [at, ...ends].reduce<Instant>(
      (first, one) => (one !== undefined && one < first ? one : first),
      at,
    );
    timetable.at(`alert ${id}`, soonest, () => jobs.start(`attend ${id}`, () => attend(id)));
  }

  /** Nothing of this alert will fire any more. */
  async function rest(
    id: AlertId,
    entry: Watched,
    why: (Decision & { kind: "stop" })["why"],
    now: Instant,
  ): Promise<void> {
    timetable.cancel(`alert ${id}`);
    if (why === "handled") return leave(id, entry.alert);
    if (entry.record.hold !== undefined) return lookAgain(id, entry.record.hold.until);
    if (entry.record.offer !== undefined) lookAgain(id, entry.record.offer.until);
    if (why !== "exhausted" && why !== "high-risk-only") return;
    const at = silentFrom(entry.record, outbox.itemsOf(id));
    if (at === undefined) return;
    const paused = options.pausedUntil();
    const from = paused !== undefined && paused > at ? paused : at;
    return from <= now ? saySilence(id, entry, now) : lookAgain(id, from);
  }

  /** The last tier has fired, nobody has responded, and nothing more will be sent by phone. */
  async function saySilence(id: AlertId, { record }: Watched, now: Instant): Promise<void> {
    const last = record.firings.at(-1);
    const change = unanswered(record, now);
    const items: Item[] =
      record.card === undefined || last === undefined
        ? []
        : [
            newItem(
              { kind: "nobody", alertId: id, tier: last.tier, repeat: last.repeat },
              { via: "slack", to: record.card.channel, attempt: 1 },
              now,
            ),
          ];
    await outbox.add(items, { entries: watch.change(id, change.record), events: change.events });
    options.onSilence();
    cards.refresh(id);
  }

  async function endHold(id: AlertId, { alert, record }: Watched, now: Instant): Promise<void> {
    const change = holdOver(record, now);
    if (change === undefined) return;
    const decision = evaluate(alert, change.record, settings(), now);
    const isOver = decision.kind === "stop" && record.firings.length > 0;
    const pausedUntil = options.pausedUntil();
    const next = nextAct({ alert, record: change.record, rules: settings(), now, pausedUntil });
    const items: Item[] =
      record.card === undefined || (decision.kind === "stop" && decision.why === "handled")
        ? []
        : [
            newItem(
              { kind: "hold-over", alertId: id, hold: change.hold, ...(next === undefined ? {} : { next }) },
              { via: "slack", to: record.card.channel, attempt: 1 },
              now,
            ),
          ];
    // The same message says that nothing more will be sent.
    const ended = isOver && items.length > 0 ? { ...change.record, unansweredAt: now } : change.record;
    await outbox.add(items, { entries: watch.change(id, ended), events: change.events });
    if (isOver) options.onSilence();
    cards.refresh(id);
  }

  /** Nobody accepted what nobody held: its thread is told. */
  async function endOffer(id: AlertId, { record }: Watched, now: Instant): Promise<void> {
    const change = offerOver(record, now);
    if (change === undefined) return;
    await outbox.add(handOverItems(record, change, now), {
      entries: watch.change(id, change.record),
      events: change.events,
    });
    cards.refresh(id);
  }

  /** Reads the alert again, and fires unless it has been handled since. */
  async function fireConfirmed(id: AlertId, before: Watched): Promise<void> {
    const fresh = await confirm.ask(id);
    if (fresh === undefined) return leave(id, undefined);
    if (fresh !== "unconfirmed") refresh(fresh);
    const entry = watch.get(id) ?? before;
    const decision = evaluate(entry.alert, entry.record, settings(), clock.now());
    if (decision.kind !== "fire") return;
    await announce(id, entry, decision, fresh === "unconfirmed");
  }

  async function announce(
    id: AlertId,
    entry: Watched,
    decision: Firing,
    unconfirmed: boolean,
  ): Promise<void> {
    const { tier, repeat, methods } = decision;
    const channel = channelOf(entry.alert);
    const breach = { id, tier, repeat, severity: entry.alert.severity, methods, channel };
    const admission = await storms.admit(breach);
    // Handled or held while others were waited for.
    const current = watch.get(id) ?? entry;
    const still = evaluate(current.alert, current.record, settings(), clock.now());
    const now = clock.now();
    if (current.record.handled !== undefined || still.kind !== "fire" || still.tier !== tier) return;
    const change = fire(current.record, current.alert, still, unconfirmed, now);
    const also = { entries: watch.change(id, change.record), events: change.events };
    if (admission.kind === "digest") {
      await outbox.add([], { ...also, entries: [...admission.entries, ...also.entries] });
    } else {
      const { urgent } = admission;
      const targets = plan(methods, channel, options.audience());
      const items = targets.map((target) =>
        newItem({ kind: "tier", alertId: id, tier, repeat }, target, now, { urgent }),
      );
      await outbox.add(items, also);
    }
    log.info({ alertId: id, tier, digest: admission.kind === "digest" }, "tier fired");
    cards.refresh(id, seconds(1));
  }

  function channelOf(alert: Alert): string | undefined {
    return options.channel === undefined
      ? undefined
      : (policyFor(alert, settings()).channel ?? options.channel);
  }

  /** The alert is no longer open. Which case it became is asked afterwards: nobody waits for that. */
  async function leave(id: AlertId, alert: Alert | undefined): Promise<void> {
    const entry = watch.get(id);
    if (entry === undefined || entry.record.handled !== undefined) return;
    timetable.cancel(`alert ${id}`);
    if (alert !== undefined) watch.refresh(alert);
    await watch.commit(id, handledElsewhere(watch.get(id)?.record ?? entry.record, alert, clock.now()));
    log.info({ alertId: id, stage: alert?.stage ?? "deleted" }, "alert handled");
    cards.refresh(id);
    if (alert?.caseId !== undefined) jobs.start(`case of ${id}`, () => noteCase(id, alert));
  }

  async function noteCase(id: AlertId, alert: Alert): Promise<void> {
    const link = await source.caseOf(alert);
    const record = watch.get(id)?.record;
    if (link === undefined || record?.handled === undefined || record.handled.case !== undefined) return;
    const card = record.card === undefined ? {} : { card: { ...record.card, stale: true } };
    await watch.commit(id, {
      record: { ...record, ...card, handled: { ...record.handled, case: link } },
      events: [],
    });
    cards.refresh(id);
  }

  const observe = (id: AlertId, alert: Alert) => inTurn(id, () => note(id, alert));

  async function see(id: AlertId, found: Confirmed): Promise<void> {
    if (found === "unconfirmed") return;
    const entry = watch.get(id);
    if (entry === undefined || entry.record.handled !== undefined) return;
    // Not in the alert's turn: whoever is to be told waits for this, and may hold up that turn.
    if (found === undefined || !isOpen(found, settings().poll.open)) return leave(id, found);
    refresh(found);
  }

  function lookFor(id: AlertId): Promise<void> {
    return inTurn(id, async () => {
      const alert = await source.read(id);
      return alert === undefined ? leave(id, undefined) : note(id, alert);
    });
  }

  async function note(id: AlertId, alert: Alert): Promise<void> {
    const entry = watch.get(id);
    if (entry === undefined) return;
    if (entry.record.handled !== undefined) return reconsider(id, alert);
    refresh(alert);
    await look(id);
  }

  function refresh(alert: Alert): void {
    const before = watch.get(alert.id)?.record.alert;
    watch.refresh(alert);
    if (before !== undefined && cardShows(before) !== cardShows(alert)) cards.outdate(alert.id, seconds(1));
  }

  /** It had been handled and TheHive lists it as open: an old row of a slow index, or really open again? */
  async function reconsider(id: AlertId, listed: Alert): Promise<void> {
    if (!isOpen(listed, settings().poll.open)) return;
    const fresh = await source.read(id).catch((error: unknown) => {
      if (error instanceof HiveError) return undefined;
      throw error;
    });
    const entry = watch.get(id);
    if (fresh === undefined || entry === undefined || !isOpen(fresh, settings().poll.open)) return;
    watch.refresh(fresh);
    await watch.commit(id, reopened(watch.get(id)?.record ?? entry.record, clock.now()));
    cards.refresh(id);
    await look(id);
  }

  /** In its turn, so that no deadline fires the same tier beside it. Not in a storm's digest: a person asks for it. */
  async function escalate(id: AlertId, by: Actor): Promise<NotEscalated | undefined> {
    let refused: NotEscalated | undefined = { why: "unknown" };
    await inTurn(id, async () => {
      refused = await fireNext(id, by);
      await look(id);
    });
    return refused;
  }

  async function fireNext(id: AlertId, by: Actor): Promise<NotEscalated | undefined> {
    const paused = options.pausedUntil();
    if (paused !== undefined && paused > clock.now()) return { why: "paused" };
    const fresh = await confirm.ask(id);
    await see(id, fresh);
    const entry = watch.get(id);
    if (entry === undefined) return { why: "unknown" };
    const now = clock.now();
    const decision = nextTierNow(entry.alert, entry.record, settings(), now);
    if (decision.kind === "none") return decision;
    if (entry.record.handled !== undefined) return { why: "handled" };
    const { tier, repeat, methods } = decision;
    const change = fire(entry.record, entry.alert, decision, fresh === "unconfirmed", now, by);
    const items = plan(methods, channelOf(entry.alert), options.audience()).map((target) =>
      newItem({ kind: "tier", alertId: id, tier, repeat }, target, now, { urgent: true }),
    );
    await outbox.add(items, { entries: watch.change(id, change.record), events: change.events });
    log.info({ alertId: id, tier, by }, "tier fired ahead of its time");
    cards.refresh(id, seconds(1));
    return undefined;
  }

  return { attend, observe, lookFor, see, refresh, escalate };
}

/** The part of an alert that its card shows. */
function cardShows(alert: Omit<Alert, "observables">): string {
  const { title, severity, source, type, tags, observableCount, assignee } = alert;
  return JSON.stringify([title, severity, source, type, tags, observableCount, assignee]);
}
