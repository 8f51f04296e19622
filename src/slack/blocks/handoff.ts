import type { Named } from "../../engine/ports/card-facts.ts";
import type { Notice } from "../../engine/ports/notice.ts";
import { showAllButton } from "./digest.ts";
import type { Message } from "./fit.ts";
import { lines, moment, named, namedAll, type Piece, strong, theirs, words } from "./rich.ts";
import { boardRow, rowText } from "./row.ts";
import { namedText, namesText, theirText, timeText } from "./text.ts";
import { leftOut } from "./unattended.ts";

type Handoff = Extract<Notice, { kind: "handoff" }>;

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
