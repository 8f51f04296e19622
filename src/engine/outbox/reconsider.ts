import type { AlertId } from "../../sla/model.ts";
import type { Item } from "../items/item.ts";
import { apply } from "./apply.ts";
import { type Box, judge, save, theMoment } from "./box.ts";

/**
 * Something has changed: what waits or rings is asked for anew. Without an alert: everything. In one go for all that
 * changes in the same moment, as a digest may name thousands.
 */
export function reconsider(box: Box, id?: AlertId): void {
  if (id === undefined) {
    reconsiderAll(box);
    return;
  }
  if (box.changed.size === 0) box.jobs.start("reconsider", () => reconsiderChanged(box));
  box.changed.add(id);
}

async function reconsiderChanged(box: Box): Promise<void> {
  await theMoment();
  const ids = new Set(box.changed);
  box.changed.clear();
  for (const item of new Set([...ids].flatMap(box.items.ofAlert))) {
    if (mayBeUnwanted(item) && judge(box, narrowed(item, ids)).kind !== "tell") reconsiderItem(box, item);
  }
}

function reconsiderAll(box: Box): void {
  for (const item of box.items.all())
    if (item.paused === true && item.notBefore !== undefined) unpause(box, item);
  for (const item of [...box.items.all()]) if (mayBeUnwanted(item)) reconsiderItem(box, item);
  for (const queue of box.queues.values()) if (queue.waiting.size > 0) box.wake(queue);
}

/** The pause may end earlier now than when it put this off: its queue asks anew. */
function unpause(box: Box, { notBefore: _, ...rest }: Item): void {
  box.items.put(rest);
  box.jobs.start(`unpause ${rest.id}`, () => save(box, rest));
}

function reconsiderItem(box: Box, item: Item): void {
  const verdict = judge(box, item);
  if (verdict.kind === "tell" || (item.state === "pending" && verdict.kind === "wait")) return;
  if (item.state === "sent" && verdict.kind === "fewer") return;
  box.jobs.start(`reconsider ${item.id}`, () => apply(box, item, verdict));
}

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
