import { createHash } from "node:crypto";
import type { BoardRow } from "../../engine/ports/card-facts.ts";
import { harmlessText } from "../../lib/untrusted.ts";
import type { Choice } from "./fields.ts";

/** Open alerts that have something in common. */
export interface Selection {
  /** Short, and the same for the same value: what strangers write may be too long for Slack. */
  readonly key: string;
  /** `source wazuh-eu`. The value is a stranger's. */
  readonly what: string;
  readonly rows: readonly BoardRow[];
}

/** Every source, type and tag of the open alerts, the most frequent first. */
export function selectionsOf(rows: readonly BoardRow[]): readonly Selection[] {
  const found = new Map<string, { key: string; what: string; rows: BoardRow[] }>();
  for (const row of rows) {
    const { source, type, tags } = row.alert;
    const kinds = [["source", source], ["type", type], ...[...new Set(tags)].map((tag) => ["tag", tag])];
    for (const [kind = "", value = ""] of kinds) {
      const what = `${kind} ${value}`;
      const known = found.get(what) ?? { key: keyOf(what), what, rows: [] };
      known.rows.push(row);
      found.set(what, known);
    }
  }
  return [...found.values()].toSorted((one, other) => other.rows.length - one.rows.length);
}

/** The alerts that were chosen, as they stand now. @param last the number of the latest that may be among them */
export function selected(
  rows: readonly BoardRow[],
  key: string,
  last = Number.POSITIVE_INFINITY,
): Selection | undefined {
  const known = rows.filter(({ record }) => record.number <= last);
  return selectionsOf(known).find((selection) => selection.key === key);
}

/** As entries of a menu. */
export function selectionChoices(selections: readonly Selection[]): readonly Choice[] {
  return selections.map(({ key, what, rows }) => ({
    value: key,
    label: `${harmlessText(what, 55)} · ${rows.length} open`,
  }));
}

function keyOf(what: string): string {
  return createHash("sha256").update(what).digest("hex").slice(0, 24);
}
