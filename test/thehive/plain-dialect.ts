import type { Instant } from "../../src/lib/time.ts";
import type { Alert, AlertId, Observable } from "../../src/sla/model.ts";
import type { Dialect, Page } from "../../src/thehive/dialect.ts";
import { Entries } from "../../src/thehive/entries.ts";
import { type Judge, judge } from "../../src/thehive/entry.ts";
import type { Seen } from "../../src/thehive/listing.ts";

export const now = Date.UTC(2026, 2, 2, 9, 0) as Instant;

/** A row of a TheHive that tells everything plainly. */
export interface PlainRow {
  readonly id: string;
  readonly stamp?: number;
  readonly mark?: number;
  readonly status?: "New" | "Closed";
  readonly observableCount?: number;
  /** Whether it tells how many observables there are. */
  readonly isCounted?: boolean;
  /** Whether it can be read. */
  readonly isSpoilt?: boolean;
}

function alertOf({ id, status = "New", observableCount = 0 }: PlainRow): Alert {
  return {
    id: id as AlertId,
    title: id,
    severity: "high",
    createdAt: now,
    type: "t",
    source: "s",
    tags: [],
    stage: status === "New" ? "new" : "closed",
    status,
    observableCount,
    ...(observableCount === 0 ? { observables: [] } : {}),
    customFields: {},
  };
}

export function seen(row: PlainRow): Seen {
  const { id, stamp = now, mark = 1 } = row;
  return { key: id, id, stamp, mark, row };
}

const unasked = () => Promise.reject(new Error("nobody should ask for this"));

interface Answers {
  readonly listed?: readonly PlainRow[];
  readonly changed?: readonly PlainRow[];
  /** By alert; undefined: there is no way to ask. */
  readonly observables?: Readonly<Record<string, readonly Observable[]>> | undefined;
}

/** A dialect without a TheHive behind it. `wished` gathers for which alerts observables were asked. */
export function plainDialect({ listed = [], changed = [], observables }: Answers = {}) {
  const wished: { id: string; count: number | undefined }[][] = [];
  const part = (rows: readonly PlainRow[], { from, to }: Page) => Promise.resolve(rows.slice(from, to));
  const dialect: Dialect = {
    api: "v1",
    waiting: (_open, page) => part(listed, page),
    lists: ({ status }) => status === "New",
    count: unasked,
    changed: (at, page) =>
      part(
        changed.filter(({ stamp = now }) => stamp >= at),
        page,
      ),
    row: unasked,
    glance: (row) => seen(row as PlainRow),
    read: (row) => {
      const one = row as PlainRow;
      if (one.isSpoilt) return { kind: "malformed", id: one.id, why: "no title" };
      return { kind: "alert", alert: alertOf(one), counted: one.isCounted ?? true };
    },
    observables(wanted) {
      wished.push([...wanted]);
      if (observables === undefined) return Promise.resolve(undefined);
      return Promise.resolve(new Map(Object.entries(observables).map(([id, all]) => [id as AlertId, all])));
    },
    promote: unasked,
    case: unasked,
  };
  const by: Judge = { dialect, skew: 0, open: ["New"], now };
  return { dialect, by, wished };
}

/** What is kept of rows once they were read. */
export function entriesOf(...rows: readonly PlainRow[]): Entries {
  const { by } = plainDialect();
  const entries = new Entries();
  for (const row of rows) entries.set(row.id, judge(seen(row), undefined, by));
  return entries;
}
