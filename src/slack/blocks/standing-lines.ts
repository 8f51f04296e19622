import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Handled, Hold } from "../../sla/record.ts";
import { standingSince } from "../../sla/standstill.ts";
import { labelled, link, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { firingText, handledText, isUnconfirmed, nextText, type Standing, waitedFor } from "./standing.ts";

/** How an alert stands, below its title: since when, until when, what comes next, or how it was handled. */
export function standingLines(facts: CardFacts, standing: Standing): readonly (readonly Piece[])[] {
  switch (standing.state) {
    case "handled":
      return handledLines(facts, standing.handled);
    case "held":
      return [heldLine(standing.hold), waitingLine(facts), ...deadlineLines(facts)];
    case "unanswered":
      return [
        [words(firingText(standing.firing, facts.tierCount))],
        waitingLine(facts),
        ...deadlineLines(facts),
        ...unconfirmedLine(facts),
      ];
    case "fired":
    case "waiting":
      return [waitingLine(facts), ...deadlineLines(facts), ...unconfirmedLine(facts)];
    default:
      return unreachable(standing);
  }
}

function handledLines(facts: CardFacts, handled: Handled): readonly (readonly Piece[])[] {
  const { how, by, at } = handled;
  return [
    [
      theirs(handledText(handled), 120),
      ...(by === undefined ? [] : [words(" by "), person(by)]),
      words(", "),
      moment(at),
    ],
    caseLine(handled),
    how === "deleted" ? [] : labelled("Waited", words(waitedFor(facts))),
  ];
}

function caseLine(handled: Handled): readonly Piece[] {
  if (handled.case === undefined) return [];
  const { number, id, url } = handled.case;
  return labelled("Case", link(url, `#${number ?? id}`));
}

function heldLine({ kind, by, until }: Hold): readonly Piece[] {
  return kind === "ignored"
    ? [strong("Ignored until "), moment(until), words(" by "), person(by)]
    : [person(by), strong(" is on it until "), moment(until)];
}

function waitingLine({ alert, record }: CardFacts): readonly Piece[] {
  const still = standingSince(record);
  return [
    ...labelled("Waiting since", moment(alert.createdAt, "dayAndAgo")),
    ...(still === undefined
      ? []
      : [
          words("  ·  "),
          strong("its clock stands still since "),
          moment(still.from),
          words(" ("),
          theirs(still.status, 64),
          words(")"),
        ]),
  ];
}

function deadlineLines({ breachedAt, next, tierCount }: CardFacts): readonly (readonly Piece[])[] {
  return [
    breachedAt === undefined ? [] : labelled("Deadline was", moment(breachedAt, "dayAndAgo")),
    next === undefined ? [] : labelled("Next", words(`${nextText(next, tierCount)}, `), moment(next.at)),
  ];
}

function unconfirmedLine(facts: CardFacts): readonly (readonly Piece[])[] {
  if (!isUnconfirmed(facts)) return [];
  return [
    [strong("⚠ Unconfirmed: "), words("TheHive gave no answer just before this. It may already be handled.")],
  ];
}
