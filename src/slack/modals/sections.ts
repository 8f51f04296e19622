import { type Tree, valueAt } from "../../config/tree.ts";
import { personalWays, wayNames } from "../../oncall/ways.ts";
import { type Severity, severities } from "../../sla/model.ts";
import type { Choice } from "./fields.ts";
import { type Setting, stringsAt } from "./setting.ts";

/** The parts into which the settings are cut, each small enough for a form on a phone. */
export const sectionNames = [...severities.toReversed(), "high-risk", "general", "voice", "rights"] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Section {
  readonly name: SectionName;
  /** Fits above a window: 24 characters. */
  readonly title: string;
  /** The paths that belong to it, for putting them back. */
  readonly paths: readonly string[];
  /** Whose tiers it asks for, before everything but the first setting. */
  readonly tiersOf?: Severity;
  settings(text: Tree): readonly Setting[];
}

export function sectionOf(name: string | undefined): Section | undefined {
  return sections.find((section) => section.name === name);
}

export function isSeverity(name: string): name is Severity {
  return severities.some((severity) => severity === name);
}

/** The methods that can be chosen, as the settings write them; those in use first offered by the groups there are. */
export function methodChoices(text: Tree): readonly Choice[] {
  const groups = Object.keys(Object(valueAt(text, ["groups"])));
  const others = groups.filter((group) => group !== "oncall");
  const ofOthers = others.flatMap((group) => personalWays.map((way) => `${way}:${group}`));
  const methods = [...wayNames, ...ofOthers];
  return methods.map((value) => ({ value, label: value }));
}

const severitySections = severities.toReversed().map(
  (severity): Section => ({
    name: severity,
    title: `${capital(severity)} alerts`,
    paths: [`sla.${severity}`],
    tiersOf: severity,
    settings: (text) => [
      {
        path: `sla.${severity}.enabled`,
        label: "Watched",
        kind: "flag",
        yes: "Yes",
        no: "No: nobody is told of these alerts",
      },
      {
        path: `sla.${severity}.highRisk`,
        label: "High-risk word found: tell at once",
        kind: "some",
        options: methodChoices(text),
      },
      {
        path: `sla.${severity}.repeat.times`,
        label: "Repeat the last tier, times",
        kind: "number",
        about: "0: never.",
      },
      { path: `sla.${severity}.repeat.every`, label: "Repeat every", kind: "text" },
      {
        path: `sla.${severity}.calendar`,
        label: "The clock runs",
        kind: "one",
        options: ["always", ...Object.keys(Object(valueAt(text, ["calendars"])))].map((name) => ({
          value: name,
          label: name === "always" ? "always" : `in the hours of ${name}`,
        })),
      },
    ],
  }),
);

const highRisk: Section = {
  name: "high-risk",
  title: "High-risk words",
  paths: ["highRisk"],
  settings: () => [
    {
      path: "highRisk.words",
      label: "Words",
      kind: "words",
      about: "One to a line; whole words, any case, in the title or an observable.",
    },
    { path: "highRisk.except", label: "Except in these phrases", kind: "words", about: "One to a line." },
    {
      path: "highRisk.severities",
      label: "Looked for in alerts of severity",
      kind: "some",
      options: severities.toReversed().map((value) => ({ value, label: value })),
    },
    {
      path: "highRisk.then",
      label: "After that",
      kind: "one",
      options: [
        { value: "continue", label: "the tiers go on at their own times" },
        { value: "stop", label: "nothing more is sent" },
      ],
    },
  ],
};

const general: Section = {
  name: "general",
  title: "Polling and limits",
  paths: ["poll", "ignoreFor", "acknowledgeFor", "storm", "limits"],
  settings: () => [
    {
      path: "poll.every",
      label: "Look at TheHive every",
      kind: "text",
      about: "Also the longest a new alert stays unseen.",
    },
    {
      path: "poll.maxAge",
      label: "Never tell of alerts older than",
      kind: "text",
      about: "off: however old they are.",
    },
    { path: "ignoreFor", label: "Ignore lasts", kind: "text" },
    { path: "acknowledgeFor", label: "I'm on it lasts", kind: "text" },
    {
      path: "storm.threshold",
      label: "Told one by one: at most",
      kind: "number",
      about: "More missed deadlines than that are told as one digest.",
    },
    { path: "storm.window", label: "… within", kind: "text" },
    { path: "limits.sms", label: "SMS to one person: at most", kind: "text", about: "Such as 5 per 15m." },
    { path: "limits.call", label: "Calls to one person: at most", kind: "text", about: "Such as 3 per 15m." },
  ],
};

const voice: Section = {
  name: "voice",
  title: "Phone calls",
  paths: ["voice"],
  settings: () => [
    { path: "voice.language", label: "Language", kind: "text", about: "Such as en-GB." },
    { path: "voice.repeat", label: "Say it, times", kind: "number" },
    { path: "voice.ringFor", label: "Let it ring for", kind: "text" },
    { path: "voice.retries", label: "Call again, times", kind: "number", about: "After nobody answered." },
  ],
};

const rights: Section = {
  name: "rights",
  title: "Who may change things",
  paths: ["admins", "responders"],
  settings: () => [
    {
      path: "admins",
      label: "Slack ids of users (U…) and user groups (S…)",
      kind: "words",
      about: "One to a line. Empty: admins and owners of this workspace.",
    },
    {
      path: "responders",
      label: "Who may answer alerts: users (U…), user groups (S…)",
      kind: "words",
      about: "One to a line. Empty: every full member of this workspace.",
    },
  ],
};

/** In the order in which they are shown: the most urgent first. */
export const sections: readonly Section[] = [...severitySections, highRisk, general, voice, rights];

/** The tiers of a severity as texts. */
export function tierTexts(text: Tree, severity: Severity): readonly { after: string; notify: string }[] {
  const tiers = valueAt(text, ["sla", severity, "tiers"]);
  return (Array.isArray(tiers) ? tiers : []).map((_, index) => {
    const path = ["sla", severity, "tiers", index];
    return {
      after: String(valueAt(text, [...path, "after"]) ?? ""),
      notify: stringsAt(text, [...path, "notify"]).join(", "),
    };
  });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
