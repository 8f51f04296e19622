import type { Told } from "../../engine/ports.ts";
import type { Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Via } from "../../sla/model.ts";
import type { DeliveryState } from "../../sla/record.ts";
import { channel, moment, type Piece, strong, theirs, words } from "./rich.ts";
import { theirText } from "./text.ts";

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
    .map((one) => `${viaWord[one.via]} ${theirText(one.to, 40)} ${stateWords(one)}`)
    .join(", ");
}

/** Who is being told, without how it goes: `SMS alice, Call bob`. Stays true whatever comes of it. */
export function tellingPieces(told: readonly Told[]): readonly Piece[] {
  return beingTold(told).flatMap(({ via, to }, i) => [
    words(`${i === 0 ? "" : ", "}${viaWord[via]} `),
    theirs(to, 60, { bold: true }),
  ]);
}

/** The same for a lock screen. */
export function tellingText(told: readonly Told[]): string {
  return beingTold(told)
    .map(({ via, to }) => `${viaWord[via]} ${theirText(to, 40)}`)
    .join(", ");
}

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
  if (state === "pending" && limited) return `held back, ${tooMany[via]}${withOthers}`;
  return `${outcomeWords(state, via).words}${withOthers}`;
}

/** Until when it is held back, if it is. */
export function heldBackUntil({ state, notBefore }: Told, now: Instant): Instant | undefined {
  return state === "pending" && notBefore !== undefined && notBefore > now ? notBefore : undefined;
}

const viaWord: Readonly<Record<Via, string>> = {
  slack: "Slack",
  sms: "SMS",
  call: "Call",
  dm: "Direct message",
};

const tooMany: Readonly<Record<Via, string>> = {
  slack: "too many messages just now",
  sms: "too many texts just now",
  call: "too many calls just now",
  dm: "too many messages just now",
};

function toldLine(one: Told, now: Instant): readonly Piece[] {
  const { via, to, state, attempt, detail } = one;
  const until = heldBackUntil(one, now);
  return [
    words(`${outcomeWords(state, via).sign} ${viaWord[via]} `),
    via === "slack" ? channel(to) : theirs(to, 60, { bold: true }),
    words(`: ${stateWords(one)}${attempt > 1 ? `, attempt ${attempt}` : ""}`),
    ...(until === undefined ? [] : [words(", until "), moment(until, "time")]),
    ...(detail === undefined ? [] : [words(" ("), theirs(detail, 160), words(")")]),
  ];
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
