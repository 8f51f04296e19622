import { defangAndCut, harmlessText, plainText } from "../../lib/untrusted.ts";
import { cutGsm, ONE_SMS, septets, toGsm } from "./gsm.ts";

/** What a text is written in, and how much of it there may be. */
export interface Alphabet {
  /** In its own units. */
  readonly room: number;
  readonly length: (text: string) => number;
  /** Words of ours. */
  readonly ours: (text: string) => string;
  /** A stranger's: without anything to click, and cut. */
  readonly theirs: (text: string, max: number) => string;
  /** The longest word of a stranger's, other than a title. */
  readonly word: number;
  /** So much of a title is worth more than what else could be said. */
  readonly title: number;
}

// A bound on the work that a title of a megabyte can cause.
const LONGEST = 400;

/** Plain SMS, one of it. */
export const gsm: Alphabet = {
  room: ONE_SMS,
  length: septets,
  ours: toGsm,
  // Other alphabets are rewritten before links are broken: a full-width dot becomes a real one.
  theirs: (text, max) => defangAndCut(toGsm(plainText(text, LONGEST)), (safe) => cutGsm(safe, max)),
  word: 16,
  title: 30,
};

// Characters of several units.
const COMPOSED = /[\p{M}\p{Cf}\u{10000}-\u{10ffff}]/u;
const MOST_TORN = 7;

/** Any script: two parts, each of 67 UTF-16 units. A character of several is not torn apart between
 * them. */
export const ucs2: Alphabet = {
  room: 2 * 67,
  length: (text) => text.length + (COMPOSED.test(text) ? MOST_TORN : 0),
  ours: (text) => text,
  theirs: (text, max) => harmlessText(text, COMPOSED.test(text) ? max - MOST_TORN : max, "..."),
  word: 10,
  title: 16,
};
