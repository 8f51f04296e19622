import type { types } from "@slack/bolt";
import type { Origin } from "../../config/origins.ts";
import { type Tree, valueAt } from "../../config/tree.ts";
import { severities } from "../../sla/model.ts";
import type { Message } from "../blocks/fit.ts";
import { modal, plainObject, textSection } from "../blocks/modal.ts";
import { verbatimText } from "../blocks/text.ts";
import { modalActions } from "../ids/windows.ts";
import { fileOnlyLines } from "./file-only.ts";
import { isSeverity, methodWords, type Section, sections, tierTexts } from "./sections.ts";
import { originText, originUnder, stringsAt } from "./setting.ts";

/** The settings as they are, for looking at or for changing. */
interface SettingsNow {
  readonly text: Tree;
  readonly origins: ReadonlyMap<string, Origin>;
}

/** All settings at a glance, one button to each part for those who may change them. */
export function settingsSummary(
  { text, origins }: SettingsNow,
  { editable, note }: { editable: boolean; note?: Message | undefined },
): types.ModalView {
  return modal({
    title: "Settings",
    blocks: [
      ...(note?.blocks ?? []),
      ...sections.map((section) =>
        textSection(
          [headline(section, origins), ...linesOf(section, text)].join("\n"),
          editable ? changeButton(section) : undefined,
        ),
      ),
      textSection(
        [
          "*Changed in the settings file only*",
          ...fileOnlyLines(text).map((line) => verbatimText(line, 300)),
        ].join("\n"),
      ),
    ],
  });
}

/** When people are told, one line to each severity. */
export function settingsInShort(text: Tree, origins: ReadonlyMap<string, Origin>): readonly string[] {
  return sections.flatMap((section) => {
    if (section.tiersOf === undefined) return [];
    const severity = section.tiersOf;
    const isOff = valueAt(text, ["sla", severity, "enabled"]) === false;
    const tiers = tierTexts(text, severity).map(({ after, notify }) => `${after} ${notify}`);
    return [`${severity}: ${isOff ? "off" : tiers.join(" · ")}  ${originText[originOf(section, origins)]}`];
  });
}

function originOf({ paths }: Section, origins: ReadonlyMap<string, Origin>): Origin {
  const all = paths.map((path) => originUnder(origins, path));
  return (["slack", "environment", "file"] as const).find((one) => all.includes(one)) ?? "default";
}

function headline(section: Section, origins: ReadonlyMap<string, Origin>): string {
  return `*${section.title}*  ${originText[originOf(section, origins)]}`;
}

function linesOf({ name }: Section, text: Tree): readonly string[] {
  if (isSeverity(name)) return severityLines(name, text);
  const value = (...path: string[]) => verbatimText(String(valueAt(text, path) ?? "–"), 100);
  const list = (...path: string[]) => verbatimText(stringsAt(text, path).join(", ") || "none", 400);
  switch (name) {
    case "high-risk":
      return [
        `${list("highRisk", "words")}`,
        `not in: ${list("highRisk", "except")}`,
        `in alerts of: ${list("highRisk", "severities")}; ${valueAt(text, ["highRisk", "then"]) === "stop" ? "nothing more is sent after that" : "the tiers go on after that"}`,
      ];
    case "cases":
      return caseLines(text);
    case "general":
      return [
        `TheHive is read every ${value("poll", "every")}, alerts up to ${value("poll", "maxAge")} old`,
        ...(stringsAt(text, ["poll", "pause"]).length === 0
          ? []
          : [`The clock stands still in ${list("poll", "pause")}`]),
        `Ignore lasts ${value("ignoreFor")}, I'm on it ${value("acknowledgeFor")}`,
        `More than ${value("storm", "threshold")} in ${value("storm", "window")} are told as one digest`,
        `To one person at most: SMS ${value("limits", "sms")}, calls ${value("limits", "call")}`,
        `What nobody holds is listed every ${value("unattended", "every")}`,
        `Cards are worded in ${value("language")}`,
      ];
    case "rights":
      return [
        `Settings and duty: ${peopleLine(stringsAt(text, ["admins"]), "admins and owners of this workspace")}`,
        `Alerts: ${peopleLine(stringsAt(text, ["responders"]), "every full member of this workspace")}`,
      ];
    case "voice":
      return [
        `${value("voice", "language")}, said ${timesText(Number(value("voice", "repeat")))}`,
        `rings ${value("voice", "ringFor")}, tried again ${timesText(Number(value("voice", "retries")))}`,
      ];
  }
}

function severityLines(name: Parameters<typeof tierTexts>[1], text: Tree): readonly string[] {
  const at = (...path: string[]) => valueAt(text, ["sla", name, ...path]);
  if (at("enabled") === false) return ["off: nobody is told"];
  const tiers = tierTexts(text, name).map(({ after, notify }) => `${after}: ${notify}`);
  const risk = stringsAt(text, ["sla", name, "highRisk"]).map(methodWords).join(", ");
  const warned = stringsAt(text, ["sla", name, "warn", "notify"]).map(methodWords).join(", ");
  const calendar = String(at("calendar"));
  const times = Number(at("repeat", "times"));
  return [
    ...(warned === "" ? [] : [`${String(at("warn", "before"))} before the first: ${warned}`]),
    ...(tiers.length === 0 ? ["no tiers"] : tiers),
    ...(risk === "" ? [] : [`high risk: ${risk}`]),
    ...(times > 0 ? [`again every ${String(at("repeat", "every"))}, ${timesText(times)}`] : []),
    ...(calendar === "always" ? [] : [`clock runs in the hours of ${calendar}`]),
  ].map((line) => verbatimText(line, 300));
}

function caseLines(text: Tree): readonly string[] {
  const lines = severities.toReversed().flatMap((severity) => {
    const at = (...path: string[]) => valueAt(text, ["cases", severity, ...path]);
    if (at() === undefined) return [];
    const promised = ["assigned", "closed"].flatMap((step) => {
      const within = at(step);
      return within === undefined ? [] : [`${step} within ${String(within)}`];
    });
    const told = stringsAt(text, ["cases", severity, "notify"]).map(methodWords).join(", ");
    return [verbatimText(`${severity}: ${promised.join(", ")}, else ${told}`, 300)];
  });
  return lines.length === 0 ? ["not followed"] : lines;
}

function timesText(count: number): string {
  if (count === 1) return "once";
  if (count === 2) return "twice";
  return count === 0 ? "never" : `${count} times`;
}

function peopleLine(people: readonly string[], everybody: string): string {
  if (people.length === 0) return everybody;
  return people.map((id) => (id.startsWith("S") ? `<!subteam^${id}>` : `<@${id}>`)).join(", ");
}

function changeButton({ name, title }: Section): types.Button {
  return {
    type: "button",
    action_id: modalActions.openSection,
    text: plainObject("Change"),
    accessibility_label: `Change ${title}`,
    value: name,
  };
}
