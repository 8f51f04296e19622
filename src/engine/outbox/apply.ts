import { type Instant, seconds, systemClock } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { within } from "../../lib/within.ts";
import { because } from "../../sla/reason.ts";
import { type Item, newItem } from "../items/item.ts";
import { auditOf } from "./audit.ts";
import { add, type Box, enqueue, entryOf, queueFor, save } from "./box.ts";
import { droppedFor } from "./measure.ts";
import { ended } from "./queue.ts";
import type { Pointless, Verdict } from "./wanted.ts";

/** A provider that hangs keeps nobody from going on. */
const HUNG_UP_WITHIN = seconds(45);

/** Does what follows when an item is not wanted as it is. */
export async function apply(box: Box, item: Item, verdict: Verdict): Promise<void> {
  if (box.items.get(item.id)?.state !== item.state) return undefined;
  switch (verdict.kind) {
    case "tell":
      return undefined;
    case "wait":
      return item.state === "sent" ? callLater(box, item, verdict.until) : postpone(box, item, verdict.until);
    case "drop":
      return drop(box, item, verdict.why);
    case "fewer":
      return shrink(box, item, verdict.alerts);
    default:
      return unreachable(verdict);
  }
}

async function postpone(box: Box, item: Item, until: Instant): Promise<void> {
  await save(box, { ...item, notBefore: until });
  box.wake(queueFor(box, item));
}

async function drop(box: Box, item: Item, why: Pointless): Promise<void> {
  const dropped: Item = { ...item, state: "dropped", settledAt: box.clock.now(), ...because(why) };
  // First in memory: whoever asks meanwhile must not find it ringing.
  box.items.put(dropped);
  if (item.state === "sent") await atProvider(box, item, "hangUp");
  await noteDropped(box, dropped, why);
}

/** Asks the provider to end a call. @returns what it says; nothing when it cannot be asked */
async function atProvider<End extends "hangUp" | "cancel">(box: Box, { id, via, ref }: Item, end: End) {
  if (ref === undefined) return undefined;
  try {
    return await within(systemClock, HUNG_UP_WITHIN, async () => box.ways[via][end]?.(ref));
  } catch (error) {
    box.log.warn({ err: error, item: id }, "could not hang up");
    return undefined;
  }
}

async function noteDropped(box: Box, dropped: Item, why: Pointless): Promise<void> {
  const queue = queueFor(box, dropped);
  box.meter.told(dropped.via, droppedFor(why));
  ended(queue, dropped.id, box.clock.now());
  const { settledAt = box.clock.now() } = dropped;
  await save(box, dropped, { events: dropped.via === "slack" ? [] : [auditOf(dropped, settledAt)] });
  box.onChange(dropped);
  box.wake(queue);
}

/**
 * The pause ends a call that rings, and the same person is called after it. One that somebody has taken meanwhile
 * goes on to its end: cut off and called again, they would be told twice.
 */
async function callLater(box: Box, item: Item, until: Instant): Promise<void> {
  const { via, to, attempt, group } = item;
  const target = { via, to, attempt: attempt + 1, ...(group === undefined ? {} : { group }) };
  const later: Item = { ...newItem(item.about, target, box.clock.now()), notBefore: until };
  const why = "the monitor is paused";
  const dropped: Item = { ...item, state: "dropped", settledAt: box.clock.now(), ...because(why) };
  box.items.put(dropped);
  if ((await atProvider(box, item, "cancel")) !== true) {
    box.items.put(item);
    return box.follow(item.id);
  }
  await noteDropped(box, dropped, why);
  await add(box, [later]);
}

/** What is left of a digest; one alert is told as itself. */
async function shrink(box: Box, item: Item, alerts: (Verdict & { kind: "fewer" })["alerts"]): Promise<void> {
  const { about } = item;
  const [only] = alerts;
  if (about.kind !== "digest" || only === undefined) return;
  if (alerts.length > 1) {
    await save(box, { ...item, about: { ...about, alerts } });
    return box.wake(queueFor(box, item));
  }
  const { via, to, group } = item;
  const target = { via, to, attempt: 1, ...(group === undefined ? {} : { group }) };
  const single = newItem({ kind: "tier", ...only }, target, box.clock.now(), {
    urgent: item.urgent ?? false,
  });
  const gone: Item = {
    ...item,
    state: "dropped",
    settledAt: box.clock.now(),
    bundledIn: about.reference,
    ...because("told as itself"),
  };
  // It may have been told as itself before: that must not be written anew. What gave way to the digest was not.
  const { state = "dropped" } = box.items.get(single.id) ?? {};
  const isOwed = state === "dropped";
  if (isOwed) box.items.put(single);
  await save(box, gone, { entries: isOwed ? [entryOf(single)] : [] });
  if (isOwed) enqueue(box, single);
}
