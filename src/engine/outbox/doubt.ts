import { backOff } from "../../lib/back-off.ts";
import { after, type Duration, type Instant, seconds } from "../../lib/time.ts";
import type { Item } from "../items/item.ts";
import type { Outcome } from "../ports/outcome.ts";
import { type Box, save } from "./box.ts";
import { conclude } from "./deliver.ts";
import type { Queue } from "./queue.ts";
import { keepTrying, struggling } from "./settle.ts";
import { standIn } from "./stand-in.ts";

/** Providers list what they took only after a moment: a few looks before anything is sent again. */
const looks: readonly Duration[] = [seconds(5), seconds(15), seconds(25)];

/** Looks for what may or may not have got out, before it is sent again. */
export async function lookUp(box: Box, queue: Queue): Promise<void> {
  const now = box.clock.now();
  const due = [...queue.waiting].flatMap((id) => {
    const item = box.items.get(id);
    const isDue =
      item?.state === "sending" && !queue.underWay.has(id) && (box.nextLook.get(id) ?? now) <= now;
    return isDue ? [item] : [];
  });
  await Promise.all(due.map((item) => look(box, queue, item)));
}

async function look(box: Box, queue: Queue, item: Item): Promise<void> {
  const startedAt = item.startedAt ?? item.at;
  const isAnothers = (ref: string) => box.items.isAnothers(ref, item.id);
  const found = await box.ways[item.via].find(item, startedAt, isAnothers, ourTerm(box, startedAt));
  const now = box.clock.now();
  if (found !== "not-found" && found.state !== "unknown") {
    box.nextLook.delete(item.id);
    return conclude(box, queue, item, found);
  }
  if (found !== "not-found") box.onOutcome(item, found);
  const wait = looks.find((one) => after(startedAt, one) > now);
  if (wait !== undefined) return lookLater(box, item, after(startedAt, wait));
  if (found === "not-found") {
    box.nextLook.delete(item.id);
    return save(box, { ...item, state: "pending" });
  }
  if (now > after(item.at, keepTrying(item))) return conclude(box, queue, item, lost(found.detail));
  // Nobody can be asked: better told twice than not at all, but not before the provider answers again.
  const tries = 1 + Math.log2((now - startedAt) / seconds(5));
  return lookLater(box, item, after(now, backOff(tries, seconds(20))));
}

/**
 * What we began ourselves is no call from before we led: the one who led then may have died before it wrote down that
 * it called, and its call would pass for ours.
 */
function ourTerm({ ledSince }: Box, startedAt: Instant): Instant | undefined {
  return ledSince !== undefined && startedAt >= ledSince ? ledSince : undefined;
}

async function lookLater(box: Box, item: Item, at: Instant): Promise<void> {
  box.nextLook.set(item.id, at);
  const { setback } = struggling(item, box.clock.now());
  if (setback !== undefined) await standIn(box, item, setback);
}

/** When an item in doubt is looked up next; undefined while its own request is still under way. */
export function lookAt({ nextLook, clock }: Box, { underWay }: Queue, { id }: Item): Instant | undefined {
  return underWay.has(id) ? undefined : (nextLook.get(id) ?? clock.now());
}

function lost(detail: string): Outcome {
  const reason = { name: "nobody knows whether it got through" } as const;
  return { state: "failed", scope: "person", detail: `${reason.name}: ${detail}`, reason };
}
