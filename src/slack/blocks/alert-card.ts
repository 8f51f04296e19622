import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Hold } from "../../sla/record.ts";
import { alertButtons } from "./alert-buttons.ts";
import { cardText } from "./alert-text.ts";
import { fitMessage, type Message } from "./fit.ts";
import { triedInVain } from "./in-vain.ts";
import { labelled, lines, link, namedAll, type Piece, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { firingText, nobodyText, type Standing, standingOf } from "./standing.ts";
import { standingLines } from "./standing-lines.ts";
import { notTold, toldHeading, toldLines } from "./told.ts";

/** The one message per alert, drawn whole from what is known of it. */
export function alertCard(facts: CardFacts): Message {
  const standing = standingOf(facts);
  return fitMessage({
    text: cardText(facts),
    blocks: [
      lines(headline(facts, standing), title(facts, standing), ...standingLines(facts, standing)),
      lines(...detailLines(facts)),
      ...(standing.state === "handled" ? [] : [alertButtons(facts, standing)]),
      ...told(facts, standing),
    ],
  });
}

/** The two lines by which an alert is recognised. */
export function alertTitleLines(facts: CardFacts): readonly (readonly Piece[])[] {
  const standing = standingOf(facts);
  return [headline(facts, standing), title(facts, standing)];
}

/** The first line everywhere an alert is shown: `🟥 CRITICAL  #17  SLA missed, at tier 2 of 3`. */
export function headline(facts: CardFacts, standing: Standing): readonly Piece[] {
  const { alert, record } = facts;
  const number = words(`  #${record.number}  `);
  switch (standing.state) {
    case "handled": {
      const sign = standing.handled.how === "deleted" ? "⬜ GONE" : "✅ HANDLED";
      return [strong(sign), number, words(`was ${alert.severity}`)];
    }
    case "held":
      return [strong(severityLabel(alert.severity)), number, words(heldWord(standing.hold))];
    case "fired":
      return [
        strong(severityLabel(alert.severity)),
        number,
        words(firingText(standing.firing, facts.tierCount)),
      ];
    case "unanswered":
      return [strong(severityLabel(alert.severity)), number, strong(nobodyText)];
    case "waiting":
      return [strong(severityLabel(alert.severity)), number, words("waiting")];
    default:
      return unreachable(standing);
  }
}

function heldWord({ kind }: Hold): string {
  return kind === "ignored" ? "ignored" : "in hand";
}

function title({ alert, alertUrl }: CardFacts, standing: Standing): readonly Piece[] {
  const row = [theirs(alert.title, 300, { bold: true })];
  // Once handled there are no buttons left, and the way to TheHive is a link.
  if (standing.state !== "handled" || alertUrl === undefined || standing.handled.how === "deleted")
    return row;
  return [...row, words("  "), link(alertUrl, "Open alert")];
}

function detailLines({ alert, record, withheld }: CardFacts): readonly (readonly Piece[])[] {
  if (withheld !== undefined) return [labelled("Sharing", words(`${withheld}: more is in TheHive only`))];
  const { highRisk } = record;
  const more = alert.tags.length > 20 ? ` and ${alert.tags.length - 20} more` : "";
  return [
    highRisk === undefined
      ? []
      : labelled(
          "High risk",
          theirs(highRisk.word, 60, { bold: true }),
          words(" in "),
          theirs(highRisk.where, 80),
        ),
    [
      ...labelled("Source", theirs(alert.source, 80), words("  ·  ")),
      ...labelled("Type", theirs(alert.type, 80), words(`  ·  ${observablesText(alert.observableCount)}`)),
    ],
    alert.tags.length === 0
      ? []
      : labelled(
          "Tags",
          theirs(
            alert.tags
              .slice(0, 20)
              .map((tag) => tag.slice(0, 100))
              .join(", "),
            400,
          ),
          words(more),
        ),
  ];
}

function told(facts: CardFacts, standing: Standing) {
  const rows = toldLines(facts.told, facts.now);
  const others = standing.state === "handled" ? [] : notTold(facts);
  if (rows.length === 0 && others.length === 0) return [];
  const isOpen = standing.state === "fired" || standing.state === "unanswered";
  const inVain = isOpen ? triedInVain(facts) : undefined;
  return [
    lines(
      ...(rows.length === 0 ? [] : [toldHeading, ...rows]),
      others.length === 0 ? [] : labelled("For", ...namedAll(others)),
      inVain === undefined ? [] : [strong(`✗ ${inVain}`)],
    ),
  ];
}

function observablesText(count: number): string {
  if (count === 0) return "no observables";
  return count === 1 ? "1 observable" : `${count} observables`;
}
