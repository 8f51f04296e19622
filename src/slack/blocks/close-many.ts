import type { types } from "@slack/bolt";
import type { BoardRow } from "../../engine/ports/card-facts.ts";
import { between, type Instant } from "../../lib/time.ts";
import { type Severity, severities } from "../../sla/model.ts";
import { actions } from "../ids/alerts.ts";
import type { Block } from "./fit.ts";
import { lines, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";

/** Opens the window that closes many alerts at once. */
export function closeManyButton(): types.Button {
  return {
    type: "button",
    action_id: actions.closeMany,
    text: { type: "plain_text", text: "Close many…", emoji: false },
  };
}

/** What closing these alerts would do. */
export interface ClosingPlan {
  readonly rows: readonly BoardRow[];
  /** What they have in common: `source wazuh-eu`. */
  readonly what: string;
  readonly status: string;
  readonly note: string | undefined;
  /** What this TheHive cannot do. */
  readonly limits: readonly string[];
  readonly now: Instant;
  /** Who asks. */
  readonly user: string;
}

const WORST_SHOWN = 5;

/** How many, the worst of them, and what will be touched: to be read before the one confirmation. */
export function closingPreview(plan: ClosingPlan): Block[] {
  const { rows, status, what, note, limits } = plan;
  const worst = worstFirst(rows).slice(0, WORST_SHOWN);
  const left = rows.length - worst.length;
  return [
    lines(
      [strong(`${countText(rows.length)} of `), theirs(what, 120), strong(` as ${status}`)],
      [words(severityCounts(rows))],
      ...(note === undefined ? [] : [[strong("Note  "), theirs(note, 300)]]),
    ),
    lines(
      [strong(rows.length === 1 ? "It is" : "The worst of them")],
      ...worst.map(rowLine),
      ...(left === 0 ? [] : [[words(`… and ${left} more, none of them worse`)]]),
    ),
    lines(
      [strong("What it touches")],
      [words("In TheHive: each gets the status. What was closed or made a case meanwhile stays as it is.")],
      [words("Here: phones that ring for them stop, and nothing more is sent about them.")],
      ...heldLines(plan),
      ...limits.map((limit) => [words(limit)]),
    ),
  ];
}

/** `1 alert`, `200 alerts`. */
export function countText(count: number): string {
  return count === 1 ? "1 alert" : `${count} alerts`;
}

/** By severity, then by age. */
function worstFirst(rows: readonly BoardRow[]): readonly BoardRow[] {
  const rank = ({ alert }: BoardRow) => severities.indexOf(alert.severity);
  return rows.toSorted(
    (one, other) => rank(other) - rank(one) || between(other.alert.createdAt, one.alert.createdAt),
  );
}

function severityCounts(rows: readonly BoardRow[]): string {
  const count = (severity: Severity) => rows.filter(({ alert }) => alert.severity === severity).length;
  const some = severities.toReversed().filter((severity) => count(severity) > 0);
  return some.map((severity) => `${severityLabel(severity)} ${count(severity)}`).join("   ");
}

function rowLine({ alert, record }: BoardRow): readonly Piece[] {
  return [
    strong(`${severityLabel(alert.severity)}  #${record.number}  `),
    theirs(alert.title, 120),
    words("  ·  raised "),
    moment(alert.createdAt, "dayAndAgo"),
  ];
}

function heldLines({ rows, now, user }: ClosingPlan): readonly (readonly Piece[])[] {
  const held = rows.flatMap(({ record: { hold } }) =>
    hold?.kind === "acknowledged" && hold.until > now && hold.by !== user ? [hold.by] : [],
  );
  if (held.length === 0) return [];
  const people = [...new Set(held)];
  return [
    [
      strong(
        `⚠ ${held.length === 1 ? "1 of them is" : `${held.length} of them are`} in the hands of others: `,
      ),
      ...people.slice(0, 10).flatMap((one, i) => (i === 0 ? [person(one)] : [words(", "), person(one)])),
      ...(people.length > 10 ? [words(` and ${people.length - 10} more`)] : []),
    ],
  ];
}
