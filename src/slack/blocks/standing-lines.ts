import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Handled, Hold } from "../../sla/record.ts";
import { standingSince } from "../../sla/standstill.ts";
import type { CardWords } from "../../words/card-words.ts";
import { stepPieces } from "./case-overdue.ts";
import { filled, filledStrong } from "./filled.ts";
import { labelled, link, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { firingText, handledText, isUnconfirmed, nextText, type Standing, waitedFor } from "./standing.ts";
import { wordsOf } from "./words-of.ts";

/** How an alert stands, below its title: since when, until when, what comes next, or how it was handled. */
export function standingLines(facts: CardFacts, standing: Standing): readonly (readonly Piece[])[] {
  const say = wordsOf(facts);
  switch (standing.state) {
    case "handled":
      return handledLines(facts, standing.handled, say);
    case "held":
      return [heldLine(standing.hold, say), waitingLine(facts, say), ...deadlineLines(facts, say)];
    case "unanswered":
      return [
        [words(firingText(standing.firing, facts.tierCount, say))],
        waitingLine(facts, say),
        ...deadlineLines(facts, say),
        ...unconfirmedLine(facts, say),
      ];
    case "fired":
    case "waiting":
      return [waitingLine(facts, say), ...deadlineLines(facts, say), ...unconfirmedLine(facts, say)];
    default:
      return unreachable(standing);
  }
}

function handledLines(facts: CardFacts, handled: Handled, say: CardWords): readonly (readonly Piece[])[] {
  const { how, by, at } = handled;
  const text = theirs(handledText(handled, say), 120);
  const when = moment(at, "day", say.dates);
  return [
    by === undefined
      ? [text, words(", "), when]
      : filled(say.line.handledBy, { how: text, who: person(by, say.monitor), at: when }),
    caseLine(facts, handled, say),
    how === "deleted" ? [] : labelled(say.label.waited, words(waitedFor(facts, say))),
  ];
}

function caseLine({ caseSteps }: CardFacts, handled: Handled, say: CardWords): readonly Piece[] {
  if (handled.case === undefined) return [];
  const { number, id, url } = handled.case;
  const promised = caseSteps.flatMap((fact) => [words(", "), ...stepPieces(fact, say)]);
  return labelled(say.label.case, link(url, `#${number ?? id}`), ...promised);
}

function heldLine({ kind, by, until }: Hold, { line, dates, monitor }: CardWords): readonly Piece[] {
  const pieces = { until: moment(until, "day", dates), who: person(by, monitor) };
  return filledStrong(kind === "ignored" ? line.ignored : line.onIt, pieces);
}

function waitingLine({ alert, record }: CardFacts, { label, line, dates }: CardWords): readonly Piece[] {
  const waiting = labelled(label.waitingSince, moment(alert.createdAt, "dayAndAgo", dates));
  const still = standingSince(record);
  if (still === undefined) return waiting;
  const slots = { from: moment(still.from, "day", dates), status: theirs(still.status, 64) };
  return [...waiting, words("  ·  "), ...filledStrong(line.standsStill, slots)];
}

function deadlineLines(
  { breachedAt, next, tierCount }: CardFacts,
  say: CardWords,
): readonly (readonly Piece[])[] {
  const { label, dates, line } = say;
  return [
    breachedAt === undefined ? [] : labelled(label.deadlineWas, moment(breachedAt, "dayAndAgo", dates)),
    next === undefined
      ? []
      : labelled(
          label.next,
          ...filled(line.next, {
            rung: nextText(next, tierCount, say),
            at: moment(next.at, "day", dates),
          }),
        ),
  ];
}

function unconfirmedLine(facts: CardFacts, { label, line }: CardWords): readonly (readonly Piece[])[] {
  return isUnconfirmed(facts) ? [[strong(label.unconfirmed), words(line.unconfirmedCard)]] : [];
}
