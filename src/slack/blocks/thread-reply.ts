import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { ThreadReply } from "../../engine/ports/chat.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { replyButtons } from "./alert-buttons.ts";
import { headline } from "./alert-card.ts";
import { fitMessage, type Message } from "./fit.ts";
import { handOverReply } from "./hand-over.ts";
import { holdOver } from "./hold-over.ts";
import { labelled, lines, moment, namedAll, type Piece, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { firingText, isUnconfirmed, nobodyText, type Standing } from "./standing.ts";
import { namesText, sentence, theirText, timeText } from "./text.ts";
import { thenLine, thenText } from "./then.ts";
import { notTold, tellingPieces, tellingText } from "./told.ts";

/**
 * What is said under a card and in the channel. Replies are never redrawn: they hold nothing that can become false,
 * so no outcomes and no ages but those that Slack itself keeps true. The buttons say afresh what has become of it.
 */
export function threadReply(reply: ThreadReply): Message {
  switch (reply.kind) {
    case "tier":
      return tierReply(reply);
    case "hold-over":
      return holdOver(reply);
    case "nobody":
      return nobodyReply(reply);
    case "hand-over":
      return handOverReply(reply);
    default:
      return unreachable(reply);
  }
}

type Fired = Extract<ThreadReply, { kind: "tier" | "nobody" }>;

function tierReply({ facts, tier, repeat }: Fired): Message {
  const { alert, record } = facts;
  const standing: Standing = { state: "fired", firing: firingOf({ facts, tier, repeat }) };
  const told = facts.told.filter((one) => one.tier === tier && one.repeat === repeat);
  const telling = tellingPieces(told);
  const others = notTold(facts);
  return fitMessage({
    text: [
      `${severityLabel(alert.severity)} #${record.number}: ${theirText(alert.title, 200)}.`,
      `${sentence(firingText({ tier, repeat }, facts.tierCount))}, waiting since ${timeText(alert.createdAt)}.`,
      ...(isUnconfirmed(facts) ? ["Unconfirmed: TheHive gave no answer just before."] : []),
      ...(telling.length === 0 ? [] : [`Telling: ${tellingText(told)}.`]),
      ...(others.length === 0 ? [] : [`For ${namesText(others)}.`]),
      thenText(facts, "tier"),
    ].join(" "),
    blocks: [
      lines(
        headline(facts, standing),
        [theirs(alert.title, 200, { bold: true })],
        sinceLine(facts),
        isUnconfirmed(facts)
          ? [strong("⚠ Unconfirmed: "), words("TheHive gave no answer just before this.")]
          : [],
        telling.length === 0 ? [] : labelled("Telling", ...telling),
        others.length === 0 ? [] : labelled("For", ...namedAll(others)),
        thenLine(facts, "tier"),
      ),
      replyButtons(facts),
    ],
  });
}

function nobodyReply({ facts, tier, repeat }: Fired): Message {
  const { alert, record } = facts;
  const standing: Standing = { state: "unanswered", firing: firingOf({ facts, tier, repeat }) };
  return fitMessage({
    text:
      `${severityLabel(alert.severity)} #${record.number}: ${nobodyText}. ${theirText(alert.title, 200)}, ` +
      `waiting since ${timeText(alert.createdAt)}, ${firingText({ tier, repeat }, facts.tierCount)}.` +
      (facts.duty.length === 0 ? "" : ` For ${namesText(facts.duty)}.`),
    blocks: [
      lines(
        headline(facts, standing),
        [theirs(alert.title, 200, { bold: true })],
        [words(firingText({ tier, repeat }, facts.tierCount))],
        sinceLine(facts),
        facts.duty.length === 0 ? [] : labelled("For", ...namedAll(facts.duty)),
      ),
      replyButtons(facts),
    ],
  });
}

function sinceLine({ alert, breachedAt }: CardFacts): readonly Piece[] {
  return [
    ...labelled("Waiting since", moment(alert.createdAt, "dayAndAgo")),
    ...(breachedAt === undefined
      ? []
      : [words("  ·  "), ...labelled("Deadline was", moment(breachedAt, "time"))]),
  ];
}

function firingOf({ facts, tier, repeat }: Omit<Fired, "kind">) {
  const { record, alert, now } = facts;
  const firing = record.firings.findLast((one) => one.tier === tier && one.repeat === repeat);
  return firing ?? { tier, repeat, at: now, deadline: now, severity: alert.severity, unconfirmed: false };
}
