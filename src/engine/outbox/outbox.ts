import { z } from "zod";
import { sluice } from "../../lib/sluice.ts";
import { after, days, hours, type Instant, seconds } from "../../lib/time.ts";
import { type AlertId, Via } from "../../sla/model.ts";
import { ITEMS, type Item, Item as ItemSchema, isOver, itemKey } from "../items/item.ts";
import { membersOf } from "../items/subject.ts";
import type { Entry } from "../ports/store.ts";
import type { Watchlist } from "../work/watchlist.ts";
import { type Also, add, type Box, enqueue, entryOf, type OutboxOptions, queueFor } from "./box.ts";
import { conclude } from "./deliver.ts";
import { followUp } from "./follow-up.ts";
import type { Queue } from "./queue.ts";
import { reconsider } from "./reconsider.ts";
import { usesRoom } from "./room.ts";
import { shelf } from "./shelf.ts";
import { besideMachine } from "./stand-in.ts";
import { pump } from "./turn.ts";

/** The one way out of the house: whatever is to be told is written here first, and told from here. */
export interface Outbox {
  /** Writes items down with whatever they belong to, and takes them on their way. Known ids are left as they are. Resolves once written. */
  add(items: readonly Item[], also?: Also): Promise<void>;
  itemsOf(id: AlertId): readonly Item[];
  ofTopic(topic: string): readonly Item[];
  all(): Iterable<Item>;
  /** Texts that have a code, earliest first. */
  coded(): readonly Item[];
  /** Marks an item as answered, in memory, and gives the entry to write with what follows from it. */
  answered(id: string, at: Instant): readonly Entry[];
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

/** What waits longer is late. */
const OVERDUE = seconds(60);

export function outbox(options: OutboxOptions): Outbox {
  const box = boxOf(options);
  const { items } = box;
  return {
    add: (more, also) => add(box, more, also),
    itemsOf: items.ofAlert,
    ofTopic: items.ofTopic,
    all: items.all,
    coded: items.coded,
    answered(id, at) {
      const item = items.get(id);
      if (item === undefined) return [];
      const answered: Item = { ...item, answeredAt: at };
      items.put(answered);
      return [entryOf(answered)];
    },
    taken: (id) => taken(box, id),
    load: () => load(box),
    resume() {
      for (const item of items.all()) if (!isOver(item)) enqueue(box, item);
    },
    reconsider: (id) => reconsider(box, id),
    overdue: (now) => [...items.all()].filter((item) => isOverdue(item, now, options.pausedUntil())),
    sweep(now) {
      const old = [...items.all()].filter((item) => isForgotten(item, now, options.watch));
      for (const { id } of old) items.remove(id);
      return old.map(({ id }): Entry => [itemKey(id), undefined]);
    },
  };
}

function boxOf(options: OutboxOptions): Box {
  const { clock, timetable, jobs, ways } = options;
  const items = shelf();
  const follow = followUp({
    clock,
    timetable,
    jobs,
    read: items.get,
    ask: async ({ via, ref = "" }) => (await ways[via].follow?.(ref)) ?? { state: "sent", ref },
    onLine: async ({ id }, line) => {
      const item = items.get(id);
      if (item?.state !== "sent") return;
      if (line === "machine") await besideMachine(box, item);
      if (line === "key") await box.onKey(item);
    },
    conclude: (item, outcome) => conclude(box, queueFor(box, item), item, outcome),
  });
  const box: Box = {
    ...options,
    items,
    queues: new Map(),
    changed: new Set(),
    nextLook: new Map(),
    waitingFor: new Map(),
    wake: (queue) => wake(box, queue),
    follow,
    inTurn: sluice(1),
  };
  return box;
}

function wake(box: Box, queue: Queue): void {
  queue.again = true;
  if (queue.isPumping) return;
  queue.isPumping = true;
  box.jobs.start(`outbox ${queue.key}`, () => pump(box, queue));
}

function taken({ items, waitingFor }: Box, id: string): Promise<Item> {
  const item = items.get(id);
  if (item !== undefined && (isOver(item) || item.state === "sent")) return Promise.resolve(item);
  return new Promise((resolve) => waitingFor.set(id, [...(waitingFor.get(id) ?? []), resolve]));
}

async function load(box: Box): Promise<readonly string[]> {
  const damaged: string[] = [];
  const read: Item[] = [];
  for (const [key, value] of await box.store.list(ITEMS)) {
    const { success, data, error } = ItemSchema.safeParse(value);
    if (success) read.push(data);
    else damaged.push(`${key}: ${z.prettifyError(error).split("\n")[0]}`);
  }
  for (const item of read.sort(byMaking)) box.items.put(item);
  for (const { item, at } of wentBefore(read)) queueFor(box, item).sent.push(at);
  return damaged;
}

/** What has used up room, in the order in which it went. What was called back unsent has not. */
function wentBefore(read: readonly Item[]): { readonly item: Item; readonly at: Instant }[] {
  return read
    .flatMap((item) =>
      item.startedAt === undefined || item.tries === 0 || !usesRoom(item)
        ? []
        : [{ item, at: item.startedAt }],
    )
    .sort((one, other) => one.at - other.at);
}

/** As they were made; of one moment the channel first. */
function byMaking(one: Item, other: Item): number {
  const rank = ({ via }: Item) => Via.options.indexOf(via);
  return one.at - other.at || rank(one) - rank(other) || one.id.localeCompare(other.id);
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
