import type { Notice } from "../../engine/ports.ts";
import { showAllButton } from "./digest.ts";
import type { Message } from "./fit.ts";
import { lines, moment, strong, theirs, words } from "./rich.ts";
import { boardRow } from "./row.ts";
import { theirText, timeText } from "./text.ts";

type Handoff = Extract<Notice, { kind: "handoff" }>;

// Enough to start the shift with; the button lists the rest.
const ROWS_SHOWN = 5;

/** Tells the channel who takes over, and what they take over. */
export function handoffNotice({ group, to, until, open, rows }: Handoff): Message {
  const end = until === undefined ? "" : ` until ${timeText(until)}`;
  const left = open - Math.min(rows.length, ROWS_SHOWN);
  return {
    text: `📟 ${theirText(to, 80)} is on call for ${theirText(group, 60)}${end}. ${openText(open)}.`,
    blocks: [
      lines(
        [
          strong("📟 "),
          theirs(to, 80, { bold: true }),
          words(" is on call for "),
          theirs(group, 60, { bold: true }),
          ...(until === undefined ? [] : [words(" until "), moment(until)]),
        ],
        [words(`${openText(open)}${open === 0 ? "" : ", next deadline first:"}`)],
      ),
      ...rows.slice(0, ROWS_SHOWN).map((row) => lines(...boardRow(row))),
      ...(left > 0 ? [showAllButton()] : []),
    ],
  };
}

function openText(open: number): string {
  if (open === 0) return "No open alerts";
  return open === 1 ? "1 open alert" : `${open} open alerts`;
}
