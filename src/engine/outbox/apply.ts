import { type Instant, seconds, systemClock } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { within } from "../../lib/within.ts";
import { because } from "../../sla/reason.ts";
import { type Item, newItem } from "../items/item.ts";
import { auditOf } from "./audit.ts";
import { type Box, enqueue, entryOf, judge, queueFor, save } from "./box.ts";
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
      return item.state === "sent" ? callLater(box, item) : postpone(box, item, verdict.until);
    case "drop":
      return drop(box, item, verdict.why);
    case "fewer":
      return shrink(box, item, verdict.alerts);
    default:
      return unreachable(verdict);
  }
}

async function postpone(box: Box, item: Item, until: Instant): Promise<void> {
  await save(box, { ...item, notBefore: until, paused: true });
  box.wake(queueFor(box, item));
}

async function drop(box: Box, item: Item, why: Pointless): Promise<void> {
  const dropped = asDropped(box, item, why);
  // First in memory: whoever asks meanwhile must not find it ringing.
  box.items.put(dropped);
  if (item.state === "sent") await atProvider(box, item, "hangUp");
  await noteDropped(box, dropped, why);
}

function asDropped({ clock }: Box, item: Item, why: Pointless): Item & { readonly settledAt: Instant } {
  return { ...item, state: "dropped", settledAt: clock.now(), ...because(why) };
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

/** @param further written with it, and on their way then */
async function noteDropped(
  box: Box,
  dropped: ReturnType<typeof asDropped>,
  why: Pointless,
  further: readonly Item[] = [],
): Promise<void> {
  const queue = queueFor(box, dropped);
  box.meter.told(dropped.via, droppedFor(why));
  ended(queue, dropped.id, box.clock.now());
  const events = dropped.via === "slack" ? [] : [auditOf(dropped, dropped.settledAt)];
  for (const item of further) box.items.put(item);
  await save(box, dropped, { entries: further.map(entryOf), events });
  box.onChange(dropped);
  for (const item of further) enqueue(box, item);
  box.wake(queue);
}

/**
 * The pause ends a call that rings, and the same person is called after it. One that somebody has taken by then goes
 * on to its end: cut off and called again, they would be told twice.
 */
async function callLater(box: Box, { id }: Item): Promise<void> {
  // What it hears of a call that we cancel would be news to it.
  box.timetable.cancel("follow", id);
  const asked = box.items.get(id);
  const isCancelled = asked !== undefined && (await atProvider(box, asked, "cancel")) === true;
  // As it stands now: it may have been handled, or have ended, meanwhile.
  const item = box.items.get(id);
  if (item?.state !== "sent") return;
  if (!isCancelled) {
    box.follow(id);
    return save(box, { ...item, outlasts: true });
  }
  const why = "the monitor is paused";
  const dropped = asDropped(box, item, why);
  box.items.put(dropped);
  await noteDropped(box, dropped, why, calledAgain(box, item));
}

/** The call after the pause, if that has not ended meanwhile; nobody is called twice for one. */
function calledAgain(box: Box, { about, via, to, attempt, group }: Item): Item[] {
  const target = { via, to, attempt: attempt + 1, ...(group === undefined ? {} : { group }) };
  const again = newItem(about, target, box.clock.now());
  if (box.items.get(again.id) !== undefined) return [];
  const verdict = judge(box, again);
  return [verdict.kind === "wait" ? { ...again, notBefore: verdict.until, paused: true } : again];
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
