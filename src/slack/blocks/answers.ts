import type { Answer } from "../../engine/desk.ts";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import { between } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { CaseLink } from "../../sla/record.ts";
import { fitMessage, type Message } from "./fit.ts";
import { lines, link, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { tierText } from "./standing.ts";
import { personText, theirText, timeText } from "./text.ts";

/** What a person is told of what they asked for about one alert. */
export function answerMessage(answer: Answer): Message {
  return fitMessage(answer.kind === "done" ? done(answer) : refused(answer));
}

/** One line of our own words. */
export function plainAnswer(text: string): Message {
  return fitMessage({ text, blocks: [lines([words(text)])] });
}

/** Said when something takes longer than a moment. */
export function progress(number: number | undefined): Message {
  return plainAnswer(
    number === undefined
      ? "⏳ Working on it…"
      : `⏳ Alert #${number} is being promoted to a case; its card will show it.`,
  );
}

function done({ response, facts, case: made }: Extract<Answer, { kind: "done" }>): Message {
  const { record } = facts;
  const name = `Alert #${record.number}`;
  const { hold } = record;
  if (response === "promote") {
    const number = made === undefined ? "in TheHive" : `#${theirText(String(made.number ?? made.id), 60)}`;
    return {
      text: `✅ ${name} is now case ${number}.`,
      blocks: [lines([words(`✅ ${name} is now case `), ...caseLink(made), words(".")])],
    };
  }
  if (response === "escalate" || response === "give" || response === "decline")
    return handedOn(response, facts);
  if (response === "resume") return plainAnswer(`▶ ${name}: its clock runs again.`);
  if (hold === undefined) return plainAnswer(`${doneWords[response]}: ${name}.`);
  const long = formatDuration(between(facts.now, hold.until));
  return {
    text: `${doneWords[response]}: ${name} until ${timeText(hold.until)}, ${long} from now.`,
    blocks: [
      lines([
        words(`${doneWords[response]}: ${name} until `),
        moment(hold.until),
        words(`, ${long} from now.`),
      ]),
    ],
  };
}

function handedOn(response: "escalate" | "give" | "decline", { record, tierCount }: CardFacts): Message {
  const name = `Alert #${record.number}`;
  switch (response) {
    case "escalate": {
      const tier = record.firings.at(-1)?.tier;
      const which = typeof tier === "number" ? tierText(tier, tierCount) : "the next tier";
      return plainAnswer(`📣 ${name}: ${which} is being told now.`);
    }
    case "give": {
      const { offer } = record;
      if (offer === undefined) return plainAnswer(`🤝 ${name} is handed on.`);
      return {
        text: `🤝 ${name} is offered to ${personText(offer.to)}, who has until ${timeText(offer.until)} to accept.`,
        blocks: [
          lines([
            words(`🤝 ${name} is offered to `),
            person(offer.to),
            words(", who has until "),
            moment(offer.until, "time"),
            words(" to accept. If not, its clock goes on."),
          ]),
        ],
      };
    }
    case "decline":
      return plainAnswer(`${name}: whoever offered it is told that you cannot take it.`);
    default:
      return unreachable(response);
  }
}

const doneWords = {
  ignore: "🔕 Ignored",
  acknowledge: "✅ Yours",
  take: "✅ Yours",
  accept: "✅ Yours",
} as const;

function refused(answer: Extract<Answer, { kind: "refused" }>): Message {
  switch (answer.why) {
    case "already-a-case":
      return alreadyACase(answer);
    case "handled":
    case "not-held":
    case "not-offered":
    case "not-escalated":
    case "failed": {
      const headline = `Alert #${answer.facts.record.number}: ${refusedWords[answer.why]}`;
      return {
        text: `${headline}. ${theirText(answer.detail, 300)}`,
        blocks: [lines([strong(headline)], [theirs(answer.detail, 500)])],
      };
    }
    case "unknown-alert":
      return {
        text: `No such alert: ${theirText(answer.detail, 300)}`,
        blocks: [lines([strong("No such alert: "), theirs(answer.detail, 300)])],
      };
    default:
      return unreachable(answer);
  }
}

const refusedWords = {
  handled: "already handled",
  "not-held": "nothing to resume",
  "not-offered": "nothing to accept",
  "not-escalated": "not escalated",
  failed: "that did not work, please try again",
} as const;

function alreadyACase(answer: Extract<Answer, { why: "already-a-case" }>): Message {
  const { record } = answer.facts;
  const by = record.handled?.by;
  return {
    text:
      `Alert #${record.number} is already case #${theirText(String(answer.case.number ?? answer.case.id), 60)}` +
      `${by === undefined ? "" : `, promoted by ${personText(by)}`}.`,
    blocks: [
      lines([
        words(`Alert #${record.number} is already case `),
        ...caseLink(answer.case),
        ...(by === undefined ? [] : [words(", promoted by "), person(by)]),
        words("."),
      ]),
    ],
  };
}

function caseLink(made: CaseLink | undefined): readonly Piece[] {
  if (made === undefined) return [words("in TheHive")];
  return [link(made.url, `#${made.number ?? made.id}`)];
}
