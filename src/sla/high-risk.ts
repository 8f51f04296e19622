import type { Alert, HighRiskRule } from "./model.ts";

export interface HighRiskMatch {
  readonly word: string;
  /** `title`, or the data type of the observable that holds the word. */
  readonly where: string;
}

/**
 * Finds the first high-risk word in an alert's title or in any observable's data: whole words, any case.
 * A word inside one of the rule's exceptions does not count there, but does elsewhere in the same text.
 */
export function findHighRisk(alert: Alert, rule: HighRiskRule): HighRiskMatch | undefined {
  if (!rule.severities.includes(alert.severity)) return undefined;
  const inTitle = firstWord(alert.title, rule);
  if (inTitle !== undefined) return { word: inTitle, where: "title" };
  for (const { dataType, data } of alert.observables ?? []) {
    const word = data === undefined ? undefined : firstWord(data, rule);
    if (word !== undefined) return { word, where: dataType };
  }
  return undefined;
}

function firstWord(text: string, rule: HighRiskRule): string | undefined {
  const { words, except } = patternsOf(rule);
  const bare = except.reduce((rest, phrase) => rest.replace(phrase, " "), text);
  return words.find(({ pattern }) => pattern.test(bare))?.word;
}

interface Patterns {
  readonly words: readonly { readonly word: string; readonly pattern: RegExp }[];
  readonly except: readonly RegExp[];
}

// Every alert of a full read is searched by the same few rules: compiled once for each.
const compiled = new WeakMap<HighRiskRule, Patterns>();

function patternsOf(rule: HighRiskRule): Patterns {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  const patterns = {
    words: rule.words.map((word) => ({ word, pattern: wholeWord(word, "iu") })),
    except: rule.except.map((phrase) => wholeWord(phrase, "giu")),
  };
  compiled.set(rule, patterns);
  return patterns;
}

// `\b` knows only ASCII: a word ends where no letter, digit or underscore of any script goes on.
function wholeWord(word: string, flags: string): RegExp {
  const literal = word
    .trim()
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, flags);
}
