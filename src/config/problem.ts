import { distance } from "fastest-levenshtein";
import { folded } from "../lib/fold.ts";
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
  const where = path === "" ? "settings" : placeShown(path);
  return oneLine(`${where}: found ${found}, expected ${expected}`);
}

const LONGEST_LINE = 1000;

// Somebody's number may stand where a name belongs.
function placeShown(path: string): string {
  const place = path.slice(0, LONGEST_LINE);
  return /^people\b/.test(place) ? place.replace(/\+?\d{7,}/g, (digits) => mask(digits)) : place;
}

function oneLine(text: string): string {
  return text.slice(0, LONGEST_LINE).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}

export function problemAt(path: Path, value: unknown, expected: string): Problem {
  return { path: pathText(path), found: describe(value, path), expected };
}

const LONGEST_SHOWN = 60;
// Cut before it is looked at, but not inside what has to be hidden.
const LONGEST_LOOKED_AT = 300;

/** Shows a value so that people recognise it; numbers of people and tokens are masked. */
export function describe(value: unknown, path: Path = []): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isTree(value)) return "a mapping";
  if (path.at(-1) === "phone") return `"${mask(String(value))}"`;
  const shown = masked(String(value).slice(0, LONGEST_LOOKED_AT), path).slice(0, LONGEST_SHOWN);
  return typeof value === "string" ? JSON.stringify(shown) : shown;
}

// Under `people` any long row of digits may be somebody's number, whatever key it was put under.
function masked(text: string, path: Path): string {
  const digits = text.replace(/\D/g, "").length;
  if (path[0] === "people" && digits >= 6) return mask(text);
  return maskText(text);
}

// Nobody slips in a word longer than this, and comparing takes its square.
const LONGEST_COMPARED = 64;

/** The one of these names that was probably meant, whatever its case; undefined when none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const given = folded(word.slice(0, LONGEST_COMPARED));
  const forms = names.map((name) => ({ name, form: folded(name) }));
  const begun = forms.find(({ form }) => given.length > 1 && form.startsWith(given));
  if (begun !== undefined) return begun.name;
  const ranked = forms.map(({ name, form }) => ({ name, off: slips(given, form), size: form.length }));
  const [best] = ranked.sort((a, b) => a.off - b.off);
  return best !== undefined && best.off <= Math.max(1, Math.floor(best.size / 3)) ? best.name : undefined;
}

/** How many letters are wrong, missing or too many; two that changed places are one slip. */
function slips(given: string, form: string): number {
  const off = distance(given, form);
  const isSwap = off === 2 && given.length === form.length && [...swaps(given)].includes(form);
  return isSwap ? 1 : off;
}

function* swaps(word: string): Generator<string> {
  for (let at = 0; at + 1 < word.length; at++) {
    yield word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  }
}

/** Lists what would be right, and the one that was probably meant first. */
export function oneOf(names: readonly string[], word: unknown): string {
  const meant = typeof word === "string" ? nearest(word, names) : undefined;
  if (meant !== undefined)
    return `"${meant}"${names.length > 1 ? ` (or another of ${names.join(", ")})` : ""}`;
  return names.length === 1 ? `"${names[0]}"` : `one of ${names.join(", ")}`;
}
