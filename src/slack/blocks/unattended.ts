import type { Notice } from "../../engine/ports/notice.ts";
import { showAllButton } from "./digest.ts";
import type { Message } from "./fit.ts";
import { lines, strong, words } from "./rich.ts";
import { boardRow, rowText } from "./row.ts";

type Unattended = Extract<Notice, { kind: "unattended" }>;

// Worst first: whoever has time for more of them presses the button.
const ROWS_SHOWN = 10;
const ROWS_READ = 3;

/** Alerts past their last tier that nobody holds: said again and again until somebody takes them. */
export function unattendedNotice({ rows, total }: Unattended): Message {
  const shown = rows.slice(0, ROWS_SHOWN);
  const read = shown.slice(0, ROWS_READ);
  const headline = `⚠ ${total === 1 ? "1 open alert" : `${total} open alerts`}, nobody has answered`;
  return {
    text: `${headline}: ${read.map(rowText).join("; ")}${leftOut(total - read.length)}. All of them: /sla status`,
    blocks: [
      lines(
        [strong(headline)],
        [
          words(
            `Nothing more will be sent by phone, and nobody holds ${total === 1 ? "it:" : "them. Worst first:"}`,
          ),
        ],
      ),
      ...shown.map((row) => lines(...boardRow(row))),
      ...(total > shown.length
        ? [lines([words(`… and ${total - shown.length} more, none of them worse`)])]
        : []),
      showAllButton(),
    ],
  };
}

/** `; and 12 more`: what a list does not name. */
export function leftOut(count: number): string {
  return count > 0 ? `; and ${count} more` : "";
}
