import { toGsm } from "./gsm.ts";

const LETTER = /\p{L}/u;
const LATIN = /\p{Script=Latin}/u;

/** Languages known by their script alone, for which Twilio has a voice. What is written by several is nobody's. */
const VOICES: readonly (readonly [script: RegExp, language: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "ja-JP"],
  [/\p{Script=Hangul}/u, "ko-KR"],
  [/\p{Script=Han}/u, "zh-CN"],
  [/^(?!.*[ґєіїўјљњћђџќѓѕ])(?=.*\p{Script=Cyrillic})/iu, "ru-RU"],
];

/** Whether plain SMS would lose what it says: it is mostly in another script, or holds signs with no likeness in it. */
export function isLostInGsm(text: string): boolean {
  return isForeign(text) || lettersOf(text).some((letter) => !LATIN.test(letter) && toGsm(letter) === "?");
}

/** Whether most of its letters are of another script than ours. */
export function isForeign(text: string): boolean {
  const letters = lettersOf(text);
  return letters.filter((letter) => !LATIN.test(letter)).length * 2 > letters.length;
}

/** The language whose voice can say it; undefined when that cannot be told. */
export function languageIn(text: string): string | undefined {
  return VOICES.find(([script]) => script.test(text))?.[1];
}

/** Whether words stand without blanks between them. */
export function isUnspaced(text: string): boolean {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text);
}

// Styled Latin letters, such as those of mathematics, are Latin ones.
function lettersOf(text: string): string[] {
  return [...text.normalize("NFKC")].filter((character) => LETTER.test(character));
}
