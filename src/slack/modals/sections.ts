import { type Tree, valueAt } from "../../config/tree.ts";
import { personalWays, wayNames } from "../../oncall/ways.ts";
import { type Severity, severities } from "../../sla/model.ts";
import type { Choice } from "./fields.ts";
import type { OptionalPart } from "./optional-part.ts";
import { type Setting, setting, stringsAt } from "./setting.ts";

/** The parts into which the settings are cut, each small enough for a form on a phone. */
export const sectionNames = [
  ...severities.toReversed(),
  "high-risk",
  "cases",
  "general",
  "voice",
  "rights",
] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Section {
  readonly name: SectionName;
  /** Fits above a window: 24 characters. */
  readonly title: string;
  /** The paths that belong to it, for putting them back. */
  readonly paths: readonly string[];
  /** Whose tiers it asks for, before everything but the first setting. */
  readonly tiersOf?: Severity;
  /** Rules that need not be there; asked for after the tiers, or last. */
  readonly parts: readonly OptionalPart[];
  settings(text: Tree): readonly Setting[];
}

export function sectionOf(name: string | undefined): Section | undefined {
  return sections.find((section) => section.name === name);
}

export function isSeverity(name: string): name is Severity {
  return severities.some((severity) => severity === name);
}

/** The methods that can be chosen, as the settings write them; the group `oncall` first, then the others there are. */
export function methodChoices(text: Tree): readonly Choice[] {
  const groups = Object.keys(Object(valueAt(text, ["groups"])));
  const others = groups.filter((group) => group !== "oncall");
  const ofOthers = others.flatMap((group) => personalWays.map((way) => `${way}:${group}`));
  return [...wayNames, ...ofOthers].map((value) => ({ value, label: methodWords(value) }));
}

/** A method as people say it: `SMS to seniors`. */
export function methodWords(method: string): string {
  const [via = "", group = "oncall"] = method.split(":");
  const way = Object.hasOwn(methodNames, via) ? methodNames[via] : undefined;
  if (way === undefined) return method;
  return via === "slack" ? way : `${way} to ${group}`;
}

const methodNames: Readonly<Record<string, string>> = {
  slack: "Slack channel",
  sms: "SMS",
  call: "Call",
  dm: "Direct message",
};

const severityOptions = severities.toReversed().map((value) => ({ value, label: value }));

const severitySections = severities.toReversed().map(
  (severity): Section => ({
    name: severity,
    title: `${capital(severity)} alerts`,
    paths: [`sla.${severity}`],
    tiersOf: severity,
    parts: [{ path: `sla.${severity}.warn`, times: ["before"], none: "nobody is warned" }],
    settings: (text) => [
      setting(`sla.${severity}.enabled`, {
        kind: "flag",
        yes: "Yes",
        no: "No: nobody is told of these alerts",
      }),
      setting(`sla.${severity}.highRisk`, { kind: "some", options: methodChoices(text) }),
      setting(`sla.${severity}.repeat.times`, { kind: "number" }),
      setting(`sla.${severity}.repeat.every`, { kind: "text" }),
      setting(`sla.${severity}.calendar`, {
        kind: "one",
        options: ["always", ...Object.keys(Object(valueAt(text, ["calendars"])))].map((name) => ({
          value: name,
          label: name === "always" ? "always" : `in the hours of ${name}`,
        })),
      }),
    ],
  }),
);

const highRisk: Section = {
  name: "high-risk",
  title: "High-risk words",
  paths: ["highRisk"],
  parts: [],
  settings: () => [
    setting("highRisk.words", { kind: "words" }),
    setting("highRisk.except", { kind: "words" }),
    setting("highRisk.severities", { kind: "some", options: severityOptions }),
    setting("highRisk.then", {
      kind: "one",
      options: [
        { value: "continue", label: "the tiers go on at their own times" },
        { value: "stop", label: "nothing more is sent" },
      ],
    }),
  ],
};

const cases: Section = {
  name: "cases",
  title: "Cases after promotion",
  paths: ["cases"],
  parts: severities.toReversed().map((severity) => ({
    path: `cases.${severity}`,
    times: ["assigned", "closed"],
    of: `${capital(severity)}: `,
    none: "not promised",
  })),
  settings: () => [],
};

const general: Section = {
  name: "general",
  title: "Reading and limits",
  paths: ["poll", "ignoreFor", "acknowledgeFor", "storm", "limits", "unattended", "readiness", "language"],
  parts: [],
  settings: () => [
    setting("poll.every", { kind: "text" }),
    setting("poll.maxAge", { kind: "text" }),
    setting("poll.pause", { kind: "words" }),
    setting("ignoreFor", { kind: "text" }),
    setting("acknowledgeFor", { kind: "text" }),
    setting("unattended.every", { kind: "text" }),
    setting("readiness.at", { kind: "text" }),
    setting("readiness.test", { kind: "text" }),
    setting("language", { kind: "text" }),
    setting("storm.threshold", { kind: "number" }),
    setting("storm.window", { kind: "text" }),
    setting("limits.sms", { kind: "text" }),
    setting("limits.call", { kind: "text" }),
  ],
};

const voice: Section = {
  name: "voice",
  title: "Phone calls",
  paths: ["voice"],
  parts: [],
  settings: () => [
    setting("voice.language", { kind: "text" }),
    setting("voice.repeat", { kind: "number" }),
    setting("voice.ringFor", { kind: "text" }),
    setting("voice.retries", { kind: "number" }),
    setting("voice.machineDetection", { kind: "flag", yes: "counts as nobody", no: "counts as answered" }),
  ],
};

const rights: Section = {
  name: "rights",
  title: "Who may do what",
  paths: ["admins", "responders"],
  parts: [],
  settings: () => [setting("admins", { kind: "words" }), setting("responders", { kind: "words" })],
};

/** In the order in which they are shown: the most urgent first. */
export const sections: readonly Section[] = [...severitySections, highRisk, cases, general, voice, rights];

/** The tiers of a severity as people read them. */
export function tierTexts(text: Tree, severity: Severity): readonly { after: string; notify: string }[] {
  const tiers = valueAt(text, ["sla", severity, "tiers"]);
  return (Array.isArray(tiers) ? tiers : []).map((_, index) => {
    const path = ["sla", severity, "tiers", index];
    return {
      after: String(valueAt(text, [...path, "after"]) ?? ""),
      notify: stringsAt(text, [...path, "notify"])
        .map(methodWords)
        .join(", "),
    };
  });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
