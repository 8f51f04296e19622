import { HiveError } from "../engine/hive-error.ts";
import { breather } from "../lib/breather.ts";
import { paced } from "../lib/paced.ts";
import { inPool } from "../lib/pool.ts";
import { AlertId, type Observable } from "../sla/model.ts";
import type { Dialect, Wanted } from "./dialect.ts";
import type { HiveLog } from "./options.ts";
import type { Ask, Filter, Step } from "./query-v1.ts";
import { holderOf, observablesFrom } from "./wire.ts";

type Found = Map<AlertId, readonly Observable[]>;

const MOST_IDS = 200;
const PAGE = 500;
const BATCHES_AT_ONCE = 4;
const SINGLES_AT_ONCE = 8;
const OBSERVABLES: Step = { _name: "observables" };

/**
 * Reads observables by API v1: many alerts in one query where the rows tell whose they are, otherwise alert by
 * alert. What this TheHive does not understand is remembered.
 */
export function observableReader(ask: Ask, log: HiveLog): Dialect["observables"] {
  // 5 documents neither `_in` on ids nor what `links` holds.
  let byId: readonly ((ids: readonly AlertId[]) => Filter)[] = [
    (ids) => ({ _in: { _field: "_id", _values: ids } }),
    (ids) => ({ _or: ids.map((id) => ({ _id: id })) }),
  ];
  let supported = true;
  let everRead = false;

  async function batch(ids: readonly AlertId[], signal?: AbortSignal): Promise<Found | undefined> {
    for (const filter of byId) {
      const steps = [{ _name: "listAlert" }, { _name: "filter", ...filter(ids) }, OBSERVABLES];
      const rows = await pages(ask, steps, signal);
      if (rows === undefined) {
        byId = byId.filter((other) => other !== filter);
        continue;
      }
      everRead = true;
      const found = await sortedOut(rows, ids);
      if (found === undefined) byId = [];
      return found;
    }
    return undefined;
  }

  async function single({ id }: Wanted, found: Found, signal?: AbortSignal): Promise<void> {
    if (!supported) return;
    const steps = [{ _name: "getAlert", idOrName: id }, OBSERVABLES];
    const rows = await pages(ask, steps, signal).catch(emptyIfGone);
    if (rows !== undefined) found.set(id, observablesFrom(rows));
    everRead ||= rows !== undefined;
    supported = everRead;
  }

  return async (wanted, signal) => {
    const found: Found = new Map();
    try {
      await inPool(chunks(wanted, wanted.length > 1 ? MOST_IDS : 0), BATCHES_AT_ONCE, async (part) => {
        const ids = part.map(({ id }) => id);
        const read = await batch(ids, signal);
        if (read === undefined) return;
        for (const [id, observables] of read) found.set(id, observables);
      });
      const left = wanted.filter(
        ({ id, count }) => !found.has(id) || (count !== 0 && found.get(id)?.length === 0),
      );
      await inPool(left, SINGLES_AT_ONCE, (one) => single(one, found, signal));
    } catch (error) {
      if (!(error instanceof HiveError)) throw error;
      log.warn(
        { wanted: wanted.length, read: found.size, why: error.message },
        "some observables could not be read",
      );
    }
    return supported ? found : undefined;
  };
}

// The alert may be deleted in the meantime; the others must not suffer.
function emptyIfGone(error: unknown): unknown[] {
  if (error instanceof HiveError && error.code === "not-found") return [];
  throw error;
}

/** All rows, page by page; undefined when the query is refused. */
async function pages(ask: Ask, steps: readonly Step[], signal?: AbortSignal): Promise<unknown[] | undefined> {
  const rows = new Map<unknown, unknown>();
  for (let from = 0; ; from += PAGE) {
    const page = { _name: "page", from, to: from + PAGE, extraData: ["links"] };
    const asked = await ask([...steps, page], { doing: "read observables", signal });
    if (asked.kind === "refused" || !Array.isArray(asked.body)) return undefined;
    const before = rows.size;
    for (const row of asked.body) rows.set(keyOf(row) ?? row, row);
    // A server that ignores paging answers the same rows again.
    if (asked.body.length < PAGE || rows.size === before) return [...rows.values()];
  }
}

function keyOf(row: unknown): string | undefined {
  return typeof row === "object" && row !== null && "_id" in row && typeof row._id === "string"
    ? row._id
    : undefined;
}

/** Undefined when the rows do not tell whose they are. */
async function sortedOut(rows: readonly unknown[], ids: readonly AlertId[]): Promise<Found | undefined> {
  const { isDue, take } = breather();
  const byAlert = new Map<string, unknown[]>(ids.map((id) => [id, []]));
  for (const row of rows) {
    const alertId = holderOf(row);
    if (alertId === undefined) return undefined;
    byAlert.get(alertId)?.push(row);
    if (isDue()) await take();
  }
  const found: Found = new Map();
  await paced(byAlert, ([id, own]) => found.set(AlertId.parse(id), observablesFrom(own)));
  return found;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [];
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
