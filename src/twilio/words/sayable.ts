import { defang, plainText } from "../../lib/untrusted.ts";
import type { SpeechWords } from "../../words/phone-words.ts";
import { isUnspaced } from "./script.ts";

// No title may cost much.
const LONGEST = 400;
const LONGEST_WORD = 30;

/**
 * What can be said of a stranger's words: for each of them, the words said. Half asleep, "evil dot com" is understood,
 * and brackets are not.
 */
export function sayable(text: string, speech: SpeechWords): readonly (readonly string[])[] {
  return plainText(text, LONGEST, "...")
    .normalize("NFKC")
    .split(" ")
    .map((word) =>
      sayableWord(word, speech)
        .split(" ")
        .filter((said) => /[\p{L}\p{N}]/u.test(said)),
    );
}

/** So many of these words, none of them cut apart, and without an "of the" at the end. */
export function firstOf(words: readonly (readonly string[])[], most: number): string {
  let said: readonly string[] = [];
  const cut = words.findIndex((word) => {
    if (said.length + word.length > most) return true;
    said = [...said, ...word];
    return false;
  });
  const kept = said.length > 0 ? said : (words[0] ?? []).slice(0, most);
  return ended(cut === -1 ? kept : withoutTail(kept)).join(" ");
}

function withoutTail(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !/^\p{Ll}{1,3}$/u.test(word));
  return words.slice(0, Math.max(1, last + 1));
}

/** Without a comma or colon after which nothing comes. */
function ended(words: readonly string[]): readonly string[] {
  const last = words.at(-1);
  if (last === undefined || !/[,:;(]$/.test(last)) return words;
  return [...words.slice(0, -1), last.slice(0, -1)];
}

/** The same for a voice of another language, in which nothing of ours can be said: addresses are left out. */
export function foreignWords(text: string, most: number): string {
  const spoken = plainText(text, LONGEST, "...")
    .normalize("NFKC")
    .split(" ")
    .filter((word) => defang(word) === word);
  if (isUnspaced(text)) return [...spoken.join(" ")].slice(0, 2 * most).join("");
  return spoken.slice(0, most).join(" ");
}

/** Paths, queries and hashes help nobody on the phone. */
function sayableWord(word: string, speech: SpeechWords): string {
  const link = /^\W*\w{2,10}:[\\/]{2}([^\\/?#]*)/.exec(word);
  if (link !== null) return spokenDots(link[1] ?? "", speech) || speech.link;
  if (/[\da-f]{16}/i.test(word)) return speech.hash;
  return word.length > LONGEST_WORD ? speech.longWord : spelled(spokenDots(word, speech));
}

function spokenDots(word: string, { address, dot }: SpeechWords): string {
  const safe = defang(word);
  return safe.includes("[:]") ? address : safe.replaceAll("[.]", ` ${dot} `).replace(/ +/g, " ").trim();
}

/** Names of machines by their letters: `FSPRD02` is heard as "F S P R D 02". */
function spelled(word: string): string {
  const [, name = "", end = ""] = /^([A-Z][A-Z\d]*(?:[-_][A-Z\d]+)*)(\W*)$/.exec(word) ?? [];
  // A voice says `C2` and `T1059` well enough.
  if (!/^[A-Z][A-Z]/.test(name) || !(/\d/.test(name) || /^[^AEIOUY]+$/.test(name))) return word;
  const parts = name.match(/[A-Z]+|\d+/g) ?? [];
  return parts.map((part) => (isSpelled(part) ? [...part].join(" ") : part)).join(" ") + end;
}

function isSpelled(part: string): boolean {
  return /^[A-Z]/.test(part) && (part.length <= 3 || !/[AEIOUY]/.test(part));
}
