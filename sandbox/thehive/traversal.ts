import { badQuery } from "./errors.ts";
import { compileFilter, type FilterContext, versionOf } from "./filters.ts";
import { isObject } from "./rows.ts";
import { sortThings } from "./sorting.ts";

/** A kind of thing that queries walk over. */
export interface Entity<T> extends FilterContext<T> {
  render(thing: T, extraData: ReadonlySet<string>): unknown;
  /** Steps that lead to other things, by name. */
  follow: Readonly<Record<string, (things: readonly T[]) => Traversal>>;
}

/** Things found so far, waiting for the next step. */
export interface Traversal {
  steps: readonly string[];
  filter(filter: unknown): Traversal;
  /** @param fields one-key objects such as {"_createdAt": "asc"} */
  sort(fields: unknown): Traversal;
  follow(step: string): Traversal | undefined;
  count(): number;
  page(from: number, to: number, extraData: ReadonlySet<string>): unknown[];
}

export function traverse<T>(entity: Entity<T>, things: readonly T[]): Traversal {
  return {
    steps: ["filter", "sort", "page", "count", ...Object.keys(entity.follow)],
    filter: (filter) => traverse(entity, things.filter(compileFilter(filter, entity))),
    sort: (fields) => traverse(entity, sortThings(entity, things, sortKeys(entity, fields))),
    follow: (step) => (Object.hasOwn(entity.follow, step) ? entity.follow[step]?.(things) : undefined),
    count: () => things.length,
    page: (from, to, extraData) => things.slice(from, to).map((thing) => entity.render(thing, extraData)),
  };
}

function sortKeys<T>({ dialect }: Entity<T>, fields: unknown): [string, "asc" | "desc"][] {
  const bad = (found: unknown) =>
    badQuery(versionOf(dialect), "_fields", found, ['[{"<field>": "asc"}]', '[{"<field>": "desc"}]']);
  if (!Array.isArray(fields)) throw bad(fields);
  return fields.map((field) => {
    const [entry, ...more] = isObject(field) ? Object.entries(field) : [];
    if (entry === undefined || more.length > 0) throw bad(field);
    const [name, order] = entry;
    if (order !== "asc" && order !== "desc") throw bad(field);
    return [name, order];
  });
}
