import type { Notice } from "../../engine/ports/notice.ts";
import type { Readiness } from "../../engine/ports/outside.ts";
import { type FindingWords, findingWords } from "../../oncall/finding-words.ts";
import { type Finding, isWrong } from "../../oncall/readiness.ts";
import { fitMessage, type Message } from "./fit.ts";
import { lines, moment, named, type Piece, strong, theirs, words } from "./rich.ts";
import { namesText, sentence, theirText, timeText } from "./text.ts";

const SHOWN = 20;
const READ = 5;

/** What is not ready, one line each with what to do. */
export function readinessNotice({ at, findings }: Readiness): Message {
  const headline = headlineOf(findings);
  const left = findings.length - SHOWN;
  return {
    text: `${headline}: ${textOf(findings)}`,
    blocks: [
      lines(
        [strong(headline)],
        ...findings.slice(0, SHOWN).map((finding) => [words("• "), ...piecesOf(findingWords(finding))]),
        left > 0 ? [words(`… and ${left} more: /sla readiness`)] : [],
        [words("Looked at "), moment(at), words(". To look again: /sla readiness")],
      ),
    ],
  };
}

/** The same for whoever asks, who is told too when all is well. */
export function readinessMessage(readiness: Readiness): Message {
  const { at, findings } = readiness;
  if (findings.length > 0) return fitMessage(readinessNotice(readiness));
  const headline = "✅ All is ready for the next 14 days";
  return fitMessage({
    text: `${headline}. ${LOOKED_AT}`,
    blocks: [lines([strong(headline)], [words(LOOKED_AT)], [words("Looked at "), moment(at), words(".")])],
  });
}

const LOOKED_AT =
  "Somebody is on call at all times and can be reached, Slack knows them, no number failed lately, calendars and certificates are in order.";

function headlineOf(findings: readonly Finding[]): string {
  const wrong = findings.filter(isWrong).length;
  if (wrong === 0) return "⚠ Not all could be looked at for the next 14 days";
  return `⚠ ${wrong === 1 ? "1 thing is" : `${wrong} things are`} not ready for the next 14 days`;
}

function textOf(findings: readonly Finding[]): string {
  const read = findings.slice(0, READ).map((finding) => findingWords(finding).what.map(partText).join(""));
  const left = findings.length - READ;
  return `${read.join("; ")}${left > 0 ? `; and ${left} more` : ""}. All of them: /sla readiness`;
}

function piecesOf({ what, todo }: FindingWords): Piece[] {
  return [...what.map(partPiece), ...(todo === undefined ? [] : [words(`. ${sentence(todo)}`)])];
}

type Part = FindingWords["what"][number];

function partText(part: Part): string {
  if (typeof part === "string") return part;
  return typeof part === "number" ? timeText(part) : theirText(part.theirs, 300);
}

function partPiece(part: Part): Piece {
  if (typeof part === "string") return words(part);
  return typeof part === "number" ? moment(part) : theirs(part.theirs, 400);
}

type DrillNotice = Extract<Notice, { kind: "drill" }>;

/** Who has not answered the weekly test text, each with why as far as it is known. */
export function drillNotice({ sentAt, asked, rows }: DrillNotice): Message {
  const headline = `⚠ ${rows.length} of ${asked} did not answer the weekly test text`;
  const shown = rows.slice(0, SHOWN);
  const left = rows.length - shown.length;
  return {
    text: `${headline} of ${timeText(sentAt)}: ${namesText(rows.map(({ who }) => who))}`,
    blocks: [
      lines(
        [strong(headline), words(" of "), moment(sentAt)],
        ...shown.map(({ who, how, why }) => [
          words("• "),
          named(who),
          words(`: ${howWords[how]}`),
          ...(why === undefined ? [] : [words(" ("), theirs(why, 200), words(")")]),
        ]),
        left > 0 ? [words(`… and ${left} more`)] : [],
        [words("To try it again: /sla test sms, and reply with the code in the text.")],
      ),
    ],
  };
}

const howWords = {
  silent: "no reply within 30 minutes",
  unsent: "the text did not get out",
  unknown: "not known: replies could not be read",
} as const;
