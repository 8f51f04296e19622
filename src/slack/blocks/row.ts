import type { BoardRow } from "../../engine/ports.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Hold } from "../../sla/record.ts";
import { link, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { outcomeWords } from "./told.ts";

/** One alert in a list, as two lines: what it is, and how it stands. */
export function boardRow(row: BoardRow): readonly (readonly Piece[])[] {
  const { alert, record, url } = row;
  return [
    [
      strong(`${severityLabel(alert.severity)}  #${record.number}  `),
      theirs(alert.title, 120, { bold: true }),
      ...(url === undefined ? [] : [words("  "), link(url, "open")]),
    ],
    [words("raised "), moment(alert.createdAt, "dayAndAgo"), words("  ·  "), ...stateOf(row), ...toldOf(row)],
  ];
}

function stateOf({ state, record, next }: BoardRow): readonly Piece[] {
  switch (state) {
    case "ignored":
      return heldBy("ignored until ", record.hold);
    case "acknowledged":
      return heldBy("in hand until ", record.hold);
    case "breached":
      return [strong("SLA missed"), ...nobodyOf(record, next), ...nextOf(next)];
    case "waiting":
      return [words("within SLA"), ...nextOf(next)];
    case "quiet":
      return [words("nothing will be sent")];
    default:
      return unreachable(state);
  }
}

function nobodyOf({ unansweredAt }: BoardRow["record"], next: BoardRow["next"]): readonly Piece[] {
  return unansweredAt === undefined || next !== undefined ? [] : [strong(", nobody has answered")];
}

function nextOf(next: BoardRow["next"]): readonly Piece[] {
  if (next === undefined) return [];
  const name = next.tier === "high-risk" ? "high-risk rule" : `tier ${next.tier}`;
  return [words(`, ${name} at `), moment(next.at)];
}

function heldBy(state: string, hold: Hold | undefined): readonly Piece[] {
  return hold === undefined
    ? [words(state)]
    : [words(state), moment(hold.until), words(" by "), person(hold.by)];
}

function toldOf({ told }: BoardRow): readonly Piece[] {
  const people = told.filter(({ via }) => via !== "slack");
  const pending = people.filter(({ state, limited }) => state === "pending" && limited).length;
  const last = people.slice(-2);
  if (last.length === 0) return [];
  return [
    words("  ·  told "),
    ...last.flatMap(({ to, via, state }, i) => [
      ...(i === 0 ? [] : [words(", ")]),
      theirs(to, 40),
      words(` by ${via} ${outcomeWords(state, via).sign}`),
    ]),
    ...(pending === 0 ? [] : [words(`  ·  ${pending} held back, too many just now`)]),
  ];
}
