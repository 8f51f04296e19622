import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { after, type Clock, type Instant, seconds, systemClock } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { within } from "../../lib/within.ts";
import { type Audience, next, type Setback, type Target } from "../../sla/plan.ts";
import type { Entry, Outcome } from "../ports.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Watchlist } from "../work/watchlist.ts";
import { auditOf } from "./audit.ts";
import { type Item, itemKey, newItem, type Subject, subjectKey } from "./item.ts";
import type { Also } from "./outbox.ts";
import { noteSent, type Queue, unsend } from "./queue.ts";
import { settle } from "./settle.ts";
import type { Shelf } from "./shelf.ts";
import type { Verdict } from "./wanted.ts";
import type { Ways } from "./ways.ts";

interface DeliveryOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly jobs: Jobs;
  readonly items: Shelf;
  readonly watch: Watchlist;
  readonly ways: Ways;
  readonly settings: () => Settings;
  readonly audience: () => Audience;
  readonly channel: string | undefined;
  readonly add: (items: readonly Item[], also?: Also) => Promise<void>;
  readonly save: (item: Item, also?: Also) => Promise<void>;
  readonly wake: (queue: Queue) => void;
  readonly judge: (item: Item) => Verdict;
  readonly queueFor: (item: Item) => Queue;
  readonly follow: (id: string) => void;
  readonly onOutcome: (item: Item, outcome: Outcome) => void;
  readonly onChange: (item: Item) => void;
  readonly onNobody: (item: Item, tried: readonly Item[]) => void;
}

/** The adapters have deadlines of their own; this one holds whatever they do. */
const ANSWERED_WITHIN = seconds(45);
/** How long a way that takes nothing is left alone, for all that wait for it. */
const CLOSED_FOR = seconds(20);

export interface Delivery {
  /** Sends an item, and does what follows from how that went. Nobody waits for it. */
  send(queue: Queue, item: Item): void;
  /** What became known of an item. */
  conclude(queue: Queue, item: Item, outcome: Outcome): Promise<void>;
  /** Tells others in the stead of an item that is still being tried. */
  standIn(item: Item, setback: Setback): Promise<void>;
  /** Does what follows when an item is not wanted as it is. */
  apply(item: Item, verdict: Verdict): Promise<void>;
}

export function delivery(options: DeliveryOptions): Delivery {
  const { clock, log, jobs, items, watch, ways, settings, audience, add, save, wake, judge, queueFor } =
    options;

  function send(queue: Queue, item: Item): void {
    queue.underWay.add(item.id);
    const { notBefore: _, limited: __, ...rest } = item;
    const now = clock.now();
    const sending: Item = { ...rest, state: "sending", startedAt: now, tries: item.tries + 1 };
    if (queue.via !== "slack")
      noteSent(queue, now, settings().limits[queue.via === "call" ? "call" : "sms"].per);
    items.put(sending);
    jobs.start(`send ${item.id}`, async () => {
      try {
        await attempt(queue, sending);
      } finally {
        queue.underWay.delete(item.id);
        wake(queue);
      }
    });
  }

  async function attempt(queue: Queue, sending: Item): Promise<void> {
    await save(sending);
    // Something may have come between while it was written.
    const verdict = judge(sending);
    if (verdict.kind !== "tell") {
      unsend(queue, sending.startedAt);
      const unsent: Item = { ...sending, state: "pending", tries: sending.tries - 1 };
      items.put(unsent);
      return apply(unsent, verdict);
    }
    const outcome = await within(systemClock, ANSWERED_WITHIN, () => ways[sending.via].send(sending)).catch(
      (error: unknown): Outcome => {
        log.error({ err: error, item: sending.id }, "a send did not end as it should");
        return { state: "unknown", detail: "no answer in time" };
      },
    );
    await conclude(queue, sending, outcome);
  }

  async function conclude(queue: Queue, before: Item, outcome: Outcome): Promise<void> {
    // Ended otherwise meanwhile: a call that was hung up has no say any more.
    if (items.get(before.id)?.state !== before.state) return;
    options.onOutcome(before, outcome);
    const now = clock.now();
    const { item, setback, isNews } = settle(before, outcome, now);
    if (outcome.state === "failed" && outcome.ref === undefined) unsend(queue, before.startedAt);
    noteWay(queue, outcome, now);
    const further = setback === undefined ? [] : instead(item, setback);
    const stoodIn = setback !== undefined && item.state !== "failed" && item.state !== "unanswered";
    const final: Item = stoodIn ? { ...item, stoodIn: true } : item;
    if (queue.ringing === item.id) queue.ringing = undefined;
    if (item.via === "call" && item.state === "sent") queue.ringing = item.id;
    const news = isNews ? [auditOf(final, now)] : [];
    await save(final, { entries: [...cardEntries(final), ...further.map(entry)], events: news });
    if (further.length > 0) await add(further);
    if (isNews) options.onChange(final);
    if (setback === "unanswered" && further.every(({ via }) => via === "slack")) everybodyTried(final);
    afterwards(queue, final);
  }

  function afterwards(queue: Queue, item: Item): void {
    if (item.state === "sent") {
      options.follow(item.id);
      // It may have been taken or closed while the request was under way.
      const verdict = judge(item);
      if (item.via === "call" && (verdict.kind === "drop" || verdict.kind === "wait"))
        jobs.start(`hang up ${item.id}`, () => apply(item, verdict));
    }
    wake(queue);
  }

  function noteWay(queue: Queue, outcome: Outcome, now: Instant): void {
    if (outcome.state === "sent" || outcome.state === "delivered") queue.closed = undefined;
    if (outcome.state !== "failed") return;
    const { scope, again, detail } = outcome;
    const closes = queue.via === "slack" ? again !== undefined || scope !== "way" : scope === "setup";
    if (!closes) return;
    queue.closed = {
      until: after(now, again ?? CLOSED_FOR),
      setback: again === undefined ? scope : "struggling",
      detail,
    };
  }

  async function standIn(item: Item, setback: Setback): Promise<void> {
    if (setback === "struggling" && clock.now() < after(item.at, seconds(60))) return save(item);
    const further = instead(item, setback);
    await save({ ...item, stoodIn: true }, { entries: further.map(entry) });
    if (further.length > 0) await add(further);
    options.onChange(item);
  }

  /** Whom to tell in its stead; nobody once nobody wants to hear it. */
  function instead(item: Item, setback: Setback): Item[] {
    const { about } = item;
    if (!mayStandIn(item)) return [];
    const verdict = judge({ ...item, state: "pending" });
    if (verdict.kind === "drop") return [];
    const wantedAbout: Subject =
      verdict.kind === "fewer" && about.kind === "digest" ? { ...about, alerts: verdict.alerts } : about;
    const family = items.ofSubject(subjectKey(about)).map((one) => (one.id === item.id ? item : one));
    const ended = family.find((one) => one.id === item.id) ?? item;
    const groups = [...new Set(family.flatMap(({ group }) => group ?? []))];
    const targets: Target[] = next({
      tried: family,
      ended,
      setback,
      audience: audience(),
      retries: settings().voice.retries,
      channel: about.kind === "notice" ? undefined : options.channel,
      groups: groups.length > 0 ? groups : ["oncall"],
    });
    const now = clock.now();
    return targets
      .map((target) => newItem(wantedAbout, target, now, { urgent: item.urgent ?? false }))
      .filter(({ id }) => items.get(id) === undefined);
  }

  function everybodyTried(item: Item): void {
    const family = items
      .ofSubject(subjectKey(item.about))
      .filter(({ via, group }) => via === item.via && group === item.group);
    if (family.every(({ state }) => state === "unanswered" || state === "failed"))
      options.onNobody(item, family);
  }

  /** The first message of an alert is its card. */
  function cardEntries({ about, via, state, ref }: Item): readonly Entry[] {
    if (via !== "slack" || state !== "sent" || ref === undefined || about.kind !== "tier") return [];
    const record = watch.get(about.alertId)?.record;
    if (record === undefined || record.card !== undefined) return [];
    const [channel = "", ts = ""] = ref.split("/");
    return watch.change(about.alertId, { ...record, card: { channel, ts, stale: true } });
  }

  async function apply(item: Item, verdict: Verdict): Promise<void> {
    if (items.get(item.id)?.state !== item.state) return undefined;
    switch (verdict.kind) {
      case "tell":
        return undefined;
      case "wait":
        return item.state === "sent" ? callLater(item, verdict.until) : postpone(item, verdict.until);
      case "drop":
        return drop(item, verdict.why);
      case "fewer":
        return shrink(item, verdict.alerts);
      default:
        return unreachable(verdict);
    }
  }

  async function postpone(item: Item, until: Instant): Promise<void> {
    await save({ ...item, notBefore: until });
    wake(queueFor(item));
  }

  async function drop(item: Item, why: string): Promise<void> {
    const now = clock.now();
    const dropped: Item = { ...item, state: "dropped", settledAt: now, detail: why };
    // First in memory: whoever asks meanwhile must not find it ringing.
    items.put(dropped);
    await hangUp(item);
    await save(dropped, { events: item.via === "slack" ? [] : [auditOf(dropped, now)] });
    options.onChange(dropped);
    wake(queueFor(item));
  }

  async function hangUp(item: Item): Promise<void> {
    const queue = queueFor(item);
    if (item.state === "sent" && item.ref !== undefined)
      await within(systemClock, ANSWERED_WITHIN, async () => ways[item.via].hangUp?.(item.ref ?? "")).catch(
        (error: unknown) => log.warn({ err: error, item: item.id }, "could not hang up"),
      );
    if (queue.ringing === item.id) queue.ringing = undefined;
  }

  /** The pause ends a call that rings, and the same person is called after it. */
  async function callLater(item: Item, until: Instant): Promise<void> {
    const { via, to, attempt, group } = item;
    const target = { via, to, attempt: attempt + 1, ...(group === undefined ? {} : { group }) };
    const later: Item = { ...newItem(item.about, target, clock.now()), notBefore: until };
    await drop(item, "the monitor is paused");
    await add([later]);
  }

  /** What is left of a digest; one alert is told as itself. */
  async function shrink(item: Item, alerts: (Verdict & { kind: "fewer" })["alerts"]): Promise<void> {
    const { about } = item;
    const [only] = alerts;
    if (about.kind !== "digest" || only === undefined) return;
    if (alerts.length > 1) {
      await save({ ...item, about: { ...about, alerts } });
      return wake(queueFor(item));
    }
    const { via, to, group } = item;
    const target = { via, to, attempt: 1, ...(group === undefined ? {} : { group }) };
    const single = newItem({ kind: "tier", ...only }, target, clock.now(), { urgent: item.urgent ?? false });
    const gone: Item = {
      ...item,
      state: "dropped",
      settledAt: clock.now(),
      bundledIn: about.reference,
      detail: "told as itself",
    };
    await save(gone, { entries: [entry(single)] });
    await add([single]);
  }

  return { send, conclude, standIn, apply };
}

function entry(item: Item): Entry {
  return [itemKey(item.id), item];
}

/** Replies below a card, and words about no alert, are for the channel they were meant for. */
function mayStandIn({ about, via }: Item): boolean {
  if (about.kind === "notice") return via !== "slack" && about.notice.kind !== "test";
  return about.kind === "tier" || about.kind === "digest";
}
