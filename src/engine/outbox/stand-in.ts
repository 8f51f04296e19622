import { after, seconds } from "../../lib/time.ts";
import { next, type Setback, type Target } from "../../sla/plan.ts";
import { type Item, isOver, newItem } from "../items/item.ts";
import { isAwaited, type Subject, subjectKey } from "../items/subject.ts";
import { add, type Box, entryOf, judge, type Known, save } from "./box.ts";
import type { Queue } from "./queue.ts";

/** What is asked when it is to be known whom else to tell. */
type Asked = Known & Pick<Box, "audience" | "channel">;

/** Tells others in the stead of an item that is still being tried. */
export async function standIn(box: Box, item: Item, setback: Setback): Promise<void> {
  if (setback === "struggling" && box.clock.now() < after(item.at, seconds(60))) return save(box, item);
  const further = instead(box, item, setback);
  await save(box, { ...item, stoodIn: true }, { entries: further.map(entryOf) });
  if (further.length > 0) await add(box, further);
  box.onChange(item);
}

/** A machine has taken a call: the next person is called while it still speaks. */
export async function besideMachine(box: Box, item: Item): Promise<void> {
  if (item.machine === true) return;
  const heard: Item = { ...item, machine: true };
  const further = instead(box, { ...heard, state: "unanswered" }, "unanswered");
  await save(box, heard, { entries: further.map(entryOf) });
  if (further.length > 0) await add(box, further);
  box.onChange(heard);
}

/**
 * Whom to tell in its stead; nobody once nobody wants to hear it. Asked here although it is asked again before the
 * send: nobody is noted down who was never to be told, and of a notice only this item knows that it is overtaken.
 */
export function instead(box: Asked, item: Item, setback: Setback): Item[] {
  const { about } = item;
  if (!mayStandIn(item)) return [];
  const verdict = judge(box, { ...item, state: "pending" });
  if (verdict.kind === "drop") return [];
  const wantedAbout: Subject =
    verdict.kind === "fewer" && about.kind === "digest" ? { ...about, alerts: verdict.alerts } : about;
  const ended = asHeard(item);
  const family = box.items
    .ofSubject(subjectKey(about))
    .map((one) => (one.id === item.id ? ended : asHeard(one)));
  const groups = [...new Set(family.flatMap(({ group }) => group ?? []))];
  const targets: Target[] = next({
    tried: family,
    ended,
    setback,
    audience: box.audience(),
    retries: box.settings().voice.retries,
    channel: about.kind === "notice" ? undefined : box.channel,
    groups: groups.length > 0 ? groups : ["oncall"],
  });
  const now = box.clock.now();
  return targets
    .map((target) => newItem(wantedAbout, target, now, { urgent: item.urgent ?? false }))
    .filter(({ id }) => box.items.get(id) === undefined);
}

/** Nobody listens to a call that a machine has taken, though it goes on. */
function asHeard(item: Item): Item {
  return item.machine === true && !isOver(item) ? { ...item, state: "unanswered" } : item;
}

/** Says so when nobody of a group is left to be tried. */
export function everybodyTried(box: Box, item: Item): void {
  const family = box.items
    .ofSubject(subjectKey(item.about))
    .filter(({ via, group }) => via === item.via && group === item.group);
  if (family.every(({ state }) => state === "unanswered" || state === "failed")) box.onNobody(item, family);
}

/** What waits for a way that takes nothing for now: others are told meanwhile. */
export async function standInFor(box: Box, { closed }: Queue, told: readonly Item[]): Promise<void> {
  if (closed === undefined) return;
  for (const item of told) {
    const held: Item = { ...item, notBefore: closed.until, ...closed.because };
    if (item.stoodIn === true) await save(box, held);
    else await standIn(box, held, closed.setback);
  }
}

/** Replies below a card, and words about no alert, are for the channel they were meant for. */
function mayStandIn({ about, via }: Item): boolean {
  if (about.kind === "notice") return via !== "slack" && !isAwaited(about);
  return about.kind === "tier" || about.kind === "digest" || about.kind === "case";
}
