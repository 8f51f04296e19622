import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Hold } from "../../sla/record.ts";
import type { CardWords } from "../../words/card-words.ts";
import { alertButtons } from "./alert-buttons.ts";
import { cardText } from "./alert-text.ts";
import { filled, filledText } from "./filled.ts";
import { fitMessage, type Message } from "./fit.ts";
import { triedInVain } from "./in-vain.ts";
import { labelled, lines, link, namedAll, type Piece, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { firingText, type Standing, standingOf } from "./standing.ts";
import { standingLines } from "./standing-lines.ts";
import { titlePiece } from "./title.ts";
import { notTold, toldLines } from "./told.ts";
import { wordsOf } from "./words-of.ts";

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
  const { alert, record, tierCount } = facts;
  const say = wordsOf(facts);
  const number = words(`  #${record.number}  `);
  const severity = strong(severityLabel(alert.severity, say));
  switch (standing.state) {
    case "handled": {
      const { gone, handled, was } = say.headline;
      const sign = standing.handled.how === "deleted" ? `⬜ ${gone}` : `✅ ${handled}`;
      return [strong(sign.toUpperCase()), number, words(was(alert.severity))];
    }
    case "held":
      return [severity, number, words(heldWord(standing.hold, say))];
    case "fired":
      return [severity, number, words(firingText(standing.firing, tierCount, say))];
    case "unanswered":
      return [severity, number, strong(say.headline.nobody)];
    case "waiting":
      return [severity, number, words(say.headline.waiting)];
    default:
      return unreachable(standing);
  }
}

function heldWord({ kind }: Hold, { headline }: CardWords): string {
  return kind === "ignored" ? headline.ignored : headline.inHand;
}

function title(facts: CardFacts, standing: Standing): readonly Piece[] {
  const { alertUrl } = facts;
  const row = [titlePiece(facts, 300)];
  // Once handled there are no buttons left, and the way to TheHive is a link.
  if (standing.state !== "handled" || alertUrl === undefined || standing.handled.how === "deleted")
    return row;
  return [...row, words("  "), link(alertUrl, wordsOf(facts).button.openAlert)];
}

function detailLines(facts: CardFacts): readonly (readonly Piece[])[] {
  const { alert, record, withheld } = facts;
  const { label, line, observables, andMore, empty } = wordsOf(facts);
  if (withheld !== undefined)
    return [labelled(label.sharing, words(filledText(line.withheld, { why: withheld.why })))];
  const { highRisk } = record;
  const found = highRisk && {
    word: theirs(highRisk.word, 60, { bold: true, empty }),
    where: theirs(highRisk.where, 80, { empty }),
  };
  const where = highRisk?.where === "title" ? line.highRiskInTitle : line.highRisk;
  return [
    found === undefined ? [] : labelled(label.highRisk, ...filled(where, found)),
    [
      ...labelled(label.source, theirs(alert.source, 80, { empty }), words("  ·  ")),
      ...labelled(
        label.type,
        theirs(alert.type, 80, { empty }),
        words(`  ·  ${observables(alert.observableCount)}`),
      ),
    ],
    alert.tags.length === 0
      ? []
      : labelled(
          label.tags,
          theirs(tagsText(alert.tags), 400, { empty }),
          words(alert.tags.length > MOST_TAGS ? andMore(alert.tags.length - MOST_TAGS) : ""),
        ),
  ];
}

const MOST_TAGS = 20;

function tagsText(tags: readonly string[]): string {
  return tags
    .slice(0, MOST_TAGS)
    .map((tag) => tag.slice(0, 100))
    .join(", ");
}

function told(facts: CardFacts, standing: Standing) {
  const { label, andMore } = wordsOf(facts);
  const rows = toldLines(facts);
  const others = standing.state === "handled" ? [] : notTold(facts);
  if (rows.length === 0 && others.length === 0) return [];
  const isOpen = standing.state === "fired" || standing.state === "unanswered";
  const inVain = isOpen ? triedInVain(facts) : undefined;
  return [
    lines(
      ...(rows.length === 0 ? [] : [[strong(label.told)], ...rows]),
      others.length === 0 ? [] : labelled(label.for, ...namedAll(others, andMore)),
      inVain === undefined ? [] : [strong(`✗ ${inVain}`)],
    ),
  ];
}
