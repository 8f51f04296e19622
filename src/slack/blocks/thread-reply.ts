import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { ThreadReply } from "../../engine/ports/chat.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { replyButtons } from "./alert-buttons.ts";
import { headline } from "./alert-card.ts";
import { caseOverdue } from "./case-overdue.ts";
import { filledText } from "./filled.ts";
import { fitMessage, type Message } from "./fit.ts";
import { handOverReply } from "./hand-over.ts";
import { holdOver } from "./hold-over.ts";
import { labelled, lines, moment, namedAll, type Piece, strong, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { firingText, isUnconfirmed } from "./standing.ts";
import { namesText, sentence, timeText } from "./text.ts";
import { thenLine, thenText } from "./then.ts";
import { titlePiece, titleText } from "./title.ts";
import { notTold, tellingPieces, tellingText } from "./told.ts";
import { wordsOf } from "./words-of.ts";

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
    case "case-overdue":
      return caseOverdue(reply);
    default:
      return unreachable(reply);
  }
}

type Fired = Extract<ThreadReply, { kind: "tier" | "nobody" }>;

function tierReply({ facts, tier, repeat }: Fired): Message {
  const { alert, record } = facts;
  const say = wordsOf(facts);
  const { label, line, andMore } = say;
  const firing = firingOf({ facts, tier, repeat });
  const told = facts.told.filter((one) => one.tier === tier && one.repeat === repeat);
  const telling = tellingPieces(told, say);
  const others = notTold(facts);
  const fired = sentence(firingText(firing, facts.tierCount, say));
  const since = timeText(alert.createdAt);
  return fitMessage({
    text: [
      `${severityLabel(alert.severity, say)} #${record.number}: ${titleText(facts, 200)}.`,
      `${filledText(line.glanceSince, { fired, since })}.`,
      ...(isUnconfirmed(facts) ? [`${label.unconfirmed.replace("⚠ ", "")}${line.unconfirmedReply}`] : []),
      ...(telling.length === 0 ? [] : [filledText(line.glanceTelling, { told: tellingText(told, say) })]),
      ...(others.length === 0 ? [] : [filledText(line.glanceFor, { people: namesText(others, andMore) })]),
      thenText(facts, "tier"),
    ].join(" "),
    blocks: [
      lines(
        headline(facts, { state: "fired", firing }),
        [titlePiece(facts, 200)],
        sinceLine(facts),
        isUnconfirmed(facts) ? [strong(label.unconfirmed), words(line.unconfirmedReply)] : [],
        telling.length === 0 ? [] : labelled(label.telling, ...telling),
        others.length === 0 ? [] : labelled(label.for, ...namedAll(others, andMore)),
        thenLine(facts, "tier"),
      ),
      replyButtons(facts),
    ],
  });
}

function nobodyReply({ facts, tier, repeat }: Fired): Message {
  const { alert, record, duty } = facts;
  const say = wordsOf(facts);
  const { label, line, andMore } = say;
  const firing = firingOf({ facts, tier, repeat });
  const fired = firingText(firing, facts.tierCount, say);
  const title = titleText(facts, 200);
  const since = filledText(line.glanceSince, { fired: title, since: timeText(alert.createdAt) });
  return fitMessage({
    text:
      `${severityLabel(alert.severity, say)} #${record.number}: ${say.headline.nobody}. ${since}, ${fired}.` +
      (duty.length === 0 ? "" : ` ${filledText(line.glanceFor, { people: namesText(duty, andMore) })}`),
    blocks: [
      lines(
        headline(facts, { state: "unanswered", firing }),
        [titlePiece(facts, 200)],
        [words(fired)],
        sinceLine(facts),
        duty.length === 0 ? [] : labelled(label.for, ...namedAll(duty, andMore)),
      ),
      replyButtons(facts),
    ],
  });
}

function sinceLine(facts: CardFacts): readonly Piece[] {
  const { alert, breachedAt } = facts;
  const { label, dates } = wordsOf(facts);
  return [
    ...labelled(label.waitingSince, moment(alert.createdAt, "dayAndAgo", dates)),
    ...(breachedAt === undefined
      ? []
      : [words("  ·  "), ...labelled(label.deadlineWas, moment(breachedAt, "time"))]),
  ];
}

function firingOf({ facts, tier, repeat }: Omit<Fired, "kind">) {
  const { record, alert, now } = facts;
  const firing = record.firings.findLast((one) => one.tier === tier && one.repeat === repeat);
  return firing ?? { tier, repeat, at: now, deadline: now, severity: alert.severity, unconfirmed: false };
}
