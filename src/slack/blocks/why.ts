import type { OnCallNow, Why } from "../../engine/desk.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import { alertTitleLines } from "./alert-card.ts";
import { eventLine } from "./audit.ts";
import { fitMessage, type Message } from "./fit.ts";
import { labelled, lines, moment, type Piece, strong, theirs, verbatim, words } from "./rich.ts";
import { tierText } from "./standing.ts";
import { theirText } from "./text.ts";

/** Why people were told of an alert: the policy, the clock's arithmetic, who was on call, what became of it. */
export function whyMessage(why: Why): Message {
  const { facts, policy, events } = why;
  return fitMessage({
    text:
      `Why people were told of #${facts.record.number} ${theirText(facts.alert.title, 150)}: ` +
      `policy ${theirText(policy.name, 60)}, ${formatDuration(why.elapsed)} of SLA time, ${why.firings.length} times fired.`,
    blocks: [
      lines(...alertTitleLines(facts)),
      lines(
        labelled("Policy", theirs(policy.name, 80), words(`, clock: ${calendarText(policy.calendar)}`)),
        labelled("Raised", moment(facts.alert.createdAt, "dayAndAgo")),
        labelled("SLA time so far", words(formatDuration(why.elapsed))),
        ...policy.tiers.map(tierLine),
      ),
      ...(why.firings.length === 0
        ? [lines([words("Nothing has fired yet.")])]
        : why.firings.map((firing) => lines(...firingLines(firing, why)))),
      ...(events.length === 0
        ? []
        : [lines([strong("What was done")], ...events.slice(0, 25).map(eventLine))]),
    ],
  });
}

function tierLine({ tier, after, deadline, methods }: Why["policy"]["tiers"][number]): readonly Piece[] {
  return [
    words(`Tier ${tier}: ${formatDuration(after)} after it was raised, `),
    moment(deadline),
    words(", by "),
    verbatim(methods.join(", "), 200),
  ];
}

function firingLines(firing: Why["firings"][number], { facts }: Why): readonly (readonly Piece[])[] {
  const again = firing.repeat === 0 ? "" : `, repeat ${firing.repeat}`;
  const told = facts.record.deliveries.filter(
    ({ tier, repeat }) => tier === firing.tier && repeat === firing.repeat,
  );
  return [
    [
      strong(`Fired: ${tierText(firing.tier, facts.tierCount)}${again}`),
      words("  "),
      moment(firing.at),
      ...(firing.unconfirmed ? [words(", unconfirmed: TheHive gave no answer")] : []),
    ],
    ...firing.onCall.map(onCallLine),
    ...told.map(({ via, to, state, attempt, detail }) => [
      words(`• ${via} `),
      theirs(to, 60),
      words(`, attempt ${attempt}: ${state}`),
      ...(detail === undefined ? [] : [words(" ("), theirs(detail, 160), words(")")]),
    ]),
  ];
}

function onCallLine({ group, now, because }: OnCallNow): readonly Piece[] {
  return [
    words("On call then, "),
    theirs(group, 60),
    words(": "),
    now.length === 0 ? words("nobody") : theirs(now.join(", "), 200),
    words(` by ${because}`),
  ];
}

function calendarText(calendar: string): string {
  return calendar === "always" ? "always running" : `in the hours of “${calendar}”`;
}
