import type { OnCallNow, Why } from "../../engine/desk.ts";
import type { Told } from "../../engine/ports.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import type { Instant } from "../../lib/time.ts";
import { alertTitleLines } from "./alert-card.ts";
import { eventLine } from "./audit.ts";
import { fitMessage, type Message } from "./fit.ts";
import { labelled, lines, moment, type Piece, strong, theirs, verbatim, words } from "./rich.ts";
import { tierText } from "./standing.ts";
import { theirText } from "./text.ts";
import { heldBackUntil, stateWords } from "./told.ts";

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
  const told = facts.told.filter(({ tier, repeat }) => tier === firing.tier && repeat === firing.repeat);
  return [
    [
      strong(`Fired: ${tierText(firing.tier, facts.tierCount)}${again}`),
      words("  "),
      moment(firing.at),
      ...(firing.unconfirmed ? [words(", unconfirmed: TheHive gave no answer")] : []),
    ],
    ...firing.onCall.map(onCallLine),
    ...told.map((one) => tryLine(one, facts.now)),
  ];
}

function tryLine(one: Told, now: Instant): readonly Piece[] {
  const until = heldBackUntil(one, now);
  return [
    words(`• ${one.via} `),
    theirs(one.to, 60),
    words(`, attempt ${one.attempt}: ${stateWords(one)}`),
    ...(until === undefined ? [] : [words(", until "), moment(until)]),
    ...(one.detail === undefined ? [] : [words(" ("), theirs(one.detail, 160), words(")")]),
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
