import type { Named, Notice } from "../../engine/ports.ts";
import { showAllButton } from "./digest.ts";
import type { Message } from "./fit.ts";
import { lines, moment, named, namedAll, type Piece, person, strong, theirs, words } from "./rich.ts";
import { boardRow, rowText } from "./row.ts";
import { namedText, namesText, personText, theirText, timeText } from "./text.ts";
import { leftOut } from "./unattended.ts";

type Handoff = Extract<Notice, { kind: "handoff" }>;
type Override = Extract<Notice, { kind: "override" }>;
type OverrideOver = Extract<Notice, { kind: "override-over" }>;

// Enough to start the shift with; the button lists the rest.
const ROWS_SHOWN = 5;
const ROWS_READ = 3;

/** Tells who takes over from whom, and what is open: the most urgent first. */
export function handoffNotice({ group, to, relieved, until, open, rows }: Handoff): Message {
  const shown = rows.slice(0, ROWS_SHOWN);
  const read = shown.slice(0, ROWS_READ);
  const end = until === undefined ? "" : ` until ${timeText(until)}`;
  const worst = read.length === 0 ? "" : `: ${read.map(rowText).join("; ")}${leftOut(open - read.length)}`;
  return {
    text:
      `📟 ${namedText(to)} is on call for ${theirText(group, 60)}${end}. ${relievedText(relieved)}` +
      `${openText(open)}${worst}.`,
    blocks: [
      lines(
        [
          strong("📟 "),
          named(to),
          words(" is on call for "),
          theirs(group, 60, { bold: true }),
          ...(until === undefined ? [] : [words(" until "), moment(until)]),
        ],
        relievedLine(relieved),
        [words(`${openText(open)}${open === 0 ? "" : ", the most urgent first:"}`)],
      ),
      ...shown.map((row) => lines(...boardRow(row))),
      ...(open > shown.length ? [lines([words(`… and ${open - shown.length} more`)]), showAllButton()] : []),
    ],
  };
}

/** Tells everybody that somebody stands in, when it is decided. */
export function overrideNotice({ group, to, relieved, from, until, by }: Override): Message {
  const isOwn = to.slack === by;
  return {
    text:
      `📟 ${namedText(to)} stands in for ${theirText(group, 60)} from ${timeText(from)} until ${timeText(until)}` +
      `${isOwn ? "" : `, set by ${personText(by)}`}. ${relievedText(relieved)}`.trimEnd(),
    blocks: [
      lines(
        [strong("📟 "), named(to), words(" stands in for "), theirs(group, 60, { bold: true })],
        [moment(from), words(" until "), moment(until), ...(isOwn ? [] : [words(", set by "), person(by)])],
        relievedLine(relieved),
      ),
    ],
  };
}

/** Tells everybody that nobody stands in any more, before it was to end. */
export function overrideOverNotice({ group, was, now }: OverrideOver): Message {
  const whose = theirText(group, 60);
  const instead = now.length === 0 ? "Nobody is on call now" : `On call now: ${namesText(now)}`;
  return {
    text: `📟 ${namedText(was)} no longer stands in for ${whose}. ${instead}.`,
    blocks: [
      lines(
        [strong("📟 "), named(was), words(" no longer stands in for "), theirs(group, 60, { bold: true })],
        now.length === 0 ? [strong("Nobody is on call now")] : [words("On call now: "), ...namedAll(now)],
      ),
    ],
  };
}

function relievedLine(relieved: readonly Named[]): readonly Piece[] {
  return relieved.length === 0 ? [] : [words("Relieved: "), ...namedAll(relieved)];
}

function relievedText(relieved: readonly Named[]): string {
  return relieved.length === 0 ? "" : `Relieved: ${namesText(relieved)}. `;
}

function openText(open: number): string {
  if (open === 0) return "No open alerts";
  return open === 1 ? "1 open alert" : `${open} open alerts`;
}
