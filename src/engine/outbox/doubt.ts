import { backOff } from "../../lib/back-off.ts";
import { after, type Clock, type Duration, type Instant, seconds } from "../../lib/time.ts";
import type { Setback } from "../../sla/plan.ts";
import type { Outcome } from "../ports.ts";
import type { Item } from "./item.ts";
import type { Queue } from "./queue.ts";
import { keepTrying, struggling } from "./settle.ts";
import type { Shelf } from "./shelf.ts";
import type { Ways } from "./ways.ts";

interface DoubtOptions {
  readonly clock: Clock;
  readonly items: Shelf;
  readonly ways: Ways;
  readonly save: (item: Item) => Promise<void>;
  readonly conclude: (queue: Queue, item: Item, outcome: Outcome) => Promise<void>;
  readonly standIn: (item: Item, setback: Setback) => Promise<void>;
}

/** Providers list what they took only after a moment: a few looks before anything is sent again. */
const looks: readonly Duration[] = [seconds(5), seconds(15), seconds(25)];

/** Items that may or may not have got out: looked up at the provider before they are sent again. */
export function doubtful({ clock, items, ways, save, conclude, standIn }: DoubtOptions) {
  const nextLook = new Map<string, Instant>();

  async function lookUp(queue: Queue): Promise<void> {
    const now = clock.now();
    const due = [...queue.waiting].flatMap((id) => {
      const item = items.get(id);
      const isDue = item?.state === "sending" && !queue.underWay.has(id) && (nextLook.get(id) ?? now) <= now;
      return isDue ? [item] : [];
    });
    await Promise.all(due.map((item) => look(queue, item)));
  }

  async function look(queue: Queue, item: Item): Promise<void> {
    const startedAt = item.startedAt ?? item.at;
    const found = await ways[item.via].find(item, startedAt, (ref) => items.isAnothers(ref, item.id));
    const now = clock.now();
    if (found !== "not-found" && found.state !== "unknown") {
      nextLook.delete(item.id);
      return conclude(queue, item, found);
    }
    const wait = looks.find((one) => after(startedAt, one) > now);
    if (wait !== undefined) return lookLater(item, after(startedAt, wait));
    if (found === "not-found") {
      nextLook.delete(item.id);
      return save({ ...item, state: "pending" });
    }
    if (now > after(item.at, keepTrying(item))) return conclude(queue, item, lost(found.detail));
    // Nobody can be asked: better told twice than not at all, but not before the provider answers again.
    const tries = 1 + Math.log2((now - startedAt) / seconds(5));
    return lookLater(item, after(now, backOff(tries, seconds(20))));
  }

  async function lookLater(item: Item, at: Instant): Promise<void> {
    nextLook.set(item.id, at);
    const { setback } = struggling(item, clock.now());
    if (setback !== undefined) await standIn(item, setback);
  }

  return {
    lookUp,
    /** When an item in doubt is looked up next; undefined while its own request is still under way. */
    lookAt: ({ underWay }: Queue, { id }: Item) =>
      underWay.has(id) ? undefined : (nextLook.get(id) ?? clock.now()),
  };
}

function lost(detail: string): Outcome {
  return { state: "failed", scope: "person", detail: `nobody knows whether it got through: ${detail}` };
}
