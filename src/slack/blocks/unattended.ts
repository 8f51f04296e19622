import type { BoardRow, Notice } from "../../engine/ports.ts";
import { showAllButton } from "./digest.ts";
import type { Message } from "./fit.ts";
import { lines, strong, words } from "./rich.ts";
import { boardRow } from "./row.ts";
import { severityLabel } from "./severity.ts";
import { theirText } from "./text.ts";

type Unattended = Extract<Notice, { kind: "unattended" }>;

// Worst first: whoever has time for more of them presses the button.
const ROWS_SHOWN = 10;

/** Alerts past their last tier that nobody holds: said again and again until somebody takes them. */
export function unattendedNotice({ rows, total }: Unattended): Message {
  const shown = rows.slice(0, ROWS_SHOWN);
  const left = total - shown.length;
  const headline = `⚠ ${total === 1 ? "1 open alert" : `${total} open alerts`}, nobody has answered`;
  return {
    text: `${headline}: ${shown.slice(0, 3).map(rowText).join("; ")}. All of them: /sla status`,
    blocks: [
      lines([strong(headline)], [words("Past the last tier and held by nobody, worst first:")]),
      ...shown.map((row) => lines(...boardRow(row))),
      ...(left > 0 ? [lines([words(`… and ${left} more`)])] : []),
      showAllButton(),
    ],
  };
}

function rowText({ alert, record }: BoardRow): string {
  return `${severityLabel(alert.severity)} #${record.number} ${theirText(alert.title, 100)}`;
}
