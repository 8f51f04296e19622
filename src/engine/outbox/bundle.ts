import type { Instant } from "../../lib/time.ts";
import { type Because, because } from "../../sla/reason.ts";
import { type Item, newItem } from "../items/item.ts";
import { eachAlertOnce, type Member } from "../items/subject.ts";
import type { Entry } from "../ports/store.ts";
import { type Box, entryOf, queueFor } from "./box.ts";

/** Makes one item of several for the same person: what has no room by itself is told together. */
export async function bundle(box: Box, group: readonly Item[]): Promise<Item> {
  const [first] = group;
  if (first === undefined) throw new Error("nothing to bundle");
  const alerts = eachAlertOnce(group.flatMap(membersTold));
  // Two tiers of one alert are one thing to say, and no digest.
  const single = group.findLast(({ about }) => about.kind === "tier");
  if (alerts.length === 1 && single !== undefined) return lastAlone(box, group, single);
  const now = box.clock.now();
  const { reference, entry } = box.nextReference();
  const { via, to, group: ofGroup } = first;
  const target = { via, to, attempt: 1, ...(ofGroup === undefined ? {} : { group: ofGroup }) };
  const made = newItem({ kind: "digest", reference, alerts }, target, now);
  const since = group.reduce<Instant>((at, one) => Math.min(at, one.at) as Instant, first.at);
  const limited = group.some((item) => item.limited === true);
  const whole: Item = { ...made, at: since, ...(limited ? { limited } : {}) };
  const told: Because = {
    detail: `told together with others as ${reference}`,
    reason: { name: "told together with others", note: ` (${reference})` },
  };
  const parts = group.map(
    (item): Item => ({ ...item, state: "dropped", settledAt: now, bundledIn: reference, ...told }),
  );
  return replace(box, parts, whole, [entry]);
}

/** Only the last of a group is told; the others are no longer needed. */
function lastAlone(box: Box, group: readonly Item[], last: Item): Promise<Item> {
  const now = box.clock.now();
  const others = group
    .filter(({ id }) => id !== last.id)
    .map(
      (item): Item => ({ ...item, state: "dropped", settledAt: now, ...because("a later tier took over") }),
    );
  return replace(box, others, last, []);
}

async function replace(box: Box, parts: readonly Item[], by: Item, entries: readonly Entry[]): Promise<Item> {
  for (const item of [...parts, by]) box.items.put(item);
  for (const item of parts) {
    queueFor(box, item).waiting.delete(item.id);
    box.meter.told(item.via, { outcome: "dropped", reason: "bundled" });
  }
  queueFor(box, by).waiting.add(by.id);
  await box.journal.write([...entries, ...[...parts, by].map(entryOf)]);
  return by;
}

function membersTold({ about }: Item): readonly Member[] {
  if (about.kind === "digest") return about.alerts;
  return about.kind === "tier" ? [{ alertId: about.alertId, tier: about.tier, repeat: about.repeat }] : [];
}
