import { after, type Instant, seconds } from "../lib/time.ts";
import { type Decision, evaluate } from "../sla/evaluate.ts";
import { fire } from "../sla/fire.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import { plan } from "../sla/plan.ts";
import { isOpen, policyFor } from "../sla/policy.ts";
import { handledElsewhere, reopened } from "../sla/respond.ts";
import type { AlertDeliveries } from "./alert-deliveries.ts";
import { audienceAt } from "./audience.ts";
import type { Cards } from "./cards.ts";
import { type Context, withinTime } from "./context.ts";
import { HiveError } from "./hive-error.ts";
import type { Storms } from "./storms.ts";
import type { Watched } from "./watchlist.ts";

/** How long a tier waits for TheHive to say whether its alert is still open: told within 10 s whatever happens. */
const CONFIRM_WITHIN = seconds(9);
/** When something of ours failed, such as a full disk. */
const TRY_AGAIN_AFTER = seconds(10);

export interface Attendant {
  /** Does what an alert needs now, and notes when to look again. Safe to call at any time. */
  attend(id: AlertId): Promise<void>;
  /** Takes note of an alert as TheHive just showed it, and attends to it. */
  observe(id: AlertId, alert: Alert): Promise<void>;
  /** Reads an alert again, to learn what became of it. @throws when TheHive does not tell */
  lookFor(id: AlertId): Promise<void>;
}

interface AttendantOptions {
  readonly deliveries: AlertDeliveries;
  readonly cards: Cards;
  readonly storms: Storms;
  /** While this is in the future nothing fires. */
  readonly pausedUntil: () => Instant | undefined;
}

export function attendant(
  context: Context,
  { deliveries, cards, storms, pausedUntil }: AttendantOptions,
): Attendant {
  const { clock, watch, lanes, timetable, source, settings, log, work } = context;

  const attend = (id: AlertId) => inTurn(id, () => look(id));

  /** One job of an alert at a time. One that fails is not the last one. */
  function inTurn(id: AlertId, job: () => Promise<void>): Promise<void> {
    return lanes.inLane(id, async () => {
      try {
        await job();
      } catch (error) {
        // Beside the alert's own deadline, which may be nearer.
        const again = () => work.start(`attend ${id}`, () => attend(id));
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
      const decision = evaluate(entry.alert, entry.record, settings(), clock.now());
      if (decision.kind === "stop") {
        timetable.cancel(`alert ${id}`);
        if (decision.why === "handled") await leave(id, entry.alert);
        return;
      }
      if (decision.kind === "wait") return lookAgain(id, decision.until);
      const paused = pausedUntil();
      if (paused !== undefined && paused > clock.now()) return lookAgain(id, paused);
      storms.approach(id);
      await fireConfirmed(id, entry).finally(() => storms.leave(id));
    }
  }

  function lookAgain(id: AlertId, at: Instant): void {
    timetable.at(`alert ${id}`, at, () => work.start(`attend ${id}`, () => attend(id)));
  }

  /** Reads the alert again, and fires unless it has been handled since. */
  async function fireConfirmed(id: AlertId, before: Watched): Promise<void> {
    const fresh = await confirm(id);
    if (fresh === undefined) return leave(id, undefined);
    if (fresh !== "unconfirmed") watch.refresh(fresh);
    const entry = watch.get(id) ?? before;
    const now = clock.now();
    const decision = evaluate(entry.alert, entry.record, settings(), now);
    if (decision.kind !== "fire") return;
    await announce(id, entry, decision, fresh === "unconfirmed");
  }

  async function announce(
    id: AlertId,
    entry: Watched,
    decision: Decision & { kind: "fire" },
    unconfirmed: boolean,
  ): Promise<void> {
    const now = clock.now();
    const applied = policyFor(entry.alert, settings());
    const channel = context.chat === undefined ? undefined : (applied.channel ?? context.chat.channel);
    const request = {
      alert: entry.alert,
      tier: decision.tier,
      repeat: decision.repeat,
      methods: decision.methods,
      channel,
    };
    const alone = await storms.admit({
      id,
      tier: decision.tier,
      repeat: decision.repeat,
      severity: entry.alert.severity,
      methods: decision.methods,
      channel,
    });
    const planned = alone ? plan(request, audienceAt(context, now), now) : [];
    const change = fire(entry.record, entry.alert, decision, planned, unconfirmed, now);
    // Also when only the audit trail failed: people must hear of it all the same.
    await watch.commit(id, change).finally(() => deliveries.dispatch(id));
    log.info({ alertId: id, tier: decision.tier, deliveries: planned.length, digest: !alone }, "tier fired");
    cards.refresh(id, seconds(1));
  }

  async function confirm(id: AlertId): Promise<Alert | undefined | "unconfirmed"> {
    try {
      return await withinTime(clock, CONFIRM_WITHIN, (signal) => source.read(id, signal));
    } catch (error) {
      log.warn({ alertId: id, err: error }, "could not confirm that the alert is still open");
      return "unconfirmed";
    }
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
    if (alert?.caseId !== undefined) work.start(`case of ${id}`, () => noteCase(id, alert));
  }

  async function noteCase(id: AlertId, alert: Alert): Promise<void> {
    const link = await source.caseOf(alert);
    if (link === undefined) return;
    await lanes.inLane(id, async () => {
      const record = watch.get(id)?.record;
      if (record?.handled === undefined || record.handled.case !== undefined) return;
      const card = record.card === undefined ? {} : { card: { ...record.card, stale: true } };
      await watch.commit(id, {
        record: { ...record, ...card, handled: { ...record.handled, case: link } },
        events: [],
      });
    });
    cards.refresh(id);
  }

  const observe = (id: AlertId, alert: Alert) => inTurn(id, () => note(id, alert));

  function lookFor(id: AlertId): Promise<void> {
    return inTurn(id, async () => {
      const alert = await withinTime(clock, CONFIRM_WITHIN, (signal) => source.read(id, signal));
      return alert === undefined ? leave(id, undefined) : note(id, alert);
    });
  }

  async function note(id: AlertId, alert: Alert): Promise<void> {
    const entry = watch.get(id);
    if (entry === undefined) return;
    if (entry.record.handled !== undefined) return reconsider(id, alert);
    watch.refresh(alert);
    if (cardShows(entry.alert) !== cardShows(alert)) await markStale(id);
    await look(id);
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

  async function markStale(id: AlertId): Promise<void> {
    const record = watch.get(id)?.record;
    if (record?.card === undefined) return;
    await watch.commit(id, { record: { ...record, card: { ...record.card, stale: true } }, events: [] });
    cards.refresh(id, seconds(1));
  }

  return { attend, observe, lookFor };
}

/** The part of an alert that its card shows. */
function cardShows({ title, severity, source, type, tags, observableCount, assignee }: Alert): string {
  return JSON.stringify([title, severity, source, type, tags, observableCount, assignee]);
}
