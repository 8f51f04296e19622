import type { CaseFacts } from "../../engine/ports/card-facts.ts";
import type { CaseOverdue } from "../../engine/ports/chat.ts";
import type { CaseLink } from "../../sla/record.ts";
import type { CardWords } from "../../words/card-words.ts";
import { filled, filledText } from "./filled.ts";
import { fitMessage, type Message } from "./fit.ts";
import { lines, link, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { handledText } from "./standing.ts";
import { timeText } from "./text.ts";
import { titlePiece, titleText } from "./title.ts";
import { wordsOf } from "./words-of.ts";

/**
 * Says that nobody has an alert's case, or that it is still open, and whose it was to begin with. Never redrawn: it
 * tells what was not so by a moment that has passed.
 */
export function caseOverdue({ facts, step, deadline, unconfirmed }: CaseOverdue): Message {
  const { alert, record } = facts;
  const say = wordsOf(facts);
  const { line, label } = say;
  const made = record.handled?.case;
  const sentence = stepSentence({ step, late: true }, say);
  const severity = severityLabel(alert.severity, say);
  const name = `${label.case} ${made === undefined ? "" : caseName(made)}`.trimEnd();
  return fitMessage({
    text:
      `⏰ ${name}, ${filledText(sentence, { at: timeText(deadline) })}: ` +
      `${severity} #${record.number} ${titleText(facts, 150)}.` +
      (unconfirmed ? ` ${line.unconfirmedCase}` : ""),
    blocks: [
      lines(
        [
          strong(`⏰ ${label.case} `),
          ...(made === undefined ? [] : [link(made.url, caseName(made))]),
          words(", "),
          ...filled(sentence, { at: moment(deadline, "day", say.dates) }),
        ],
        [strong(`${severity}  #${record.number}  `), titlePiece(facts, 200)],
        whoseLine(record.handled, say),
        unconfirmed ? [strong(label.unconfirmed), words(line.unconfirmedCase)] : [],
      ),
    ],
  });
}

/** What is promised of a case, or was not kept: `to be assigned by 14:20`. */
export function stepPieces(fact: CaseFacts, say: CardWords): readonly Piece[] {
  return filled(stepSentence(fact, say), { at: moment(fact.at, "day", say.dates) });
}

function stepSentence({ step, late }: Pick<CaseFacts, "step" | "late">, { line }: CardWords): string {
  if (step === "assigned") return late ? line.caseNotAssigned : line.caseAssignBy;
  return late ? line.caseNotClosed : line.caseCloseBy;
}

/** Whoever made it a case knows most of it. */
function whoseLine(handled: CaseOverdue["facts"]["record"]["handled"], say: CardWords): readonly Piece[] {
  if (handled?.by === undefined) return [];
  return filled(say.line.handledBy, {
    how: theirs(handledText(handled, say), 120),
    who: person(handled.by, say.monitor),
    at: moment(handled.at, "day", say.dates),
  });
}

function caseName({ number, id }: CaseLink): string {
  return `#${number ?? id}`;
}
