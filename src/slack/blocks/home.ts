import type { Board, Desk } from "../../engine/desk.ts";
import type { BoardRow } from "../../engine/ports/card-facts.ts";
import { aheadLines } from "./ahead.ts";
import { alertButtons } from "./alert-buttons.ts";
import { type BoardView, countsText, leftOutLine, pageButtons, pageOf } from "./board.ts";
import { closeManyButton } from "./close-many.ts";
import { type Block, fitHome, type Message } from "./fit.ts";
import { healthLines, onCallLines, troubleLines } from "./health-lines.ts";
import { homeEntries, homeSettings } from "./home-entries.ts";
import { lines, strong } from "./rich.ts";
import { boardRow } from "./row.ts";
import { standingOf } from "./standing.ts";

// Two blocks each, and Slack takes a hundred.
const ROWS_PER_PAGE = 20;

/** What stands around the board. */
export interface HomeExtras {
  /** What the last press led to, since nothing can be said to a person elsewhere in App Home. */
  readonly note?: Message | undefined;
  /** In short, one to a line; for those who may change them. */
  readonly settings?: readonly string[] | undefined;
  /** Whether settings and duty can be changed from Slack at all. */
  readonly changeable?: boolean;
}

/**
 * The board in App Home, each alert with its buttons, and the ways to everything else.
 */
export function homeBlocks(
  board: Board,
  desk: Pick<Desk, "facts">,
  view: BoardView,
  { note, settings, changeable = false }: HomeExtras = {},
): Block[] {
  const { rows, page, pages, left } = pageOf(board, view, ROWS_PER_PAGE);
  const many = rows.length === 0 ? [] : [closeManyButton()];
  const buttons = [...pageButtons({ ...view, page }, pages), ...many];
  return fitHome([
    ...(note?.blocks ?? []),
    { type: "header", text: { type: "plain_text", text: "SLA board", emoji: false } },
    lines(
      [strong(countsText(board))],
      ...troubleLines(board.health),
      ...aheadLines(board),
      ...onCallLines(board.onCall),
    ),
    homeEntries({ changeable }),
    { type: "divider" },
    ...rows.flatMap((row) => homeRow(row, desk)),
    ...leftOutLine(left, ROWS_PER_PAGE),
    ...(buttons.length === 0 ? [] : [{ type: "actions" as const, elements: buttons }]),
    { type: "divider" },
    // It stays on the screen while polls go on.
    lines(...healthLines(board.health, { lastPoll: false })),
    ...(settings === undefined ? [] : homeSettings(settings)),
  ]);
}

function homeRow(row: BoardRow, desk: Pick<Desk, "facts">): Block[] {
  const facts = desk.facts(row.alert.id);
  const text = lines(...boardRow(row));
  return facts === undefined ? [text] : [text, alertButtons(facts, standingOf(facts))];
}
