import { visible } from "./auth.ts";
import { listedAlerts, renderAlert, renderCase, type View } from "./entities.ts";
import { alertFields, caseFields } from "./fields.ts";
import { compileFilter, type FilterContext } from "./filters.ts";
import type { StoredAlert } from "./model.ts";
import { isObject } from "./rows.ts";
import { sortThings } from "./sorting.ts";

/** A v0 answer: the rows, and the header that tells how many there are in all. */
export interface SearchResult {
  rows: unknown[];
  total: string;
}

/**
 * The search of v0.
 *
 * @param parameters of the address; `range`, `sort` and `query` of the body count where the address is silent
 * @throws HiveProblem 400 for a filter this dialect does not understand
 */
export function search(view: View, parameters: URLSearchParams, body: unknown): SearchResult {
  const given = isObject(body) ? body : {};
  const context = searchContext(view);
  const matches = compileFilter(given.query ?? {}, context);
  const found = listedAlerts(view).filter(matches);
  const sorted = sortThings(context, found, sortOf(parameters.getAll("sort"), given.sort));
  const [from, to] = rangeOf(parameters.get("range") ?? given.range);
  return {
    rows: sorted.slice(from, to).map((alert) => renderAlert(view, alert)),
    total: String(totalOf(view, found.length)),
  };
}

/** The same for cases, in the order in which they were made. @throws HiveProblem 400 as `search` */
export function searchCases(view: View, parameters: URLSearchParams, body: unknown): SearchResult {
  const { hive, caller, dialect } = view;
  const given = isObject(body) ? body : {};
  const now = hive.store.now();
  const matches = compileFilter(given.query ?? {}, {
    dialect,
    thing: "Case",
    fields: caseFields(dialect),
    now,
    inOnId: true,
  });
  const found = [...hive.store.cases.values()]
    .filter((stored) => visible(hive, caller, stored) !== undefined)
    .filter(matches);
  const [from, to] = rangeOf(parameters.get("range") ?? given.range);
  return {
    rows: found.slice(from, to).map((stored) => renderCase(view, stored)),
    total: String(totalOf(view, found.length)),
  };
}

function searchContext({ hive, dialect }: View): FilterContext<StoredAlert> {
  return { dialect, thing: "Alert", fields: alertFields(dialect), now: hive.store.now(), inOnId: true };
}

/** TheHive 4 stops counting early and says so with a minus. */
export function totalOf({ hive }: View, count: number): number {
  const { version, countThreshold } = hive.settings;
  return version === "4" && count >= countThreshold ? -countThreshold : count;
}

/** Ten rows unless asked properly; the end is not included. */
function rangeOf(range: unknown): [number, number] {
  if (range === "all") return [0, Number.POSITIVE_INFINITY];
  const [, from, to] = /^(\d+)-(\d+)$/.exec(String(range ?? "")) ?? [];
  const asked: [number, number] = [Number(from), Number(to)];
  return asked[0] < asked[1] ? asked : [0, 10];
}

function sortOf(fromAddress: readonly string[], fromBody: unknown): [string, "asc" | "desc"][] {
  const bodyKeys = Array.isArray(fromBody)
    ? fromBody.map(String)
    : typeof fromBody === "string"
      ? [fromBody]
      : [];
  const keys = fromAddress.length > 0 ? fromAddress : bodyKeys;
  return keys
    .flatMap((key) => key.split(","))
    .map((key) => [key.replace(/^[-+ ]/, ""), key.startsWith("-") ? "desc" : "asc"]);
}
