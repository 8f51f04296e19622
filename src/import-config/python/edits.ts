import { type Source, tokensBefore } from "./source.ts";

/** A change of one line that may make Python of it. Never adds or removes a line. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly what: string;
  /** On whose line the mistake is said to be. */
  readonly at: number;
}

const CUT_OFF = /['"][\w./+-]+(?=\s{0,20}[:,]\s{0,20}['"\w])/g;
const WORD = /[\w./:+@-]+/g;
const CLOSERS = ["}", "]", ")"] as const;
const MOST_OF_A_KIND = 8;

/** What people get wrong at a place where Python stops being understood, the likeliest first. */
export function editsAt(source: Source, fault: number): Edit[] {
  const { text } = source;
  const line = lineOf(text, fault);
  const before = tokensBefore(source, fault, 3).toReversed();
  return [
    ...commas(before),
    ...quotes(text.slice(line.start, line.end), line.start),
    ...signs(text, fault),
    ...closers(source, fault, line.start, before),
    ...comments(text, fault, line, before[0]?.to ?? 0),
  ];
}

function commas(before: readonly { to: number }[]): Edit[] {
  return before.slice(0, 2).map(({ to }) => insertion(to, ",", "a comma is missing after this value"));
}

function quotes(line: string, at: number): Edit[] {
  const atEnd = [...line.matchAll(CUT_OFF)].map((found) => {
    const [word] = found;
    return insertion(
      at + found.index + word.length,
      word.charAt(0),
      "a quote is missing at the end of a text",
    );
  });
  const atStart = [...line.matchAll(WORD)].flatMap((found) => {
    const [word] = found;
    const [before, quote, after] = [
      line.charAt(found.index - 1),
      line.charAt(found.index + word.length),
      line.slice(found.index + word.length + 1),
    ];
    if (!/^[\s{[(,:=]?$/.test(before) || !/^['"]$/.test(quote)) return [];
    const of = after.trimStart().startsWith(":") ? "a name" : "a text";
    return [insertion(at + found.index, quote, `a quote is missing at the beginning of ${of}`)];
  });
  return [...atEnd.slice(0, MOST_OF_A_KIND), ...unclosed(line, at), ...atStart.slice(0, MOST_OF_A_KIND)];
}

/** A text that goes on to the end of the line, but for the brackets, the comma and the comment there. */
function unclosed(line: string, at: number): Edit[] {
  const comment = line.indexOf("#");
  const ends = comment === -1 ? [line.length] : [comment, line.length];
  return ends.flatMap((end) => {
    let last = end;
    while (last > 0 && /[\s\]}),]/.test(line.charAt(last - 1))) last -= 1;
    return ["'", '"'].map((quote) =>
      insertion(at + last, quote, "a quote is missing at the end of a text: taken as far as the line goes"),
    );
  });
}

function signs(text: string, fault: number): Edit[] {
  const instead = (insert: string, what: string): Edit[] => [
    { from: fault, to: fault + 1, insert, what, at: fault },
  ];
  const found = text.charAt(fault);
  if (found === ",") return instead("", "a comma too many");
  if (found === "=") return instead(":", "= in the place of :");
  return /^[)\]}]$/.test(found) ? instead("", "a closing bracket too many") : [];
}

function closers(source: Source, fault: number, line: number, before: readonly { to: number }[]): Edit[] {
  const [above] = tokensBefore(source, line, 1);
  const places = new Set([...(above === undefined ? [] : [above.to]), fault, ...before.map(({ to }) => to)]);
  return [...places].flatMap((place) =>
    CLOSERS.map((closer) => insertion(place, closer, `a ${closer} is missing before this line`, fault)),
  );
}

/** Words in plain letters after a value. */
function comments(text: string, fault: number, line: Line, lastEnd: number): Edit[] {
  const what = "words after a value, taken as a comment: is # missing?";
  const places = [fault, ...(lastEnd > line.start ? [lastEnd] : [])];
  return places
    .filter((place) => {
      const words = text.slice(place, line.end);
      return /^\s*[A-Za-z]/.test(words) && isBalanced(words);
    })
    .map((place) => insertion(place, "#", what));
}

/** When nothing else helps. */
export function lineLeftOut({ text }: Source, fault: number): Edit[] {
  const line = lineOf(text, fault);
  if (!isBalanced(text.slice(line.start, line.end))) return [];
  return [insertion(line.start, "#", "a line that cannot be understood: left out")];
}

interface Line {
  readonly start: number;
  readonly end: number;
}

function lineOf(text: string, place: number): Line {
  const end = text.indexOf("\n", place);
  return { start: text.lastIndexOf("\n", place - 1) + 1, end: end === -1 ? text.length : end };
}

/** Whether nothing outside is closed, and nothing left open, when it is taken out. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (/[([{]/.test(char)) depth += 1;
    if (/[)\]}]/.test(char)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function insertion(from: number, insert: string, what: string, at = from): Edit {
  return { from, to: from, insert, what, at };
}
