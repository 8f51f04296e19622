import type { Ledger } from "./plan.ts";
import { leaveRest } from "./policies.ts";
import type { Section } from "./section.ts";
import { importVariable } from "./system.ts";

/** Turns TWILIO_SETTINGS into the account's variables; its recipients are people. */
export function importTwilio(twilio: Section, book: Ledger): void {
  const enabled = twilio.flag("TWILIO_ENABLED");
  if (enabled !== undefined) {
    if (!enabled) book.variable("TWILIO_ENABLED", "false");
    book.carry({ ...twilio.place("TWILIO_ENABLED"), to: "TWILIO_ENABLED" });
  }
  importVariable(twilio, "ACCOUNT_SID", "TWILIO_ACCOUNT_SID", book);
  importVariable(twilio, "AUTH_TOKEN", "TWILIO_AUTH_TOKEN", book);
  importVariable(twilio, "TWILIO_SENDER", "TWILIO_FROM", book);
  importTwimlet(twilio, book);
  leaveRest(twilio, book);
}

/** A Twimlet is spoken in place of every alert's own words: whether that is wanted, only people know. */
function importTwimlet(twilio: Section, book: Ledger): void {
  const url = twilio.text("TWIMLET_URL");
  const place = twilio.place("TWIMLET_URL");
  if (url !== undefined && isSample(url)) {
    book.leave({ ...place, why: "the sample that the earlier tool came with, which names no alert" });
    book.toDo(
      `${place.from}: are calls to say "Hi there" and no more? They now say the alert's severity, title and age; to have the sample back, set TWILIO_TWIMLET_URL to it`,
    );
    return;
  }
  importVariable(
    twilio,
    "TWIMLET_URL",
    "TWILIO_TWIMLET_URL",
    book,
    "spoken in place of the alert's own words",
  );
  if (url !== undefined && url !== "")
    book.toDo(
      `${place.from}: are calls to go on saying what stands there, the same for every alert? Without TWILIO_TWIMLET_URL they say the alert's severity, title and age, and take a key as an answer`,
    );
}

function isSample(url: string): boolean {
  const words = URL.canParse(url) ? [...new URL(url).searchParams.values()].join(" ") : "";
  return /\bhi there\b/i.test(words);
}

const TOKENS = [
  ["xoxb-", "SLACK_BOT_TOKEN"],
  ["xapp-", "SLACK_APP_TOKEN"],
] as const;

/** Turns SLACK_SETTINGS into the app's variables. What it called an app token is a bot's. */
export function importSlack(slack: Section, book: Ledger): void {
  const enabled = slack.flag("SLACK_ENABLED");
  if (enabled !== undefined) {
    if (!enabled) book.variable("SLACK_ENABLED", "false");
    book.carry({ ...slack.place("SLACK_ENABLED"), to: "SLACK_ENABLED" });
  }
  const token = slack.text("SLACK_APP_TOKEN");
  const [, name] = TOKENS.find(([prefix]) => token?.startsWith(prefix) === true) ?? [];
  if (token !== undefined && name !== undefined) {
    book.variable(name, token);
    book.carry({ ...slack.place("SLACK_APP_TOKEN"), to: name });
  } else if (token !== undefined) {
    const why = token === "" ? "empty" : "neither a bot token (xoxb-…) nor an app-level token (xapp-…)";
    book.leave({ ...slack.place("SLACK_APP_TOKEN"), why });
  }
  importVariable(slack, "SLACK_CHANNEL", "SLACK_CHANNEL", book);
  if (slack.text("SLACK_WEBHOOK_URL") !== undefined)
    book.leave({ ...slack.place("SLACK_WEBHOOK_URL"), why: "not needed: the app posts with its bot token" });
  leaveRest(slack, book);
}

/** FLASK_SETTINGS held a web server for Slack's buttons. */
export function leaveFlask(flask: Section, book: Ledger): void {
  for (const { key, line } of flask.rest()) {
    if (/^(ENABLE_WEBSERVER|FLASK_WEBSERVER_(IP|PORT))$/.test(key))
      book.leave({
        from: `${flask.name}.${key}`,
        line,
        why: "not needed: Slack is reached by Socket Mode, no port is open",
      });
  }
}
