import { type RawEnvironment, textOf } from "../../config/variables.ts";
import type { Check } from "../../lib/check.ts";
import type { Edge } from "../edge.ts";
import { slackChecks, theHiveChecks, twilioChecks } from "./tried.ts";

/** One variable that is asked for. */
export interface Question {
  readonly name: string;
  readonly asks: string;
  readonly secret?: true;
  /** Nothing is an answer too. */
  readonly optional?: true;
  /** Asked only after a failure that names the variable. */
  readonly onFailure?: true;
  /** Asked only where this holds of the answers so far. */
  readonly when?: (values: RawEnvironment) => boolean;
}

/** A few variables that can be tried together against the real thing. */
export interface Step {
  /** What it is about, for people. */
  readonly about: string;
  readonly questions: readonly Question[];
  /** Tried with all answers so far. */
  readonly tried: (values: RawEnvironment, edge: Edge) => Promise<readonly Check[]>;
}

const CA: Question = {
  name: "THEHIVE_CA_FILE",
  asks: "PEM file of the private CA that signed its certificate (Enter: none)",
  optional: true,
  onFailure: true,
};

/** TheHive first: without it there is nothing to watch. */
export const theHiveSteps: readonly Step[] = [
  {
    about: "TheHive's address",
    questions: [
      { name: "THEHIVE_URL", asks: "TheHive's address, such as https://soc.example.org/thehive" },
      CA,
    ],
    tried: async (values, edge) =>
      (await theHiveChecks(values, edge)).filter(({ name }) => name === "thehive"),
  },
  {
    about: "TheHive's key",
    questions: [
      { name: "THEHIVE_API_KEY", asks: "API key of a user of TheHive (profile Analyst)", secret: true },
    ],
    tried: async (values, edge) =>
      (await theHiveChecks(values, edge)).filter(({ name }) => name !== "thehive.clock"),
  },
];

export const slackSteps: readonly Step[] = [
  {
    about: "Slack's bot token",
    questions: [{ name: "SLACK_BOT_TOKEN", asks: "Slack: the app's bot token (xoxb-…)", secret: true }],
    tried: (values, edge) => slackChecks(values, edge, ["SLACK_BOT_TOKEN"]),
  },
  {
    about: "Slack's app-level token",
    questions: [{ name: "SLACK_APP_TOKEN", asks: "Slack: the app-level token (xapp-…)", secret: true }],
    tried: (values, edge) => slackChecks(values, edge, ["SLACK_APP_TOKEN"]),
  },
  {
    about: "Slack's channel",
    questions: [{ name: "SLACK_CHANNEL", asks: "Slack: the channel for alerts, its id or name" }],
    tried: (values, edge) => slackChecks(values, edge, ["SLACK_BOT_TOKEN", "SLACK_CHANNEL"]),
  },
];

const hasKey = (values: RawEnvironment) => textOf(values, "TWILIO_API_KEY") !== undefined;

export const twilioSteps: readonly Step[] = [
  {
    about: "the Twilio account",
    questions: [
      { name: "TWILIO_ACCOUNT_SID", asks: "Twilio: the account's SID (AC…)" },
      {
        name: "TWILIO_API_KEY",
        asks: "Twilio: SID of an API key (SK…; Enter: use the account's auth token)",
        optional: true,
        when: (values) => textOf(values, "TWILIO_AUTH_TOKEN") === undefined,
      },
      { name: "TWILIO_API_SECRET", asks: "Twilio: the API key's secret", secret: true, when: hasKey },
      {
        name: "TWILIO_AUTH_TOKEN",
        asks: "Twilio: the account's auth token",
        secret: true,
        when: (values) => !hasKey(values),
      },
    ],
    tried: async (values) => (await twilioChecks(values)).filter(({ name }) => name === "twilio"),
  },
  {
    about: "Twilio's sender",
    questions: [
      {
        name: "TWILIO_FROM",
        asks: "Twilio: the number that texts and calls, such as +15005550006",
        when: (values) => textOf(values, "TWILIO_MESSAGING_SERVICE_SID") === undefined,
      },
    ],
    tried: twilioChecks,
  },
];
