import type { Clock, Instant } from "../../lib/time.ts";
import type { Meter } from "../meter.ts";
import type { Entry } from "../ports.ts";
import type { Journal } from "../work/journal.ts";
import { eachAlertOnce, type Item, itemKey, type Member, newItem } from "./item.ts";
import type { Queue } from "./queue.ts";
import type { Shelf } from "./shelf.ts";

interface BundleOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly items: Shelf;
  readonly queueFor: (item: Item) => Queue;
  readonly nextReference: () => { reference: string; entry: Entry };
  readonly meter: Meter;
}

/** Makes one item of several for the same person: what has no room by itself is told together. */
export function bundling({ clock, journal, items, queueFor, nextReference, meter }: BundleOptions) {
  return async (group: readonly Item[]): Promise<Item> => {
    const [first, ...others] = group;
    if (first === undefined) throw new Error("nothing to bundle");
    const now = clock.now();
    const { reference, entry } = nextReference();
    const alerts = eachAlertOnce(group.flatMap(membersTold));
    const [only] = alerts;
    const { via, to, group: ofGroup } = first;
    const target = { via, to, attempt: 1, ...(ofGroup === undefined ? {} : { group: ofGroup }) };
    // Two tiers of one alert are one thing to say, and no digest.
    const single = group.findLast(({ about }) => about.kind === "tier");
    if (alerts.length === 1 && only !== undefined && single !== undefined) return instead(group, single);
    const made = newItem({ kind: "digest", reference, alerts }, target, now);
    const since = others.reduce<Instant>((at, one) => Math.min(at, one.at) as Instant, first.at);
    const limited = group.some((item) => item.limited === true);
    const bundle: Item = { ...made, at: since, ...(limited ? { limited } : {}) };
    const parts = group.map(
      (item): Item => ({
        ...item,
        state: "dropped",
        settledAt: now,
        bundledIn: reference,
        detail: `told together with others as ${reference}`,
      }),
    );
    return replace(parts, bundle, [entry]);
  };

  /** Only the last of a group is told; the others are no longer needed. */
  function instead(group: readonly Item[], last: Item): Promise<Item> {
    const now = clock.now();
    const others = group
      .filter(({ id }) => id !== last.id)
      .map((item): Item => ({ ...item, state: "dropped", settledAt: now, detail: "a later tier took over" }));
    return replace(others, last, []);
  }

  async function replace(parts: readonly Item[], by: Item, entries: readonly Entry[]): Promise<Item> {
    for (const item of [...parts, by]) items.put(item);
    for (const item of parts) {
      queueFor(item).waiting.delete(item.id);
      meter.told(item.via, { outcome: "dropped", reason: "bundled" });
    }
    queueFor(by).waiting.add(by.id);
    await journal.write([...entries, ...[...parts, by].map((item): Entry => [itemKey(item.id), item])]);
    return by;
  }
}

function membersTold({ about }: Item): readonly Member[] {
  if (about.kind === "digest") return about.alerts;
  return about.kind === "tier" ? [{ alertId: about.alertId, tier: about.tier, repeat: about.repeat }] : [];
}
