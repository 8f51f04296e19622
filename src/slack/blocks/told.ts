import type { CardFacts, Named, Told } from "../../engine/ports/card-facts.ts";
import type { Instant } from "../../lib/time.ts";
import type { Via } from "../../sla/model.ts";
import type { DeliveryState } from "../../sla/record.ts";
import type { CardWords } from "../../words/card-words.ts";
import type { Language } from "../../words/language.ts";
import { becauseText } from "./because.ts";
import { channel, moment, named, type Piece, theirs, words } from "./rich.ts";
import { namedText, theirText } from "./text.ts";
import { english, wordsOf } from "./words-of.ts";

// More people than this are rarely told of one alert; a card must stay shorter than a phone's screen.
const MOST_SHOWN = 8;

/** Who was told and how that went: one line per person and way, the latest attempt of each. */
export function toldLines(facts: CardFacts): readonly (readonly Piece[])[] {
  const { told, now, language } = facts;
  const say = wordsOf(facts);
  const latest = latestAttempts(told);
  const shown = latest.slice(-MOST_SHOWN).map((one) => toldLine(one, now, language));
  const left = latest.length - shown.length;
  return left === 0 ? shown : [[words(say.told.before(left))], ...shown];
}

/** The same in a few words for a lock screen: `SMS alice delivered, call bob no answer`. */
export function toldText(facts: CardFacts): string {
  const { told } = facts;
  const say = wordsOf(facts);
  return latestAttempts(told)
    .filter(({ via }) => via !== "slack")
    .slice(-3)
    .map((one) => `${say.way[one.via]} ${namedText(whom(one))} ${stateWords(one, say)}`)
    .join(", ");
}

/** Who is being told, without how it goes: `SMS alice, Call bob`. Stays true whatever comes of it. */
export function tellingPieces(told: readonly Told[], { way }: CardWords): readonly Piece[] {
  return beingTold(told).flatMap((one, i) => [
    words(`${i === 0 ? "" : ", "}${way[one.via]} `),
    named(whom(one)),
  ]);
}

/** The same for a lock screen. */
export function tellingText(told: readonly Told[], { way }: CardWords): string {
  return beingTold(told)
    .map((one) => `${way[one.via]} ${namedText(whom(one))}`)
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
export function outcomeWords(
  state: DeliveryState,
  via: Via,
  { told }: CardWords = english,
): { sign: string; words: string } {
  const isCall = via === "call";
  if (state === "sent")
    return isCall ? { sign: "…", words: told.ringing } : { sign: "✓", words: told.state.sent };
  const said = state === "delivered" && isCall ? told.answered : told.state[state];
  return { sign: signs[state], words: said };
}

const signs: Readonly<Record<DeliveryState, string>> = {
  pending: "…",
  sending: "…",
  sent: "✓",
  delivered: "✓",
  unanswered: "✗",
  failed: "✗",
  dropped: "–",
};

/** `delivered in digest D7`, `held back: too many texts`. */
export function stateWords({ state, via, limited, digest }: Told, say: CardWords = english): string {
  const withOthers = digest === undefined ? "" : say.told.inDigest(theirText(digest, 20));
  if (state === "pending" && limited) return `${say.told.heldBack(via)}${withOthers}`;
  return `${outcomeWords(state, via, say).words}${withOthers}`;
}

/** Until when it is held back, if it is. */
export function heldBackUntil({ state, notBefore }: Told, now: Instant): Instant | undefined {
  return state === "pending" && notBefore !== undefined && notBefore > now ? notBefore : undefined;
}

function toldLine(one: Told, now: Instant, language: Language): readonly Piece[] {
  const say = wordsOf({ language });
  const { via, to, state, attempt } = one;
  const until = heldBackUntil(one, now);
  return [
    words(`${outcomeWords(state, via).sign} ${say.way[via]} `),
    via === "slack" ? channel(to) : named(whom(one)),
    words(`: ${stateWords(one, say)}${attempt > 1 ? say.told.attempt(attempt) : ""}`),
    ...(until === undefined ? [] : [words(say.told.until), moment(until, "time")]),
    ...reasonPieces(one, language),
  ];
}

/** Why it went as it did, where that is known. `no answer (nobody answered)` would say it twice. */
export function reasonPieces(one: Told, language: Language = "en"): readonly Piece[] {
  const why = becauseText(one, language, one.to);
  if (why === undefined || (one.state === "unanswered" && one.detail === "nobody answered")) return [];
  return [words(" ("), theirs(why, 200), words(")")];
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
