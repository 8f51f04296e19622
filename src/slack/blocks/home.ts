import type { Board, Desk } from "../../engine/desk.ts";
import type { BoardRow } from "../../engine/ports.ts";
import { alertButtons } from "./alert-buttons.ts";
import { type BoardView, countsText, pageButtons, pageOf } from "./board.ts";
import { type Block, fitHome, type Message } from "./fit.ts";
import { healthLines, onCallLines, troubleLines } from "./health-lines.ts";
import { lines, strong, words } from "./rich.ts";
import { boardRow } from "./row.ts";
import { standingOf } from "./standing.ts";

// Two blocks each, and Slack takes a hundred.
const ROWS_PER_PAGE = 20;

/**
 * The board in App Home, each alert with its buttons.
 *
 * @param note what the last press led to, since nothing can be said to a person elsewhere in App Home
 */
export function homeBlocks(
  board: Board,
  desk: Pick<Desk, "facts">,
  view: BoardView,
  note?: Message,
): Block[] {
  const { rows, page, pages } = pageOf(board, view, ROWS_PER_PAGE);
  const buttons = pageButtons({ ...view, page }, pages);
  return fitHome([
    ...(note?.blocks ?? []),
    { type: "header", text: { type: "plain_text", text: "SLA board", emoji: false } },
    lines([strong(countsText(board))], ...troubleLines(board.health), ...onCallLines(board.onCall)),
    { type: "divider" },
    ...rows.flatMap((row) => homeRow(row, desk)),
    ...(buttons.length === 0 ? [] : [{ type: "actions" as const, elements: buttons }]),
    { type: "divider" },
    lines(...healthLines(board.health)),
    lines([words("Everything else by command: /sla help")]),
  ]);
}

function homeRow(row: BoardRow, desk: Pick<Desk, "facts">): Block[] {
  const facts = desk.facts(row.alert.id);
  const text = lines(...boardRow(row));
  return facts === undefined ? [text] : [text, alertButtons(facts, standingOf(facts))];
}
