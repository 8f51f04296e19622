import { type Duration, days, hours, minutes } from "../lib/time.ts";

/** What a way out needs of a person: a key of `people`, and how people call it. */
interface Need {
  readonly key: "phone" | "slack";
  readonly words: string;
}

/** What is particular about a way to reach people. */
export interface WayTraits {
  /** How it is called at the start of a line. */
  readonly name: string;
  /** How several of them are called. */
  readonly many: string;
  /** Whose trouble it shares: when a provider fails, all its ways do. */
  readonly provider: "slack" | "twilio";
  /** Absent: it goes to a channel, and needs nobody. */
  readonly needs?: Need;
  /** How it goes on is asked after it was taken, and given up after so long. */
  readonly followedFor?: Duration;
  /** Why none can be sent where it was never set up. */
  readonly off: string;
  /** One thing at a time: the next waits until the request is over, or until what it began has ended. */
  readonly inTurn: "no" | "request" | "end";
  /** So long after it was written down it is still worth sending. */
  readonly worthFor: Duration;
  /** By which of the settings' limits it is held back. */
  readonly limit?: "sms" | "call";
}

const phone: Need = { key: "phone", words: "phone number" };

/**
 * Every way to reach people, one row each. Settings, duty, plan, outbox, cards, checks and forms read it: a new way
 * begins here, and the compiler asks for its adapter in `engine/outbox/ways.ts`.
 */
export const ways = {
  slack: {
    name: "Slack",
    many: "messages",
    provider: "slack",
    off: "Slack is off",
    inTurn: "request",
    worthFor: days(7),
  },
  sms: {
    name: "SMS",
    many: "texts",
    provider: "twilio",
    needs: phone,
    followedFor: minutes(10),
    off: "Twilio is not set up",
    inTurn: "no",
    worthFor: hours(1),
    limit: "sms",
  },
  call: {
    name: "Call",
    many: "calls",
    provider: "twilio",
    needs: phone,
    followedFor: minutes(3),
    off: "Twilio is not set up",
    inTurn: "end",
    worthFor: hours(1),
    limit: "call",
  },
  dm: {
    name: "Direct message",
    many: "messages",
    provider: "slack",
    needs: { key: "slack", words: "Slack id" },
    off: "Slack is off",
    inTurn: "request",
    worthFor: days(7),
  },
} as const satisfies Record<string, WayTraits>;

export type WayName = keyof typeof ways;
/** A way to one person. */
export type PersonalVia = Exclude<WayName, "slack">;

/** The names, in the order in which they are offered. */
export const wayNames = ["slack", "sms", "call", "dm"] as const satisfies readonly WayName[];
export const personalWays = ["sms", "call", "dm"] as const satisfies readonly PersonalVia[];

/** As the table has it, with what a row leaves out. */
export const traitsOf = (via: WayName): WayTraits => ways[via];

export function isPersonal(via: string): via is PersonalVia {
  return personalWays.some((name) => name === via);
}
