import type { Clock, Instant } from "../../lib/time.ts";
import type { Entry } from "../ports.ts";
import type { Journal } from "../work/journal.ts";
import { type Item, itemKey, type Member, newItem } from "./item.ts";
import type { Queue } from "./queue.ts";
import type { Shelf } from "./shelf.ts";

interface BundleOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly items: Shelf;
  readonly queueFor: (item: Item) => Queue;
  readonly nextReference: () => { reference: string; entry: Entry };
}

/** Makes one item of several for the same person: what has no room by itself is told together. */
export function bundling({ clock, journal, items, queueFor, nextReference }: BundleOptions) {
  return async (group: readonly Item[]): Promise<Item> => {
    const [first, ...others] = group;
    if (first === undefined) throw new Error("nothing to bundle");
    const now = clock.now();
    const { reference, entry } = nextReference();
    const alerts = group.flatMap(({ about }): readonly Member[] => {
      if (about.kind === "digest") return about.alerts;
      return about.kind === "tier"
        ? [{ alertId: about.alertId, tier: about.tier, repeat: about.repeat }]
        : [];
    });
    const { via, to, group: ofGroup } = first;
    const target = { via, to, attempt: 1, ...(ofGroup === undefined ? {} : { group: ofGroup }) };
    const made = newItem({ kind: "digest", reference, alerts }, target, now);
    const since = others.reduce<Instant>((at, one) => Math.min(at, one.at) as Instant, first.at);
    const bundle: Item = { ...made, at: since };
    const parts = group.map(
      (item): Item => ({
        ...item,
        state: "dropped",
        settledAt: now,
        bundledIn: reference,
        detail: `told together with others as ${reference}`,
      }),
    );
    for (const item of [...parts, bundle]) items.put(item);
    for (const item of parts) queueFor(item).waiting.delete(item.id);
    queueFor(bundle).waiting.add(bundle.id);
    await journal.write([entry, ...[...parts, bundle].map((item): Entry => [itemKey(item.id), item])]);
    return bundle;
  };
}
