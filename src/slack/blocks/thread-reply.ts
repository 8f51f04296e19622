import type { ThreadReply } from "../../engine/ports.ts";
import { headline } from "./alert-card.ts";
import { cardText } from "./alert-text.ts";
import { fitMessage, type Message } from "./fit.ts";
import { labelled, lines, moment, strong, theirs, words } from "./rich.ts";
import { isUnconfirmed, waitedFor } from "./standing.ts";
import { toldHeading, toldLines } from "./told.ts";

/**
 * What a later tier says under the card and in the channel. It has no buttons: replies are not redrawn, and
 * the card above it is.
 */
export function threadReply({ facts, tier, repeat }: ThreadReply): Message {
  const { alert, record, breachedAt } = facts;
  const fired = { state: "fired", firing: firingOf(facts, tier, repeat) } as const;
  const told = toldLines(
    // This very message is the one to Slack.
    record.deliveries.filter((one) => one.tier === tier && one.repeat === repeat && one.via !== "slack"),
  );
  return fitMessage({
    text: cardText(facts),
    blocks: [
      lines(
        headline(facts, fired),
        [theirs(alert.title, 200, { bold: true })],
        [
          ...labelled("Waiting for", words(waitedFor(facts))),
          ...(breachedAt === undefined
            ? []
            : [words("  ·  "), ...labelled("Deadline", moment(breachedAt, "time"))]),
        ],
        isUnconfirmed(facts)
          ? [strong("⚠ Unconfirmed: "), words("TheHive gave no answer just before this.")]
          : [],
        ...(told.length === 0 ? [] : [toldHeading, ...told]),
      ),
    ],
  });
}

function firingOf({ record, alert, now }: ThreadReply["facts"], tier: ThreadReply["tier"], repeat: number) {
  const firing = record.firings.findLast((one) => one.tier === tier && one.repeat === repeat);
  return firing ?? { tier, repeat, at: now, deadline: now, severity: alert.severity, unconfirmed: false };
}
