import type { Notice } from "../../engine/ports/notice.ts";
import type { Message } from "./fit.ts";
import { labelled, lines, moment, namedAll, type Piece, strong, theirs, verbatim, words } from "./rich.ts";
import { namesText, sentence, theirText, timeText, verbatimText } from "./text.ts";

type Started = Extract<Notice, { kind: "started" }>["facts"];

const hello = "👋 The SLA monitor is here";
const noPhones = "Texts and calls are off: Slack alone is used";
const tryHelp = "Try /sla help";
const GROUPS_NAMED = 5;

/** The first words in a channel: what is watched, what comes next, who is on call, and where to begin. */
export function startedNotice({ facts }: { facts: Started }): Message {
  const { watching, open, next, phones } = facts;
  const onCall = facts.onCall.slice(0, GROUPS_NAMED);
  const duty = onCall.map(({ group, people }) =>
    people.length === 0
      ? `nobody for ${theirText(group, 60)}`
      : `${namesText(people)} for ${theirText(group, 60)}`,
  );
  return {
    text: [
      `${hello}, watching ${verbatimText(watching, 150)}.`,
      `${sentence(openText(open))}${next === undefined ? "" : `, next deadline ${timeText(next.at)}`}.`,
      duty.length === 0 ? "Nobody is set up to be on call." : `On call: ${duty.join("; ")}.`,
      ...(phones ? [] : [`${noPhones}.`]),
      `${tryHelp}.`,
    ].join(" "),
    blocks: [
      lines(
        [strong(hello)],
        labelled("Watching", verbatim(watching, 200)),
        labelled("Open", words(openText(open)), ...nextPieces(next)),
        ...dutyLines(onCall),
        phones ? [] : [words(`${noPhones}.`)],
        [words(`${tryHelp}, or /sla oncall to say who is to be told.`)],
      ),
    ],
  };
}

function nextPieces(next: Started["next"]): readonly Piece[] {
  return next === undefined ? [] : [words(`, next deadline #${next.number}, `), moment(next.at)];
}

function dutyLines(onCall: Started["onCall"]): readonly (readonly Piece[])[] {
  if (onCall.length === 0) return [labelled("On call", words("nobody is set up yet"))];
  return onCall.map(({ group, people }) =>
    labelled(
      "On call",
      theirs(group, 60),
      words("  "),
      ...(people.length === 0 ? [strong("nobody")] : namedAll(people)),
    ),
  );
}

function openText(open: number): string {
  if (open === 0) return "no open alerts";
  return open === 1 ? "1 open alert" : `${open} open alerts`;
}
