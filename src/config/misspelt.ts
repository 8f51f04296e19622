import { distance } from "fastest-levenshtein";
import { knownVariables, type RawEnvironment, textOf } from "./variables.ts";

/** A variable that means nothing to us, and the one of ours that was probably meant. */
export interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

// Shorter names resemble too much of what lives in an environment.
const SHORTEST = 7;

/** Variables that are set, unknown, and close to one of ours that is not set. */
export function misspeltVariables(raw: RawEnvironment): readonly Misspelt[] {
  const open = Object.keys(knownVariables).filter((name) => textOf(raw, name) === undefined);
  return Object.keys(raw)
    .filter((name) => !Object.hasOwn(knownVariables, name) && name.length >= SHORTEST)
    .filter((name) => !READ_TOO.has(name.toLowerCase()) && textOf(raw, name) !== undefined)
    .flatMap((name) => {
      const meant = meantBy(name, open);
      return meant === undefined ? [] : [{ name, meant }];
    });
}

// Other tools' names for the network, which are read as they are.
const READ_TOO = new Set(["http_proxy", "https_proxy", "all_proxy", "no_proxy"]);

function meantBy(name: string, known: readonly string[]): string | undefined {
  const upper = name.toUpperCase().replaceAll("-", "_");
  const [best] = known
    .map((one) => ({ one, off: offBy(upper, one) }))
    .filter(({ off }) => off !== undefined)
    .sort((a, b) => (a.off ?? 0) - (b.off ?? 0));
  return best?.one;
}

/** How far apart two names are: letters, or words left out (`TWILIO_SID`) or put in; undefined when too far. */
function offBy(name: string, known: string): number | undefined {
  if (name[0] !== known[0]) return undefined;
  const letters = distance(name.slice(0, 60), known);
  if (letters <= Math.floor(known.length / 5)) return letters;
  const [given, words] = [name.split("_"), known.split("_")];
  const [few, many] = given.length < words.length ? [given, words] : [words, given];
  const isPart = few.length >= 2 && few[0] === many[0] && few.every((word) => many.includes(word));
  return isPart ? 10 * (many.length - few.length) : undefined;
}
