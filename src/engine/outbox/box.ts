import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import type { Clock, Instant } from "../../lib/time.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { AlertId, Via } from "../../sla/model.ts";
import type { Audience } from "../../sla/plan.ts";
import { type Item, isOver, itemKey } from "../items/item.ts";
import type { Subject } from "../items/subject.ts";
import type { Meter } from "../meter.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watchlist } from "../work/watchlist.ts";
import { auditOf } from "./audit.ts";
import { newQueue, type Queue } from "./queue.ts";
import type { Shelf } from "./shelf.ts";
import { type Verdict, wanted } from "./wanted.ts";
import type { Ways } from "./ways.ts";

/** What is written with items in one piece. */
export interface Also {
  readonly entries?: readonly Entry[];
  readonly events?: readonly AuditEvent[];
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
  /** Reads again what is to be told, unless it was read in the last seconds. Never throws, and takes 10 s at most. */
  readonly confirm: (about: readonly Subject[]) => Promise<void>;
  /** The name of a new digest: `D7`. */
  readonly nextReference: () => { reference: string; entry: Entry };
  /** Texts can be answered: they end with a code. */
  readonly takesReplies: boolean;
  /** What codes are made of, the same for all copies; by chance unless given. */
  readonly codeSecret?: string | undefined;
  /** A text with a code is about to go out. */
  readonly onCode: () => void;
  /** A key was pressed in a call that goes on, or in one that has not heard yet what came of it. */
  readonly onKey: (item: Item) => Promise<void>;
  /** Told of every answer of a provider, to see when a whole way fails. */
  readonly onOutcome: (item: Item, outcome: Outcome) => void;
  /** Told when people would see a difference. */
  readonly onChange: (item: Item) => void;
  /** Told when everybody was tried and nobody answered. */
  readonly onNobody: (item: Item, tried: readonly Item[]) => void;
  readonly meter: Meter;
  /** Since when another copy may have told what was written down at an instant: it is looked for first. */
  readonly maybeToldSince?: ((at: Instant) => Promise<Instant | undefined>) | undefined;
  /** Since when this copy leads, where there are several. */
  readonly ledSince?: Instant | undefined;
}

/** What the outbox's parts work on. */
export interface Box extends OutboxOptions {
  readonly items: Shelf;
  readonly queues: Map<string, Queue>;
  /** Alerts of which something has changed in this moment. */
  readonly changed: Set<AlertId>;
  /** When what is in doubt is looked up next, by id. */
  readonly nextLook: Map<string, Instant>;
  /** Who waits until an item is taken. */
  readonly waitingFor: Map<string, ((item: Item) => void)[]>;
  /** Has a queue looked through, once for everything that comes in the same moment. */
  readonly wake: (queue: Queue) => void;
  /** Asks from now on how a sent item goes on. */
  readonly follow: (id: string) => void;
  /** Lets one queue, or one digest, go on in a turn of the event loop: each may be about thousands of alerts. */
  readonly inTurn: () => Promise<void>;
}

/** The queue that an item waits in. */
export function queueFor({ queues, sameAs }: Box, { via, to }: Pick<Item, "via" | "to">): Queue {
  const key = `${via} ${via === "slack" ? to : sameAs(via, to)}`;
  const queue = queues.get(key) ?? newQueue(key, via);
  queues.set(key, queue);
  return queue;
}

/** What is asked when it is to be known whether something is still wanted. */
export interface Known extends Pick<Box, "clock" | "settings" | "pausedUntil" | "items"> {
  readonly watch: Pick<Watchlist, "get">;
}

/** Whether anybody still wants to hear it now. */
export function judge({ clock, settings, pausedUntil, watch, items }: Known, item: Item): Verdict {
  return wanted(item, {
    now: clock.now(),
    rules: settings(),
    pausedUntil: pausedUntil(),
    entry: watch.get,
    itemsOf: items.ofAlert,
    ofTopic: items.ofTopic,
  });
}

/** Writes items down with whatever they belong to, and takes them on their way. */
export async function add(box: Box, more: readonly Item[], also: Also = {}): Promise<void> {
  const { items, clock, journal, meter } = box;
  const fresh = more.filter(({ id }) => items.get(id) === undefined);
  for (const item of fresh) items.put(item);
  const failed = fresh.filter(({ state }) => state === "failed");
  for (const { via } of failed) meter.told(via, { outcome: "failed", reason: "nobody" });
  const lines = failed.map((item) => auditOf(item, clock.now()));
  await journal.write([...(also.entries ?? []), ...fresh.map(entryOf)], [...(also.events ?? []), ...lines]);
  for (const item of fresh) enqueue(box, item);
}

/** Changes an item in memory and on the disk; never waits for long. */
export async function save(box: Box, item: Item, also: Also = {}): Promise<void> {
  box.items.put(item);
  if (isOver(item)) queueFor(box, item).waiting.delete(item.id);
  if (isOver(item) || item.state === "sent") {
    for (const resolve of box.waitingFor.get(item.id) ?? []) resolve(item);
    box.waitingFor.delete(item.id);
  }
  await box.journal.write([entryOf(item), ...(also.entries ?? [])], also.events);
}

/** Takes an item on its way. */
export function enqueue(box: Box, item: Item): void {
  if (isOver(item)) {
    box.onChange(item);
    return;
  }
  const queue = queueFor(box, item);
  queue.waiting.add(item.id);
  if (item.state === "sent") {
    if (item.via === "call") queue.ringing = item.id;
    box.follow(item.id);
  }
  box.wake(queue);
}

/** What waits in a queue, in the order in which it came. */
export function waitingIn({ items }: Box, queue: Queue): Item[] {
  return [...queue.waiting].flatMap((id) => items.get(id) ?? []);
}

/** A turn of the event loop: what falls due together is told together. */
export const theMoment = (): Promise<void> => setImmediate();

export function entryOf(item: Item): Entry {
  return [itemKey(item.id), item];
}
