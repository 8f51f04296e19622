import { folded } from "../lib/fold.ts";
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
  const { words, except } = readyFor(rule);
  const pieces = without(searchable(text), except);
  return words.find(({ form }) => pieces.some((piece) => !places(piece, form).next().done))?.word;
}

interface Ready {
  readonly words: readonly { readonly word: string; readonly form: string }[];
  readonly except: readonly string[];
}

// Every alert of a full read is searched by the same few rules: folded once for each.
const prepared = new WeakMap<HighRiskRule, Ready>();

function readyFor(rule: HighRiskRule): Ready {
  const known = prepared.get(rule);
  if (known !== undefined) return known;
  const ready = {
    words: rule.words.map((word) => ({ word, form: searchable(word).trim() })),
    except: rule.except.map((phrase) => searchable(phrase).trim()),
  };
  prepared.set(rule, ready);
  return ready;
}

// Nobody sees these: a soft hyphen inside a word, or the mark that makes a sign before it colourful.
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Text in the form in which words are compared; any white space is one blank. */
function searchable(text: string): string {
  return folded(text.replace(UNSEEN, "")).replace(/\s+/gu, " ");
}

/** What is left of a text when phrases are cut out of it. The pieces stay apart: cutting joins nothing. */
function without(text: string, phrases: readonly string[]): string[] {
  const cuts = phrases
    .flatMap((phrase) => [...places(text, phrase)].map((from) => ({ from, until: from + phrase.length })))
    .sort((a, b) => a.from - b.from);
  const pieces: string[] = [];
  let start = 0;
  for (const { from, until } of cuts) {
    if (from > start) pieces.push(text.slice(start, from));
    start = Math.max(start, until);
  }
  return [...pieces, text.slice(start)];
}

/** Where a phrase stands in a text as whole words. */
function* places(text: string, phrase: string): Generator<number> {
  if (phrase === "") return;
  for (let from = text.indexOf(phrase); from !== -1; from = text.indexOf(phrase, from + 1)) {
    if (!isInWord(before(text, from)) && !isInWord(after(text, from + phrase.length))) yield from;
  }
}

/** The whole sign before a place, `""` at the beginning: half of one tells nothing. */
function before(text: string, at: number): string {
  const half = text.charCodeAt(at - 1);
  return text.slice(half >= 0xdc00 && half <= 0xdfff ? at - 2 : Math.max(0, at - 1), at);
}

function after(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : "";
}

// `\b` knows only ASCII. A mark goes on with its letter, whether composed with it or not.
function isInWord(sign: string): boolean {
  return /^[\p{L}\p{N}\p{M}_]/u.test(sign);
}
