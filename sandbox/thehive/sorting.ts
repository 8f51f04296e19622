import { badRequest } from "./errors.ts";
import type { FilterContext } from "./filters.ts";

/**
 * A sorted copy; things without a value come last.
 *
 * @throws HiveProblem 400 for a field the dialect does not know
 */
export function sortThings<T>(
  { fields, dialect, thing }: FilterContext<T>,
  things: readonly T[],
  keys: readonly (readonly [string, "asc" | "desc"])[],
): T[] {
  const known = keys.flatMap(([name, order]) => {
    const field = fields(name);
    if (field !== undefined) return [{ read: (one: T) => field.read(one), sign: order === "asc" ? 1 : -1 }];
    if (dialect === "v0-3") return [];
    throw badRequest(`Property ${name} for type ${thing} not found`);
  });
  return things.toSorted((a, b) => {
    for (const { read, sign } of known) {
      const difference = order(read(a), read(b), sign);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function order(a: unknown, b: unknown, sign: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : 1);
}
