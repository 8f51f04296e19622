import type { Dialect } from "./model.ts";

const BOTH = [
  "_and",
  "_or",
  "_not",
  "_any",
  "_id",
  "_in",
  "_between",
  "_gt",
  "_gte",
  "_lt",
  "_lte",
  "_contains",
];
const OF_4 = [...BOTH, "_is", "_ne", "_like", "_startsWith", "_endsWith", "_string"];

/** The filter operators each dialect knows; any other is refused. */
export const OPERATORS: Record<Dialect, ReadonlySet<string>> = {
  "v0-3": new Set([...BOTH, "_like", "_wildcard", "_string", "_type"]),
  "v0-4": new Set(OF_4),
  "v1-4": new Set(OF_4),
  "v1-5": new Set([...BOTH, "_is", "_eq", "_ne", "_has", "_like", "_startsWith", "_endsWith", "_match"]),
};
