import type { CardFacts, Named, Told } from "../../engine/ports/card-facts.ts";
import type { Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { ways } from "../../oncall/ways.ts";
import type { Via } from "../../sla/model.ts";
import type { DeliveryState } from "../../sla/record.ts";
import { channel, moment, named, type Piece, strong, theirs, words } from "./rich.ts";
import { namedText, theirText } from "./text.ts";

// More people than this are rarely told of one alert; a card must stay shorter than a phone's screen.
const MOST_SHOWN = 8;

/** Who was told and how that went: one line per person and way, the latest attempt of each. */
export function toldLines(told: readonly Told[], now: Instant): readonly (readonly Piece[])[] {
  const latest = latestAttempts(told);
  const shown = latest.slice(-MOST_SHOWN).map((one) => toldLine(one, now));
  const left = latest.length - shown.length;
  return left === 0 ? shown : [[words(`… and ${left} before these`)], ...shown];
}

/** The same in a few words for a lock screen: `SMS alice delivered, call bob no answer`. */
export function toldText(told: readonly Told[]): string {
  return latestAttempts(told)
    .filter(({ via }) => via !== "slack")
    .slice(-3)
    .map((one) => `${ways[one.via].name} ${namedText(whom(one))} ${stateWords(one)}`)
    .join(", ");
}

/** Who is being told, without how it goes: `SMS alice, Call bob`. Stays true whatever comes of it. */
export function tellingPieces(told: readonly Told[]): readonly Piece[] {
  return beingTold(told).flatMap((one, i) => [
    words(`${i === 0 ? "" : ", "}${ways[one.via].name} `),
    named(whom(one)),
  ]);
}

/** The same for a lock screen. */
export function tellingText(told: readonly Told[]): string {
  return beingTold(told)
    .map((one) => `${ways[one.via].name} ${namedText(whom(one))}`)
    .join(", ");
}

/** Whom the latest firing concerns and no other way tells of it: the message itself is to reach them. */
export function notTold({ duty, told, record }: CardFacts): readonly Named[] {
  const last = record.firings.at(-1);
  const now = told.filter(({ tier, repeat }) => tier === last?.tier && repeat === last.repeat);
  return duty.filter(({ name }) => !now.some(({ to, via }) => via !== "slack" && to === name));
}

const whom = ({ to, slack }: Told): Named => ({ name: to, ...(slack === undefined ? {} : { slack }) });

function beingTold(told: readonly Told[]): readonly Told[] {
  const people = told.filter(
    ({ via, state }) => via !== "slack" && state !== "failed" && state !== "dropped",
  );
  return latestAttempts(people).slice(-MOST_SHOWN);
}

/** How a delivery stands, with a sign that reads without colour. */
export function outcomeWords(state: DeliveryState, via: Via): { sign: string; words: string } {
  switch (state) {
    case "pending":
      return { sign: "…", words: "waiting" };
    case "sending":
      return { sign: "…", words: "being sent" };
    case "sent":
      return via === "call" ? { sign: "…", words: "ringing" } : { sign: "✓", words: "sent" };
    case "delivered":
      return { sign: "✓", words: via === "call" ? "answered" : "delivered" };
    case "unanswered":
      return { sign: "✗", words: "no answer" };
    case "failed":
      return { sign: "✗", words: "failed" };
    case "dropped":
      return { sign: "–", words: "not sent" };
    default:
      return unreachable(state);
  }
}

/** `delivered in digest D7`, `held back: too many texts`. */
export function stateWords({ state, via, limited, digest }: Told): string {
  const withOthers = digest === undefined ? "" : ` in digest ${theirText(digest, 20)}`;
  if (state === "pending" && limited) return `held back, too many ${ways[via].many} just now${withOthers}`;
  return `${outcomeWords(state, via).words}${withOthers}`;
}

/** Until when it is held back, if it is. */
export function heldBackUntil({ state, notBefore }: Told, now: Instant): Instant | undefined {
  return state === "pending" && notBefore !== undefined && notBefore > now ? notBefore : undefined;
}

function toldLine(one: Told, now: Instant): readonly Piece[] {
  const { via, to, state, attempt } = one;
  const until = heldBackUntil(one, now);
  return [
    words(`${outcomeWords(state, via).sign} ${ways[via].name} `),
    via === "slack" ? channel(to) : named(whom(one)),
    words(`: ${stateWords(one)}${attempt > 1 ? `, attempt ${attempt}` : ""}`),
    ...(until === undefined ? [] : [words(", until "), moment(until, "time")]),
    ...reasonPieces(one),
  ];
}

/** Why it went as it did, where that is known. `no answer (nobody answered)` would say it twice. */
export function reasonPieces({ state, detail }: Told): readonly Piece[] {
  if (detail === undefined || (state === "unanswered" && detail === "nobody answered")) return [];
  return [words(" ("), theirs(detail, 160), words(")")];
}

/** Keeps the order in which each person and way was last tried. */
function latestAttempts(told: readonly Told[]): readonly Told[] {
  const latest = new Map<string, Told>();
  for (const one of told) {
    const key = `${one.via}/${one.to}`;
    latest.delete(key);
    latest.set(key, one);
  }
  return [...latest.values()];
}

/** The heading above these lines. */
export const toldHeading: readonly Piece[] = [strong("Told")];
