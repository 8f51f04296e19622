import type { z } from "zod";
import { formatDuration } from "../../lib/duration-text.ts";
import { instant, milliseconds } from "../../lib/time.ts";
import { ways } from "../../oncall/ways.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { CaseLink, Handled } from "../../sla/record.ts";
import { deliveryWords } from "./audit-deliveries.ts";
import {
  Closed,
  Config,
  Down,
  Duty,
  Fired,
  HandledHow,
  Handoff,
  Held,
  Over,
  type Plain,
  Promoted,
  Refused,
  read,
  Seen,
  Storm,
  Tested,
  Values,
  Why,
  Word,
} from "./audit-details.ts";
import { link, moment, type Piece, person, theirs, verbatim, words } from "./rich.ts";
import { handledText, tierText } from "./standing.ts";

/** What people call an alert; undefined for one that was forgotten. */
export type NumberOf = (alertId: string) => number | undefined;

/** One event as a sentence. Every event has one: the compiler insists. */
export function sentenceOf(event: AuditEvent, numberOf: NumberOf): readonly Piece[] {
  return sentences[event.event](event, aboutAlert(event, numberOf));
}

type Sentence = (event: AuditEvent, alert: Piece) => readonly Piece[];

const sentences: Readonly<Record<AuditEvent["event"], Sentence>> = {
  "monitor.started": () => [words("The monitor started.")],
  "monitor.stopped": () => [words("The monitor stopped.")],
  "monitor.paused": ({ actor, detail }) => {
    const { until, reason } = read(Held, detail);
    return [
      person(actor),
      words(" paused the monitor"),
      ...untilPieces(until),
      ...because(reason),
      words("."),
    ];
  },
  "monitor.resumed": ({ actor }) => [person(actor), words(" ended the pause.")],
  "alert.seen": ({ detail }, alert) => {
    const { severity, createdAt } = read(Seen, detail);
    return [
      alert,
      words(` was seen for the first time${severity === undefined ? "" : `: ${severity}`}`),
      ...(isDate(createdAt) ? [words(", raised "), moment(instant(createdAt))] : []),
      words("."),
    ];
  },
  "alert.malformed": ({ alertId, detail }) => [
    words("TheHive sent an alert that cannot be read, "),
    theirs(alertId ?? "", 60),
    ...because(read(Why, detail).why),
    words("."),
  ],
  "tier.fired": ({ actor, tier, detail }, alert) => {
    const { repeat, unconfirmed, deadline } = read(Fired, detail);
    return [
      alert,
      words(`: ${tierText(tier ?? 1, 0)} fired${repeat === undefined ? "" : ` again, reminder ${repeat}`}`),
      ...(actor === "system" ? [] : [words(" because "), person(actor), words(" did not wait")]),
      ...(isDate(deadline) ? [words(" for its deadline at "), moment(instant(deadline))] : []),
      words(unconfirmed === true ? "; TheHive gave no answer just before." : "."),
    ];
  },
  "tier.skipped": ({ tier }, alert) => [
    alert,
    words(`: ${tierText(tier ?? 1, 0)} was passed over, a higher one fired.`),
  ],
  "highRisk.fired": ({ detail }, alert) => {
    const { word, where } = read(Word, detail);
    return [
      alert,
      words(": the high-risk rule fired"),
      ...(word === undefined ? [] : [words(" for the word "), theirs(word, 60)]),
      ...(where === undefined ? [] : [words(" in "), theirs(where, 60)]),
      words("."),
    ];
  },
  "notification.sent": deliveryWords,
  "notification.delivered": deliveryWords,
  "notification.failed": deliveryWords,
  "notification.dropped": deliveryWords,
  "alert.ignored": ({ actor, detail }, alert) => {
    const { until, reason } = read(Held, detail);
    return [person(actor), words(" ignored "), alert, ...untilPieces(until), ...because(reason), words(".")];
  },
  "alert.acknowledged": ({ actor, via, detail }, alert) => {
    const { until, from } = read(Held, detail);
    return [
      person(actor),
      words(" took "),
      alert,
      ...(via === undefined ? [] : [words(via === "call" ? " by a key in a call" : " by a reply to a text")]),
      ...(from === undefined ? [] : [words(" over from "), person(from)]),
      ...untilPieces(until),
      words("."),
    ];
  },
  "alert.resumed": ({ actor }, alert) => [
    person(actor),
    words(" let the clock of "),
    alert,
    words(" run again."),
  ],
  "alert.offered": ({ actor, detail }, alert) => {
    const { to, until } = read(Held, detail);
    return [
      person(actor),
      words(" handed "),
      alert,
      ...(to === undefined ? [] : [words(" to "), person(to)]),
      words(", to be accepted"),
      ...untilPieces(until),
      words("."),
    ];
  },
  "alert.offerOver": ({ detail }, alert) => {
    const { to } = read(Held, detail);
    const declined = read(Why, detail).why === "declined";
    return [
      to === undefined ? words("Nobody") : person(to),
      words(declined ? " could not take " : " did not accept "),
      alert,
      words("."),
    ];
  },
  "alert.holdOver": ({ detail }, alert) => {
    const { kind, by, offeredTo } = read(Over, detail);
    return [
      alert,
      words(kind === "ignored" ? " was ignored long enough" : " was in hand long enough"),
      ...(by === undefined ? [] : [words(", by "), person(by)]),
      ...(offeredTo === undefined ? [] : [words("; "), person(offeredTo), words(" did not accept it")]),
      words(": it is still open."),
    ];
  },
  "alert.unanswered": (_event, alert) => [
    words("Nobody has answered for "),
    alert,
    words(": its last tier has fired."),
  ],
  "alert.promoted": ({ actor, detail }, alert) => {
    const made = read(Promoted, detail).case;
    return [person(actor), words(" made "), alert, words(" a case"), ...casePieces(made), words(".")];
  },
  "alert.merged": ({ actor, detail }, alert) => {
    const into = read(Promoted, detail).case;
    return [
      person(actor),
      words(" put "),
      alert,
      words(" into a case that was there already"),
      ...casePieces(into),
      words("."),
    ];
  },
  "alert.closed": ({ actor, detail }, alert) => {
    const { status, note } = read(Closed, detail);
    return [
      person(actor),
      words(" closed "),
      alert,
      ...(status === undefined ? [] : [words(" as "), theirs(status, 60)]),
      ...because(note),
      words("."),
    ];
  },
  "alert.handled": ({ detail }, alert) => {
    const { how, status } = read(HandledHow, detail);
    const handled =
      how === undefined ? "Left the open alerts in TheHive" : handledText(withStatus(how, status));
    return [alert, words(": "), theirs(handled, 120), words(".")];
  },
  "alert.reopened": (_event, alert) => [alert, words(" is open again.")],
  "config.changed": ({ actor, detail }) => {
    const { path, by } = read(Config, detail);
    const what = path === undefined ? words("the settings") : verbatim(path, 120);
    return by === "file"
      ? [words("The settings file was read again: "), what, words(".")]
      : [person(actor), words(" changed "), what, ...changePieces(detail), words(".")];
  },
  "config.refused": ({ detail }) => {
    const { path, problems = [] } = read(Config, detail);
    const [first, ...more] = problems;
    return [
      words("The settings "),
      ...(path === undefined ? [] : [verbatim(path, 120), words(" ")]),
      words("were refused, the old ones stay"),
      ...(first === undefined ? [] : [words(": "), verbatim(first, 200)]),
      words(more.length === 0 ? "." : `, and ${more.length} more.`),
    ];
  },
  "oncall.changed": ({ actor, detail }) => dutyPieces(actor, detail),
  "oncall.handoff": ({ to, detail }) => {
    const { group, from = [] } = read(Handoff, detail);
    return [
      theirs(to ?? "nobody", 60),
      words(" came on call"),
      ...(group === undefined ? [] : [words(" for "), theirs(group, 60)]),
      ...(from.length === 0 ? [] : [words(", after "), theirs(from.join(", "), 120)]),
      words("."),
    ];
  },
  "thehive.down": ({ detail }) => {
    const { since, why } = read(Down, detail);
    return [
      words("TheHive could not be read"),
      ...(isDate(since) ? [words(" since "), moment(instant(since))] : []),
      ...because(why),
      words("."),
    ];
  },
  "thehive.up": ({ detail }) => {
    const { downForMs } = read(Down, detail);
    const after = downForMs === undefined ? "" : ` after ${formatDuration(milliseconds(downForMs))}`;
    return [words(`TheHive could be read again${after}.`)];
  },
  "storm.digested": ({ detail }) => {
    const { count, reference } = read(Storm, detail);
    return [
      words(`${count ?? "Several"} alerts were told together, in digest ${reference ?? "of a storm"}.`),
    ];
  },
  "unattended.listed": ({ detail }) => {
    const { count } = read(Storm, detail);
    return [
      words(
        `The channel was shown what nobody holds: ${count === 1 ? "1 alert" : `${count ?? "some"} alerts`}.`,
      ),
    ];
  },
  "test.answered": ({ actor, via }) => [
    person(actor),
    words(via === "call" ? " pressed a key in the test call." : " replied to the test text."),
  ],
  "reply.refused": ({ to, detail }) => {
    const { why, from } = read(Refused, detail);
    return [
      words("A reply from "),
      theirs(to ?? from ?? "a phone", 60),
      words(" changed nothing"),
      ...because(refusals[why ?? ""]),
      words("."),
    ];
  },
  "test.sent": ({ actor, via, to, detail }) => {
    const { ok, detail: how } = read(Tested, detail);
    return [
      person(actor),
      words(` tested ${via === undefined ? "a message" : ways[via].name} to `),
      theirs(to ?? "somebody", 60),
      words(ok === false ? ": it failed" : ": it was sent"),
      ...(ok === false ? because(how) : []),
      words("."),
    ];
  },
};

function aboutAlert({ alertId, detail }: AuditEvent, numberOf: NumberOf): Piece {
  const number = (alertId === undefined ? undefined : numberOf(alertId)) ?? read(Seen, detail).number;
  return words(number === undefined ? "an alert of the past" : `#${number}`);
}

function untilPieces(until: string | undefined): readonly Piece[] {
  return isDate(until) ? [words(" until "), moment(instant(until))] : [];
}

function because(why: string | undefined): readonly Piece[] {
  return why === undefined || why === "" ? [] : [words(": "), theirs(why, 200)];
}

function casePieces(made: CaseLink | undefined): readonly Piece[] {
  return made === undefined ? [] : [words(", "), link(made.url, `#${made.number ?? made.id}`)];
}

function withStatus(how: Handled["how"], status: string | undefined): Pick<Handled, "how" | "status"> {
  return status === undefined ? { how } : { how, status };
}

/** Lists and forms are told by their name alone. */
function changePieces(detail: unknown): readonly Piece[] {
  const { from, to } = read(Values, detail);
  if (from === undefined && to === undefined) return [];
  const shown = (value: z.infer<typeof Plain> | undefined) => theirs(String(value ?? "nothing"), 80);
  return [words(" from "), shown(from), words(" to "), shown(to)];
}

function dutyPieces(actor: string, detail: unknown): readonly Piece[] {
  const {
    change,
    group = "a group",
    person: name,
    from,
    until,
    between,
    ended,
    removed,
  } = read(Duty, detail);
  const of = [words(" of "), theirs(group, 60)];
  const gone = [...(ended ?? []), ...(removed ?? [])].join(", ");
  switch (change) {
    case "clear":
      return [person(actor), words(" called off the overrides"), ...of, ...because(gone), words(".")];
    case "swap":
      return [
        person(actor),
        words(" agreed to swap duty"),
        ...of,
        ...because(between?.join(" and ")),
        words("."),
      ];
    default:
      return [
        person(actor),
        words(change === "take" ? " took the duty" : " changed the duty"),
        ...of,
        ...(name === undefined ? [] : [words(": "), theirs(name, 60)]),
        ...(isDate(from) ? [words(" from "), moment(instant(from))] : []),
        ...untilPieces(until),
        words("."),
      ];
  }
}

function isDate(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

const refusals: Readonly<Record<string, string>> = {
  "unknown-number": "the number is nobody's here",
  "opt-out": "it is a word by which texts are stopped or asked for again",
  "too-many-guesses": "too many of this number held no code",
  repeat: "the text was answered already",
  "no-code": "it held no code",
  "wrong-code": "no text has this code",
  "old-code": "its text is older than a day",
  "anothers-code": "its text went to another number",
  handled: "the alert was handled already",
};
