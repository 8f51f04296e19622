import { after, hours, type Instant, minutes } from "../lib/time.ts";

/*
 * Texts that people send back. They are strangers' text, and who sent them is a claim: only a code from a text of
 * ours, from the number that text went to, takes an alert.
 */

/** Without vowels, so that no code spells a word, and without what is mistaken for another: 0 1 5 B G I O S U Z. */
const ALPHABET = "CDFHJKLMNPRTVWX2346789";
const LENGTH = 4;
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** So long after it was sent a text may be answered. */
export const ANSWERABLE_FOR = hours(24);
/** So many replies that took nothing a number has within {@link GUESSES_WITHIN}; further ones are not looked into. */
const MOST_GUESSES = 5;
const GUESSES_WITHIN = minutes(10);

// Beyond this nobody has typed it on a phone at night.
const LONGEST = 160;
// Twilio opts a number out at these words, and in again at `START`, which is none of ours either.
const OPT_OUT = new Set(
  "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START UNSTOP HELP INFO".split(" "),
);

/**
 * A code that is none of `taken`.
 * @param pick gives a whole number of at least 0 and below its argument
 */
export function newCode(pick: (below: number) => number, taken: ReadonlySet<string>): string {
  for (;;) {
    const code = Array.from({ length: LENGTH }, () => ALPHABET[pick(ALPHABET.length)]).join("");
    if (!taken.has(code)) return code;
  }
}

/** What a reply says: nothing to be looked into, or what in it may be a code, in its order. */
export function codesIn(body: string): "opt-out" | readonly string[] {
  const words = body
    .slice(0, LONGEST)
    .normalize("NFKC")
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u);
  if (words.some((word) => OPT_OUT.has(word))) return "opt-out";
  const whole = words.join("");
  return [...new Set([...words, whole])].filter((word) => CODE.test(word));
}

/** A text of ours that can be, or could have been, answered. */
export interface Answerable {
  readonly id: string;
  readonly code: string;
  /** A person's name. */
  readonly to: string;
  readonly sentAt: Instant;
  readonly answered: boolean;
}

/** What came in. */
export interface Reply {
  readonly body: string;
  /** The people whose number it claims to come from; nobody when it is not one of theirs. */
  readonly from: readonly string[];
  readonly at: Instant;
}

/**
 * Why a reply changes nothing. Only `no-code`, `wrong-code`, `old-code` and `anothers-code` are guesses; the first
 * three of all are never answered.
 */
export type ReplyRefusal =
  | "unknown-number"
  | "opt-out"
  | "too-many-guesses"
  | "repeat"
  | "no-code"
  | "wrong-code"
  | "old-code"
  | "anothers-code";

export type ReplyVerdict = Readonly<
  { kind: "take"; texts: readonly Answerable[] } | { kind: "refused"; why: ReplyRefusal; isGuess: boolean }
>;

/**
 * What a reply takes, or why nothing.
 *
 * @param texts whose codes are looked through, those of others too
 * @param guesses when this number's latest replies took nothing
 */
export function judgeReply(
  { body, from, at }: Reply,
  texts: readonly Answerable[],
  guesses: readonly Instant[],
): ReplyVerdict {
  if (from.length === 0) return refused("unknown-number");
  const codes = codesIn(body);
  if (codes === "opt-out") return refused("opt-out");
  if (lockedUntil(guesses, at) !== undefined) return refused("too-many-guesses");
  const named = texts.filter(({ code }) => codes.includes(code));
  const own = named.filter(({ to }) => from.includes(to));
  const fresh = own.filter(({ sentAt }) => at < after(sentAt, ANSWERABLE_FOR));
  const open = fresh.filter(({ answered }) => !answered);
  if (open.length > 0) return { kind: "take", texts: open };
  if (fresh.length > 0) return refused("repeat");
  if (own.length > 0) return refused("old-code", true);
  if (named.length > 0) return refused("anothers-code", true);
  return refused(codes.length > 0 ? "wrong-code" : "no-code", true);
}

/** Until when a number's replies are not looked into; undefined while they are. */
export function lockedUntil(guesses: readonly Instant[], now: Instant): Instant | undefined {
  const lately = recent(guesses, now);
  const first = lately[lately.length - MOST_GUESSES];
  return first === undefined ? undefined : after(first, GUESSES_WITHIN);
}

/** Those that still count. */
export function recent(guesses: readonly Instant[], now: Instant): readonly Instant[] {
  return guesses.filter((at) => after(at, GUESSES_WITHIN) > now);
}

function refused(why: ReplyRefusal, isGuess = false): ReplyVerdict {
  return { kind: "refused", why, isGuess };
}
