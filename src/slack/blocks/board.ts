import type { types } from "@slack/bolt";
import type { Board } from "../../engine/desk.ts";
import type { BoardRow } from "../../engine/ports/card-facts.ts";
import { harmlessText } from "../../lib/untrusted.ts";
import { type Severity, severities } from "../../sla/model.ts";
import { actions, alertPress, boardPress } from "../ids/alerts.ts";
import { aheadLines } from "./ahead.ts";
import { closeManyButton } from "./close-many.ts";
import { type Block, fitMessage, type Message } from "./fit.ts";
import { healthLines, isReading, onCallLines, readingText, troubleLines } from "./health-lines.ts";
import { lines, strong, words } from "./rich.ts";
import { boardRow, rowText } from "./row.ts";
import { severityLabel } from "./severity.ts";
import { leftOut } from "./unattended.ts";

/** What of the board is looked at. Pages count from 0. */
export interface BoardView {
  readonly page: number;
  readonly severity?: Severity | undefined;
}

const ROWS_PER_PAGE = 10;

/** The board as one person asked for it: open alerts, the most urgent first, and how everything stands. */
export function boardMessage(board: Board, view: BoardView): Message {
  const { rows, page, pages, left } = pageOf(board, view, ROWS_PER_PAGE);
  return fitMessage({
    text: boardText(board, rows),
    blocks: [
      lines([strong(countsText(board))], ...troubleLines(board.health), ...aheadLines(board)),
      ...(view.severity === undefined ? [] : [lines([words(`Only ${view.severity} alerts:`)])]),
      ...rows.map((row) => lines(...boardRow(row))),
      ...leftOutLine(left, ROWS_PER_PAGE),
      ...controls(rows, { ...view, page }, pages),
      lines(...onCallLines(board.onCall), ...healthLines(board.health)),
    ],
  });
}

const ROWS_READ = 5;

/** The first five in words, for who does not see the blocks. */
function boardText(board: Board, rows: readonly BoardRow[]): string {
  const read = rows.slice(0, ROWS_READ);
  const blind = board.health.theHive.ok || read.length === 0 ? "" : " TheHive cannot be read!";
  const paused = board.health.paused === undefined ? "" : " Paused: nobody is told.";
  const named = `${read.map(rowText).join("; ")}${leftOut(board.rows.length - read.length)}`;
  const counts = countsText(board);
  return `${counts}${counts.endsWith("…") ? "" : "."}${blind}${paused}${read.length === 0 ? "" : ` ${named}.`}`;
}

/** One page of the rows that `view` asks for; a page beyond the end is the last one. */
export function pageOf(board: Board, { page, severity }: BoardView, size: number) {
  const all = board.rows.filter(({ alert }) => severity === undefined || alert.severity === severity);
  const pages = Math.max(1, Math.ceil(all.length / size));
  const shown = Math.min(page, pages - 1);
  const rows = all.slice(shown * size, (shown + 1) * size);
  return { rows, page: shown, pages, left: Math.max(0, all.length - (shown + 1) * size) };
}

/** What the pages after this one hold. @param size of a page */
export function leftOutLine(left: number, size: number): Block[] {
  if (left === 0) return [];
  return [lines([words(`… and ${left} less urgent, on the next page${left > size ? "s" : ""}`)])];
}

/** `3 open alerts:  🟥 CRITICAL 1   🟦 LOW 2`. A tick only while that is known. */
export function countsText({ rows, counts, health }: Board): string {
  if (rows.length === 0) {
    if (isReading(health)) return readingText;
    return health.theHive.ok ? "✅ No open alerts" : "No open alerts known: TheHive cannot be read";
  }
  const some = severities.toReversed().filter((severity) => counts[severity] > 0);
  const parts = some.map((severity) => `${severityLabel(severity)} ${counts[severity]}`);
  return `${rows.length} open alert${rows.length === 1 ? "" : "s"}:  ${parts.join("   ")}`;
}

/** Buttons to the pages before and after, where there are any. */
export function pageButtons({ page, severity }: BoardView, pages: number): types.Button[] {
  const button = (action: string, label: string, to: number): types.Button => ({
    type: "button",
    action_id: action,
    text: { type: "plain_text", text: label, emoji: false },
    value: boardPress.encode({ page: to, ...(severity === undefined ? {} : { severity }) }),
  });
  return [
    ...(page > 0 ? [button(actions.previousPage, `Page ${page} of ${pages}`, page - 1)] : []),
    ...(page < pages - 1 ? [button(actions.nextPage, `Page ${page + 2} of ${pages}`, page + 1)] : []),
  ];
}

function controls(rows: readonly BoardRow[], view: BoardView, pages: number): Block[] {
  const many = rows.length === 0 ? [] : [closeManyButton()];
  const elements = [...alertMenu(rows), ...pageButtons(view, pages), ...many];
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

/** A menu that shows one of these alerts as a card: on a phone nobody types its number. */
function alertMenu(rows: readonly BoardRow[]): types.StaticSelect[] {
  if (rows.length === 0) return [];
  return [
    {
      type: "static_select",
      action_id: actions.showAlert,
      placeholder: { type: "plain_text", text: "Show an alert", emoji: false },
      options: rows.map(({ alert, record }) => ({
        text: {
          type: "plain_text",
          text: `#${record.number} ${harmlessText(alert.title, 60)}`,
          emoji: false,
        },
        value: alertPress.encode({ alert: alert.id }),
      })),
    },
  ];
}
