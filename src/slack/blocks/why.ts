import type { OnCallNow, Why } from "../../engine/desk.ts";
import type { Told } from "../../engine/ports/card-facts.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import type { Instant } from "../../lib/time.ts";
import { ways } from "../../oncall/ways.ts";
import { Via } from "../../sla/model.ts";
import { standingSince } from "../../sla/standstill.ts";
import { alertTitleLines } from "./alert-card.ts";
import { fitMessage, type Message } from "./fit.ts";
import {
  labelled,
  lines,
  link,
  moment,
  type Piece,
  person,
  strong,
  theirs,
  verbatim,
  words,
} from "./rich.ts";
import { tierText } from "./standing.ts";
import { sentence, theirText } from "./text.ts";
import { heldBackUntil, reasonPieces, stateWords } from "./told.ts";
import { eventLine } from "./trail/audit.ts";

const EVENTS_SHOWN = 25;
// Of each firing the latest: a large group that nobody answers for is called round and round.
const TRIES_SHOWN = 20;

/** Why people were told of an alert: the policy, the clock's arithmetic, who was on call, what became of it. */
export function whyMessage(why: Why): Message {
  const { facts, policy, events, firings } = why;
  const { record, alert } = facts;
  const fired = firings.length === 1 ? "told once" : `told ${firings.length} times`;
  const left = events.length - EVENTS_SHOWN;
  return fitMessage({
    text:
      `Why people were told of #${record.number} ${theirText(alert.title, 150)}: ` +
      `policy ${theirText(policy.name, 60)}, ${formatDuration(why.elapsed)} of SLA time, ${firings.length === 0 ? "nobody told yet" : fired}.`,
    blocks: [
      lines(...alertTitleLines(facts)),
      lines([strong("The clock")], ...clockLines(why)),
      ...(firings.length === 0
        ? [lines([words("Nobody has been told yet.")])]
        : firings.map((firing) => lines(...firingLines(firing, why)))),
      ...(events.length === 0
        ? []
        : [
            lines(
              [strong("What happened, latest first")],
              ...events.slice(0, EVENTS_SHOWN).map((event) => eventLine(event, () => record.number)),
              left > 0 ? [words(`… and ${left} before these`)] : [],
            ),
          ]),
    ],
  });
}

/** The arithmetic, row by row: from when, in which hours, how far, what held it, and when each tier is due. */
function clockLines(why: Why): readonly (readonly Piece[])[] {
  const { facts, policy } = why;
  return [
    labelled("Raised", moment(facts.alert.createdAt, "dayAndAgo")),
    labelled("Runs", words(calendarText(policy.calendar)), words(", policy "), theirs(policy.name, 80)),
    labelled("SLA time so far", words(formatDuration(why.elapsed))),
    standstillLine(why),
    holdLine(why),
    sharingLine(why),
    warningLine(why),
    ...policy.tiers.map((tier) => tierLine(tier, why)),
    nextLine(why),
    ...caseLines(why),
  ];
}

function holdLine({ facts: { record, now } }: Why): readonly Piece[] {
  const { hold } = record;
  if (hold === undefined || hold.until <= now) return [];
  return labelled(
    hold.kind === "ignored" ? "Ignored" : "In hand",
    person(hold.by),
    words(" from "),
    moment(hold.at),
    words(" to "),
    moment(hold.until),
    ...(hold.reason === undefined ? [] : [words(": "), theirs(hold.reason, 200)]),
  );
}

function standstillLine({ stood, facts }: Why): readonly Piece[] {
  const still = standingSince(facts.record);
  if (stood === 0 && still === undefined) return [];
  return labelled(
    "Stood still",
    words(`${formatDuration(stood)}, not counted`),
    ...(still === undefined
      ? []
      : [words(", still does since "), moment(still.from), words(" as "), theirs(still.status, 64)]),
  );
}

/** What the ways that may not carry all of it carry. */
function sharingLine({ carried }: Why): readonly Piece[] {
  if (carried.length === 0) return [];
  const ways = carried.map(
    ({ place, level, because }) => `${placeNames[place]} the ${level} only, as it is ${because}`,
  );
  return labelled("Carried", words(ways.join("; ")));
}

const placeNames = { slack: "in Slack", sms: "by text", call: "by call" } as const;

function warningLine({ policy: { warning }, firings }: Why): readonly Piece[] {
  if (warning === undefined) return [];
  const firing = firings.find(({ tier }) => tier === "at-risk");
  return labelled(
    "At risk",
    moment(warning.at),
    words(", "),
    verbatim(warning.methods.map(methodText).join(", "), 200),
    ...(firing === undefined ? [] : [words(": told "), moment(firing.at)]),
  );
}

function tierLine(
  { tier, after, deadline, methods }: Why["policy"]["tiers"][number],
  why: Why,
): readonly Piece[] {
  const { firings, facts } = why;
  const firing = firings.find((one) => one.tier === tier && one.repeat === 0);
  const skipped = firing === undefined && facts.record.tiersDone >= tier;
  return labelled(
    `Tier ${tier}`,
    words(`+${formatDuration(after)} = `),
    moment(deadline),
    words(", "),
    verbatim(methods.map(methodText).join(", "), 200),
    ...(firing === undefined ? [] : [words(": told "), moment(firing.at)]),
    ...(firing?.by === undefined ? [] : [words(" by "), person(firing.by)]),
    ...(skipped ? [words(": passed over for a later one")] : []),
  );
}

/** What is promised of its case. */
function caseLines({ case: followed }: Why): readonly (readonly Piece[])[] {
  if (followed === undefined) return [];
  const { link: made, methods, steps } = followed;
  return steps.map(({ step, after, at, mark }) =>
    labelled(
      "Case",
      link(made.url, `#${made.number ?? made.id}`),
      words(` to be ${step}, +${formatDuration(after)} = `),
      moment(at),
      words(", "),
      verbatim(methods.map(methodText).join(", "), 200),
      ...(mark === undefined ? [] : [words(markNames[mark.how]), moment(mark.at)]),
    ),
  );
}

const markNames = {
  told: ": told ",
  met: ": it was, seen ",
  skipped: ": passed over for the next ",
} as const;

/** What the engine does next: holds, repeats and pauses included. */
function nextLine({ facts: { next, tierCount, caseSteps } }: Why): readonly Piece[] {
  if (caseSteps.some(({ late }) => !late)) return [];
  if (next === undefined) return labelled("Next", words("nothing more will be sent"));
  return labelled("Next", words(`${tierText(next.tier, tierCount)}, `), moment(next.at));
}

function firingLines(firing: Why["firings"][number], { facts }: Why): readonly (readonly Piece[])[] {
  const again = firing.repeat === 0 ? "" : `, reminder ${firing.repeat}`;
  const told = facts.told.filter(({ tier, repeat }) => tier === firing.tier && repeat === firing.repeat);
  const left = told.length - TRIES_SHOWN;
  const groups = new Set(told.map(({ group }) => group));
  return [
    [
      strong(`${sentence(tierText(firing.tier, facts.tierCount))}${again}`),
      words("  "),
      moment(firing.at),
      ...(firing.by === undefined ? [] : [words(", because "), person(firing.by), words(" did not wait")]),
      ...(firing.unconfirmed ? [words(", unconfirmed: TheHive gave no answer")] : []),
    ],
    ...firing.onCall.filter(({ group }) => groups.has(group)).map(onCallLine),
    left > 0 ? [words(`… ${left} before these`)] : [],
    ...told.slice(-TRIES_SHOWN).map((one) => tryLine(one, facts.now)),
  ];
}

function tryLine(one: Told, now: Instant): readonly Piece[] {
  const until = heldBackUntil(one, now);
  return [
    words(`• ${ways[one.via].name} to `),
    theirs(one.to, 60),
    words(`${one.attempt === 1 ? "" : `, attempt ${one.attempt}`}: ${stateWords(one)}`),
    ...(until === undefined ? [] : [words(", until "), moment(until)]),
    ...reasonPieces(one),
    words("  "),
    moment(one.at),
  ];
}

function onCallLine({ group, now, because, by }: OnCallNow): readonly Piece[] {
  const who = now.length === 0 ? words("Nobody") : theirs(now.join(", "), 200);
  const reasons: Readonly<Record<OnCallNow["because"], string>> = {
    members: now.length === 1 ? " is in " : " are in ",
    rotation: now.length === 1 ? " had the turn in " : " had a turn in ",
    calendar: now.length === 1 ? " is in the calendar of " : " are in the calendar of ",
    override: " stood in for ",
  };
  return [
    who,
    words(reasons[because]),
    theirs(group, 60),
    ...(by === undefined ? [] : [words(", by an override of "), person(by)]),
  ];
}

/** `call:seniors` in words. */
function methodText(method: string): string {
  const [via = "", group] = method.split(":");
  const way = Via.safeParse(via).data;
  const name = way === undefined ? via : ways[way].name;
  return group === undefined ? name : `${name} to ${group}`;
}

function calendarText(calendar: string): string {
  return calendar === "always" ? "round the clock" : `in the hours of “${calendar}”`;
}
