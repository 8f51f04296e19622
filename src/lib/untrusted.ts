import { isIPv6 } from "node:net";

/*
 * Text that attackers write, made safe to show. It is cut before it is looked at, and no pattern here looks at a
 * character more than a few times.
 */

// Nobody sees these, but they hide words, turn lines around, and XML refuses half of them.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
// Letters buried under stacks of marks spill over the lines around them.
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;
const NUMBER = /^(\p{Nd}+|0x[\da-f]+)$/iu;
const NUMBER_AT_START = /^\p{Nd}/u;
const NUMBER_AT_END = /(\p{Nd}|0x[\da-f]+)$/iu;

/**
 * One clean line: no control, zero-width or direction marks, no broken surrogates, single spaces.
 *
 * @param max longest result in UTF-16 units, the ellipsis included; a character is never cut apart
 */
export function plainText(text: string, max: number, ellipsis = "…"): string {
  return cutText(cleanLine(text), max, ellipsis);
}

/** Plain text in which nothing can be clicked: what SMS, speech and Slack show of an attacker's words. */
export function harmlessText(text: string, max: number, ellipsis = "…"): string {
  return defangAndCut(cleanLine(text), (safe) => cutText(safe, max, ellipsis));
}

/**
 * For comments in TheHive, which are Markdown: what somebody is called can neither format nor link nor show pictures
 * nor call anybody.
 */
export function commentText(text: string, max = 80): string {
  return harmlessText(text, max)
    .replace(/@/g, "(at)")
    .replace(/[\\`*_~|<>#![\]]/g, "\\$&");
}

/** For other ways of cutting: what was no address may be one without its end, so the rest is looked at again. */
export function defangAndCut(text: string, cut: (text: string) => string): string {
  const safe = cut(defang(text));
  return defang(safe) === safe ? safe : defangAndCut(safe, cut);
}

/**
 * Breaks whatever a phone or a chat would turn into a link: `hxxps[:]//`, `evil[.]com`, `203[.]0[.]113[.]7`,
 * `2001[:]db8[:][:]1`. Doing it twice changes nothing more. Invisible characters must be gone before:
 * see {@link harmlessText}.
 */
export function defang(text: string): string {
  return text
    .replace(/http(?=s?:)/gi, "hxxp")
    .replace(/:(?=[\\/]{2})/g, "[:]")
    .replace(/\b(mailto|tel|sms|skype|javascript|data):(?=\S)/gi, "$1[:]")
    .replace(/(?<=[a-z0-9])[\u3002\uff61](?=[a-z0-9])/gi, ".")
    .replace(/[\p{L}\p{N}\p{M}_.\uff0e\u2024-]+/gu, defangHost)
    .replace(/[\p{L}\p{N}:]+/gu, defangIPv6);
}

// No message holds more. What is beyond is not even looked at.
const LONGEST_READ = 100_000;

function cleanLine(whole: string): string {
  const text = whole.slice(0, LONGEST_READ);
  // Spaces first: line breaks are invisible too, and would join the words around them.
  const visible = text.replace(/\s+/gu, " ").replace(INVISIBLE, "").replace(PILED_MARKS, "$1");
  return visible.normalize("NFC").replace(/ +/g, " ").trim();
}

function cutText(text: string, max: number, ellipsis: string): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
    text.slice(0, max),
  )) {
    if (kept.length + segment.length + ellipsis.length > max) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}

function defangHost(run: string): string {
  const labels = run.split(/[.\uff0e\u2024]/);
  return isHost(labels) || holdsIPv4(labels)
    ? run.replace(/[.\uff0e\u2024](?=[^.\uff0e\u2024])/g, "[.]")
    : run;
}

// Top level domains come and go (`.zip`, `.mov`): two letters after a dot are enough to be one.
function isHost(labels: readonly string[]): boolean {
  return labels.some((label, i) => {
    const left = labels[i - 1] ?? "";
    if (left === "" || label === "") return false;
    return /^\p{L}[\p{L}\p{N}\p{M}-]/u.test(label) || /\bwww$/i.test(left);
  });
}

// Four numbers in a row, even with something stuck to either end.
function holdsIPv4(labels: readonly string[]): boolean {
  return labels.some(
    (label, i) =>
      NUMBER_AT_END.test(label) &&
      NUMBER.test(labels[i + 1] ?? "") &&
      NUMBER.test(labels[i + 2] ?? "") &&
      NUMBER_AT_START.test(labels[i + 3] ?? ""),
  );
}

function defangIPv6(run: string): string {
  return run.includes(":") && holdsIPv6(run.split(":")) ? run.replaceAll(":", "[:]") : run;
}

// The address may follow a word and a colon of its own, as in `ip:2001:db8::1`.
function holdsIPv6(groups: readonly string[]): boolean {
  let span: string[] = [];
  for (const group of [...groups, "end"]) {
    if (/^[\da-f]{0,4}$/i.test(group)) {
      span.push(group);
      continue;
    }
    if (span.length > 8 || isIPv6(withoutLooseColons(span.join(":")))) return true;
    span = [];
  }
  return false;
}

function withoutLooseColons(text: string): string {
  return text.replace(/^:(?!:)|(?<!:):$/g, "");
}
