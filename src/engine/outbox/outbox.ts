import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import { z } from "zod";
import type { Settings } from "../../config/settings.ts";
import { after, type Clock, days, hours, type Instant, milliseconds, seconds } from "../../lib/time.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { type AlertId, Via } from "../../sla/model.ts";
import type { Audience } from "../../sla/plan.ts";
import type { Meter } from "../meter.ts";
import type { Entry, Outcome, Store } from "../ports.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watchlist } from "../work/watchlist.ts";
import { auditOf } from "./audit.ts";
import { bundling } from "./bundle.ts";
import { delivery } from "./deliver.ts";
import { doubtful } from "./doubt.ts";
import { followUp } from "./follow-up.ts";
import { ITEMS, type Item, Item as ItemSchema, isOver, itemKey, membersOf } from "./item.ts";
import { isTaken, newQueue, type Queue } from "./queue.ts";
import { roomFrom, roomNow, together } from "./room.ts";
import { shelf } from "./shelf.ts";
import { wanted } from "./wanted.ts";
import type { Ways } from "./ways.ts";

/** What is written with items in one piece. */
export interface Also {
  readonly entries?: readonly Entry[];
  readonly events?: readonly AuditEvent[];
}

/** The one way out of the house: whatever is to be told is written here first, and told from here. */
export interface Outbox {
  /** Writes items down with whatever they belong to, and takes them on their way. Known ids are left as they are. Resolves once written. */
  add(items: readonly Item[], also?: Also): Promise<void>;
  itemsOf(id: AlertId): readonly Item[];
  ofTopic(topic: string): readonly Item[];
  all(): Iterable<Item>;
  /** Resolves when an item is over, or the provider has taken it. */
  taken(id: string): Promise<Item>;
  /** Reads what was left; before anything else. @returns keys that could not be read */
  load(): Promise<readonly string[]>;
  /** Takes it up. */
  resume(): void;
  /** Something has changed: what waits or rings is asked for anew. Without an alert: everything. */
  reconsider(id?: AlertId): void;
  /** What waits longer than it should: nothing of ours or of a provider's may take more than a minute. */
  overdue(now: Instant): readonly Item[];
  /** Forgets an alert's items, and what is long over. @returns what to remove from the disk */
  sweep(now: Instant): readonly Entry[];
}

export interface OutboxOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<Store, "list">;
  readonly journal: Journal;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly watch: Watchlist;
  readonly ways: Ways;
  readonly settings: () => Settings;
  readonly audience: () => Audience;
  /** One name for everybody who shares a number. */
  readonly sameAs: (via: Via, person: string) => string;
  /** The channel alerts go to when nothing else is said; undefined = Slack is off. */
  readonly channel: string | undefined;
  readonly pausedUntil: () => Instant | undefined;
  /** Reads alerts again that were not read in the last seconds. Never throws, and takes 10 s at most. */
  readonly confirm: (ids: readonly AlertId[]) => Promise<void>;
  /** The name of a new digest: `D7`. */
  readonly nextReference: () => { reference: string; entry: Entry };
  /** Told of every answer of a provider, to see when a whole way fails. */
  readonly onOutcome: (item: Item, outcome: Outcome) => void;
  /** Told when people would see a difference. */
  readonly onChange: (item: Item) => void;
  /** Told when everybody was tried and nobody answered. */
  readonly onNobody: (item: Item, tried: readonly Item[]) => void;
  readonly meter: Meter;
}

/** When something of ours failed. */
const BROKEN = seconds(10);
const OVERDUE = seconds(60);
/** So long a call waits for alerts that are about to fall due. */
const GATHERS = milliseconds(800);

export function outbox(options: OutboxOptions): Outbox {
  const { clock, log, store, journal, timetable, jobs, watch, settings } = options;
  const items = shelf();
  const queues = new Map<string, Queue>();
  /** Alerts of which something has changed in this moment. */
  const changed = new Set<AlertId>();
  const waitingFor = new Map<string, ((item: Item) => void)[]>();
  const parts = { ...options, items, add, wake, judge, queueFor, save };
  const follow = followUp({
    clock,
    timetable,
    jobs,
    read: items.get,
    ask: async (item) =>
      (await options.ways[item.via].follow?.(item.ref ?? "")) ?? { state: "sent", ref: "" },
    conclude: async (item, outcome) => deliver.conclude(queueFor(item), item, outcome),
  });
  const deliver = delivery({ ...parts, follow });
  const inDoubt = doubtful({ ...parts, conclude: deliver.conclude, standIn: deliver.standIn });
  const bundle = bundling(parts);

  function queueFor({ via, to }: Pick<Item, "via" | "to">): Queue {
    const key = `${via} ${via === "slack" ? to : options.sameAs(via, to)}`;
    const queue = queues.get(key) ?? newQueue(key, via);
    queues.set(key, queue);
    return queue;
  }

  function judge(item: Item) {
    return wanted(item, {
      now: clock.now(),
      rules: settings(),
      pausedUntil: options.pausedUntil(),
      entry: watch.get,
      itemsOf: items.ofAlert,
      ofTopic: items.ofTopic,
    });
  }

  async function add(more: readonly Item[], { entries = [], events = [] }: Also = {}): Promise<void> {
    const fresh = more.filter(({ id }) => items.get(id) === undefined);
    for (const item of fresh) items.put(item);
    const failed = fresh.filter(({ state }) => state === "failed");
    for (const { via } of failed) options.meter.told(via, { outcome: "failed", reason: "nobody" });
    const lines = failed.map((item) => auditOf(item, clock.now()));
    await journal.write([...entries, ...fresh.map(entryOf)], [...events, ...lines]);
    for (const item of fresh) enqueue(item);
  }

  /** Changes an item in memory and on the disk; never waits for long. */
  async function save(item: Item, also: Also = {}): Promise<void> {
    items.put(item);
    if (isOver(item)) queueFor(item).waiting.delete(item.id);
    if (isOver(item) || item.state === "sent") {
      for (const resolve of waitingFor.get(item.id) ?? []) resolve(item);
      waitingFor.delete(item.id);
    }
    await journal.write([entryOf(item), ...(also.entries ?? [])], also.events);
  }

  function enqueue(item: Item): void {
    if (isOver(item)) {
      options.onChange(item);
      return;
    }
    const queue = queueFor(item);
    queue.waiting.add(item.id);
    if (item.state === "sent") {
      if (item.via === "call") queue.ringing = item.id;
      follow(item.id);
    }
    wake(queue);
  }

  /** Has a queue looked through, once for everything that comes in the same moment. */
  function wake(queue: Queue): void {
    queue.again = true;
    if (queue.isPumping) return;
    queue.isPumping = true;
    jobs.start(`outbox ${queue.key}`, () => pump(queue));
  }

  async function pump(queue: Queue): Promise<void> {
    try {
      while (queue.again) {
        queue.again = false;
        // What falls due together is told together.
        await setImmediate();
        await turn(queue);
      }
    } catch (error) {
      log.error({ err: error, queue: queue.key }, "the outbox stumbled, trying again");
      timetable.at(`outbox ${queue.key}`, after(clock.now(), BROKEN), () => wake(queue));
    } finally {
      queue.isPumping = false;
    }
  }

  async function turn(queue: Queue): Promise<void> {
    await inDoubt.lookUp(queue);
    const now = clock.now();
    const due = pending(queue).filter(({ notBefore }) => notBefore === undefined || notBefore <= now);
    const doubted = waiting(queue).filter(({ state }) => state === "sending").length;
    if (due.length > 0 && !isTaken(queue, doubted)) {
      await options.confirm(due.flatMap(({ about }) => membersOf(about)));
      const told = await stillWanted(due);
      if (queue.closed !== undefined && queue.closed.until > clock.now()) await standInFor(queue, told);
      else await choose(queue, told);
    }
    schedule(queue);
  }

  const waiting = (queue: Queue) => [...queue.waiting].flatMap((id) => items.get(id) ?? []);
  const pending = (queue: Queue) => waiting(queue).filter(({ state }) => state === "pending");

  /** Drops what nobody wants any more, and puts off what has to wait. */
  async function stillWanted(due: readonly Item[]): Promise<Item[]> {
    const left: Item[] = [];
    for (const before of due) {
      const item = items.get(before.id);
      if (item?.state !== "pending") continue;
      const verdict = judge(item);
      if (verdict.kind === "tell") left.push(item);
      else await deliver.apply(item, verdict);
    }
    return left;
  }

  async function choose(queue: Queue, told: readonly Item[]): Promise<void> {
    const [first] = told;
    if (first === undefined) return;
    if (queue.via === "sms" || queue.via === "call") return byPhone(queue, queue.via, told);
    const next = told.find(({ urgent }) => urgent) ?? told.find((item) => !sharesCard(queue, item));
    if (next !== undefined) deliver.send(queue, next);
  }

  /** Nobody knows yet whether the alert's card was posted: another would be a second one. */
  function sharesCard(queue: Queue, item: Item): boolean {
    const ids = membersOf(item.about);
    return waiting(queue).some(
      (other) =>
        other.id !== item.id &&
        other.state === "sending" &&
        membersOf(other.about).some((id) => ids.includes(id)),
    );
  }

  async function byPhone(queue: Queue, via: "sms" | "call", told: readonly Item[]): Promise<void> {
    const limit = settings().limits[via];
    if (via === "call" && gathers(queue, told)) return;
    for (const group of together(told, via, roomNow(queue.sent, limit, clock.now()))) {
      const [first] = group;
      if (first === undefined) continue;
      const isTest = first.about.kind === "notice" && first.about.notice.kind === "test";
      const from = isTest
        ? clock.now()
        : roomFrom(queue.sent, limit, clock.now(), first.urgent === true ? 1 : 0);
      if (from > clock.now()) {
        for (const item of group) await putOff(item, from);
        continue;
      }
      const item = group.length === 1 ? first : await bundle(group);
      deliver.send(queue, item);
      if (via === "call") return;
    }
  }

  /** Deadlines of the same second are one call: it waits for those that come right after it. */
  function gathers(queue: Queue, [first]: readonly Item[]): boolean {
    if (first === undefined || first.urgent === true || first.about.kind === "notice") return false;
    const next = timetable.next(isDeadline);
    if (next === undefined || next > after(first.at, GATHERS) || clock.now() >= after(first.at, GATHERS))
      return false;
    queue.gathersUntil = after(first.at, GATHERS);
    return true;
  }

  async function putOff(item: Item, until: Instant): Promise<void> {
    const limited: Item = { ...item, notBefore: until, limited: true };
    if (item.limited !== true) options.meter.told(item.via, { outcome: "postponed", reason: "rate" });
    await save(limited);
    options.onChange(limited);
  }

  async function standInFor({ closed }: Queue, told: readonly Item[]): Promise<void> {
    if (closed === undefined) return;
    for (const item of told) {
      const held: Item = { ...item, notBefore: closed.until, detail: closed.detail };
      if (item.stoodIn === true) await save(held);
      else await deliver.standIn(held, closed.setback);
    }
  }

  function schedule(queue: Queue): void {
    const now = clock.now();
    const doubted = waiting(queue).filter(({ state }) => state === "sending").length;
    const taken = isTaken(queue, doubted);
    const times = waiting(queue).flatMap((item) => {
      if (item.state === "sending") return inDoubt.lookAt(queue, item) ?? [];
      if (item.state !== "pending") return [];
      const from = Math.max(
        now,
        item.notBefore ?? now,
        queue.closed?.until ?? now,
        queue.gathersUntil ?? now,
      );
      // What has its way blocked is taken up when that is free again.
      return taken && from <= now ? [] : [from as Instant];
    });
    const [soonest] = times.sort((one, other) => one - other);
    if (soonest === undefined) return;
    timetable.at(`outbox ${queue.key}`, soonest, () => wake(queue));
  }

  /** In one go for all that changes in the same moment: a digest may name thousands. */
  function reconsider(id?: AlertId): void {
    if (id === undefined) {
      reconsiderAll();
      return;
    }
    if (changed.size === 0) jobs.start("reconsider", reconsiderChanged);
    changed.add(id);
  }

  async function reconsiderChanged(): Promise<void> {
    await setImmediate();
    const ids = new Set(changed);
    changed.clear();
    for (const item of new Set([...ids].flatMap(items.ofAlert))) {
      if (mayBeUnwanted(item) && judge(narrowed(item, ids)).kind !== "tell") reconsiderItem(item);
    }
  }

  function reconsiderAll(): void {
    for (const item of [...items.all()]) if (mayBeUnwanted(item)) reconsiderItem(item);
    for (const queue of queues.values()) if (queue.waiting.size > 0) wake(queue);
  }

  function reconsiderItem(item: Item): void {
    const verdict = judge(item);
    if (verdict.kind === "tell" || (item.state === "pending" && verdict.kind === "wait")) return;
    if (item.state === "sent" && verdict.kind === "fewer") return;
    jobs.start(`reconsider ${item.id}`, () => deliver.apply(item, verdict));
  }

  return {
    add,
    itemsOf: items.ofAlert,
    ofTopic: items.ofTopic,
    all: items.all,
    taken(id) {
      const item = items.get(id);
      if (item !== undefined && (isOver(item) || item.state === "sent")) return Promise.resolve(item);
      return new Promise((resolve) => waitingFor.set(id, [...(waitingFor.get(id) ?? []), resolve]));
    },
    async load() {
      const damaged: string[] = [];
      for (const [key, value] of await store.list(ITEMS)) {
        const read = ItemSchema.safeParse(value);
        if (read.success) items.put(read.data);
        else damaged.push(`${key}: ${z.prettifyError(read.error).split("\n")[0]}`);
      }
      const inOrder = [...items.all()].sort(byMaking);
      for (const item of inOrder) {
        items.remove(item.id);
        items.put(item);
        if (item.startedAt !== undefined) queueFor(item).sent.push(item.startedAt);
      }
      return damaged;
    },
    resume() {
      for (const item of items.all()) if (!isOver(item)) enqueue(item);
    },
    reconsider,
    overdue: (now) => [...items.all()].filter((item) => isOverdue(item, now, options.pausedUntil())),
    sweep(now) {
      const old = [...items.all()].filter((item) => isForgotten(item, now, watch));
      for (const { id } of old) items.remove(id);
      return old.map(({ id }): Entry => [itemKey(id), undefined]);
    },
  };
}

/** As they were made; of one moment the channel first. */
function byMaking(one: Item, other: Item): number {
  const rank = ({ via }: Item) => Via.options.indexOf(via);
  return one.at - other.at || rank(one) - rank(other) || (one.id < other.id ? -1 : 1);
}

const isDeadline = (key: string) => key.startsWith("alert ");

/** It waits, or it rings. */
function mayBeUnwanted({ state, via }: Item): boolean {
  return state === "pending" || (state === "sent" && via === "call");
}

/** The part of a digest that is about these alerts. */
function narrowed(item: Item, ids: ReadonlySet<AlertId>): Item {
  const { about } = item;
  if (about.kind !== "digest") return item;
  return { ...item, about: { ...about, alerts: about.alerts.filter(({ alertId }) => ids.has(alertId)) } };
}

export function entryOf(item: Item): Entry {
  return [itemKey(item.id), item];
}

function isOverdue(item: Item, now: Instant, pausedUntil: Instant | undefined): boolean {
  if (item.state !== "pending" && item.state !== "sending") return false;
  if (item.limited === true || (pausedUntil !== undefined && pausedUntil > now)) return false;
  return now > after(item.at, OVERDUE);
}

/** Kept for the limits of a day, and as long as somebody may ask why. */
function isForgotten(item: Item, now: Instant, watch: Watchlist): boolean {
  if (!isOver(item)) return false;
  const ids = membersOf(item.about);
  if (ids.length > 0) return ids.every((id) => watch.get(id) === undefined);
  return now > after(item.settledAt ?? item.at, item.via === "slack" ? hours(1) : days(1));
}
