import { isDeepStrictEqual } from "node:util";
import type { Overrides } from "../../config/origins.ts";
import type { Problem } from "../../config/problem.ts";
import { parsePath, type Tree, valueAt } from "../../config/tree.ts";
import { blockId } from "./fields.ts";
import { isUnder } from "./setting.ts";

/** What somebody filled in, as values of the settings. */
export interface Reading {
  /** By path, all that the form asks for. */
  readonly values: Overrides;
  /** In which field the values at and below a path were given. */
  readonly places: readonly Place[];
}

export type Place = readonly [path: string, field: string];

/** Only what is not so already. */
export function changesIn({ values }: Reading, text: Tree): Overrides {
  return Object.fromEntries(
    Object.entries(values).filter(([path, value]) => {
      const now = valueAt(text, parsePath(path) ?? []) ?? null;
      return !isDeepStrictEqual(now, value);
    }),
  );
}

/**
 * Puts each problem under the field it is about, in Slack's form; what is about none of them under the first,
 * with the place it is about.
 */
export function errorsFor(
  problems: readonly Problem[],
  { places }: Reading,
  revision: number,
): Record<string, string> {
  const errors = new Map<string, string[]>();
  for (const problem of problems) {
    const place = placeOf(problem.path, places);
    const field = place?.[1] ?? places[0]?.[1];
    if (field === undefined) continue;
    const said = place === undefined ? `${problem.path}: ${adviceOf(problem)}` : adviceOf(problem);
    errors.set(field, [...(errors.get(field) ?? []), said]);
  }
  return Object.fromEntries(
    [...errors].map(([field, said]) => [
      blockId(field, revision),
      [...new Set(said)].join(" ").slice(0, 300),
    ]),
  );
}

function placeOf(path: string, places: readonly Place[]): Place | undefined {
  return places
    .filter(([prefix]) => isUnder(path, prefix))
    .sort(([one], [other]) => other.length - one.length)[0];
}

/** What is expected, and what was found there instead. */
function adviceOf({ found, expected }: Problem): string {
  return `Expected ${expected}; found ${found}.`;
}
