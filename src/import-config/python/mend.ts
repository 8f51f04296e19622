import { type Edit, editsAt, lineLeftOut } from "./edits.ts";
import { lineAt, type Source, sourceOf } from "./source.ts";
import type { Slip } from "./value.ts";

// So many mistakes are no slips any more, and each try costs a reading of the file.
const MOST_SLIPS = 50;
const MOST_READ = 2_000_000;
const MOST_FAULTS = 300;
// Nobody nests settings so deeply, and what does is slow to read.
const MOST_OPEN = 200;

/**
 * Makes Python of a file with small mistakes: at the first one, every likely change is tried, and the one after which
 * the file is understood furthest is kept. Lines stay where they are. What cannot be mended is left out.
 */
export function mended(text: string): { source: Source; slips: Slip[] } {
  const slips: Slip[] = [];
  let source = sourceOf(flat(text, slips));
  let left = MOST_READ;
  while (source.fault !== undefined && slips.length < MOST_SLIPS && left > 0) {
    const { fault, text: before } = source;
    const tries = [editsAt(source, fault), lineLeftOut(source, fault)];
    left -= (tries.flat().length + 1) * before.length;
    const isHopeless = left < 0 || source.faults > MOST_FAULTS;
    const best = isHopeless ? undefined : (bestOf(source, tries[0] ?? []) ?? bestOf(source, tries[1] ?? []));
    const what = best?.edit.what ?? "lines that cannot be understood: left out";
    slips.push({ line: lineAt(before, best?.edit.at ?? fault), what });
    source = best?.source ?? sourceOf(withoutBlock(before, fault));
  }
  return { source, slips };
}

/** Without statements that only a program would write. */
function flat(text: string, slips: Slip[]): string {
  let rest = text;
  for (let deep = tooDeepIn(rest); deep !== undefined; deep = tooDeepIn(rest)) {
    slips.push({ line: lineAt(rest, deep), what: "brackets nested too deeply: left out" });
    rest = withoutBlock(rest, deep);
  }
  return rest;
}

/** Quotes are not looked at: so many brackets in a text would be as strange. */
function tooDeepIn(text: string): number | undefined {
  let open = 0;
  let isComment = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\n") isComment = false;
    else if (char === "#") isComment = true;
    else if (!isComment && "([{".includes(char)) open += 1;
    else if (!isComment && ")]}".includes(char)) open = Math.max(0, open - 1);
    if (open > MOST_OPEN) return at;
  }
  return undefined;
}

/** The change that leaves least of the file not understood; undefined when none leaves less than before. */
function bestOf(before: Source, edits: readonly Edit[]): { source: Source; edit: Edit } | undefined {
  let best: { source: Source; edit: Edit } | undefined;
  let least = remaining(before);
  for (const edit of edits) {
    const { text } = before;
    const source = sourceOf(text.slice(0, edit.from) + edit.insert + text.slice(edit.to));
    if (remaining(source) >= least) continue;
    least = remaining(source);
    best = { source, edit };
  }
  return best;
}

function remaining({ text, fault }: Source): number {
  return fault === undefined ? -1 : text.length - fault;
}

/** Turns a statement into comments, from its first line to the next line that gives a name a value. */
function withoutBlock(text: string, place: number): string {
  const lines = text.split("\n");
  const at = lineAt(text, place) - 1;
  let first = at;
  while (first > 0 && !beginsStatement(lines[first] ?? "")) first -= 1;
  let last = at;
  while (last + 1 < lines.length && !beginsStatement(lines[last + 1] ?? "")) last += 1;
  return lines.map((line, i) => (i >= first && i <= last ? `#${line}` : line)).join("\n");
}

function beginsStatement(line: string): boolean {
  return /^[A-Za-z_]\w*\s*=/.test(line);
}
