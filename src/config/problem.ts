import { closest, distance } from "fastest-levenshtein";
import { mask } from "../lib/mask.ts";
import { maskText } from "../lib/redact.ts";
import { isTree, type Path, pathText } from "./tree.ts";

/** One thing that is wrong with what somebody configured. Holds no secret and no phone number. */
export interface Problem {
  /** Where: a path in the settings, a variable's name, or a file with line and column. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  /** Nothing was given where something has to be: not wrong, but not enough to start. */
  readonly missing?: true;
}

/** One line for people: where, what was found, what is expected. */
export function problemLine({ path, found, expected }: Problem): string {
  return `${path === "" ? "settings" : path}: found ${found}, expected ${expected}`;
}

export function problemAt(path: Path, value: unknown, expected: string): Problem {
  return { path: pathText(path), found: describe(value, path), expected };
}

const LONGEST_SHOWN = 60;

/** Shows a value so that people recognise it; numbers of people and tokens are masked. */
export function describe(value: unknown, path: Path = []): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isTree(value)) return "a mapping";
  if (path.at(-1) === "phone") return `"${mask(String(value))}"`;
  const shown = masked(String(value), path).slice(0, LONGEST_SHOWN);
  return typeof value === "string" ? JSON.stringify(shown) : shown;
}

// Under `people` any long row of digits may be somebody's number, whatever key it was put under.
function masked(text: string, path: Path): string {
  const digits = text.replace(/\D/g, "").length;
  if (path[0] === "people" && digits >= 6) return mask(text);
  return maskText(text);
}

/** The one of these names that was probably meant; undefined when none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const begun = names.find((name) => word.length > 1 && name.toLowerCase().startsWith(word.toLowerCase()));
  if (begun !== undefined) return begun;
  const name = closest(word.toLowerCase(), [...names]);
  const off = distance(word.toLowerCase(), name.toLowerCase());
  return off <= Math.max(1, Math.floor(name.length / 3)) ? name : undefined;
}

/** Lists what would be right, and the one that was probably meant first. */
export function oneOf(names: readonly string[], word: unknown): string {
  const meant = typeof word === "string" ? nearest(word, names) : undefined;
  if (meant !== undefined)
    return `"${meant}"${names.length > 1 ? ` (or another of ${names.join(", ")})` : ""}`;
  return names.length === 1 ? `"${names[0]}"` : `one of ${names.join(", ")}`;
}
