import type { BoardRow } from "../../engine/ports/card-facts.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { ways } from "../../oncall/ways.ts";
import type { Hold } from "../../sla/record.ts";
import { link, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { theirText } from "./text.ts";
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

/** The same in a few words, for who does not see the blocks: `🟥 CRITICAL #17 Beacon, SLA missed`. */
export function rowText({ alert, record, state }: BoardRow): string {
  const name = `${severityLabel(alert.severity)} #${record.number} ${theirText(alert.title, 100)}`;
  return `${name}, ${stateWords[state]}`;
}

const stateWords: Readonly<Record<BoardRow["state"], string>> = {
  breached: "SLA missed",
  waiting: "within SLA",
  ignored: "ignored",
  acknowledged: "in hand",
  quiet: "nobody will be told",
};

function stateOf({ state, record, next }: BoardRow): readonly Piece[] {
  switch (state) {
    case "ignored":
      return [...heldBy("ignored until ", record.hold), ...thenOf(next, record.hold)];
    case "acknowledged":
      return [...heldBy("in hand until ", record.hold), ...thenOf(next, record.hold)];
    case "breached":
      return [strong(stateWords[state]), ...(next === undefined ? [endOf(record)] : nextOf(next))];
    case "waiting":
      return [
        words(record.highRisk === undefined ? stateWords[state] : "high-risk word found, within SLA"),
        ...(next === undefined ? [words(", nobody will be told")] : nextOf(next)),
      ];
    case "quiet":
      return [words(stateWords[state])];
    default:
      return unreachable(state);
  }
}

/** Nothing more will be told of it. */
function endOf({ unansweredAt, firings }: BoardRow["record"]): Piece {
  if (unansweredAt !== undefined) return strong(", nobody has answered");
  return words(firings.length === 0 ? ", nobody will be told" : ", everybody was told");
}

function nextOf(next: NonNullable<BoardRow["next"]>): readonly Piece[] {
  return [words(`, ${nextName(next)}, `), moment(next.at)];
}

/** What follows a hold, at its end or later. */
function thenOf(next: BoardRow["next"], hold: Hold | undefined): readonly Piece[] {
  if (next === undefined) return [];
  const name = `, then ${nextName(next)}`;
  return next.at === hold?.until ? [words(name)] : [words(`${name}, `), moment(next.at)];
}

function nextName({ tier, repeat }: NonNullable<BoardRow["next"]>): string {
  if (tier === "high-risk") return "high-risk rule";
  if (tier === "at-risk") return "warning";
  return `tier ${tier}${repeat === 0 ? "" : " again"}`;
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
    words("  ·  "),
    ...last.flatMap(({ to, via, state }, i) => [
      words(`${i === 0 ? "" : ", "}${ways[via].name} `),
      theirs(to, 40),
      words(`: ${outcomeWords(state, via).words}`),
    ]),
    ...(pending === 0 ? [] : [words(`  ·  ${pending} held back, too many just now`)]),
  ];
}
