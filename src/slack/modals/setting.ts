import { described } from "../../config/described.ts";
import type { Origin } from "../../config/origins.ts";
import { type Path, pathText, type Tree, valueAt } from "../../config/tree.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { sentence } from "../blocks/text.ts";
import { type Choice, type Entries, type Field, listOf, textOf } from "./fields.ts";

/** One value of the settings as a form asks for it. */
export type Setting = Readonly<{ path: string; label: string; about?: string } & Shape>;

/** How a value is asked for. */
type Shape =
  | { kind: "text" | "number" | "words" }
  | { kind: "flag"; yes: string; no: string }
  | { kind: "one" | "some"; options: readonly Choice[] };

/** A value asked for in the words that stand beside its schema. */
export function setting(path: string, shape: Shape): Setting {
  const { title, description } = described(path);
  const lines = shape.kind === "words" ? " One to a line." : "";
  // What its choices say for themselves is not said twice.
  const about = shape.kind === "flag" ? {} : { about: `${sentence(description)}.${lines}` };
  return { path, label: title, ...about, ...shape };
}

/** The field of a setting, holding its value now. */
export function fieldOf(setting: Setting, value: unknown, origin: Origin | undefined): Field {
  const { path, label, about } = setting;
  const common = { id: path, label, hint: hintOf(about, origin) };
  switch (setting.kind) {
    case "text":
      return { ...common, kind: "text", value: String(value ?? "") };
    case "number":
      return { ...common, kind: "number", value: String(value ?? "") };
    case "words":
      return { ...common, kind: "text", long: true, optional: true, value: strings(value).join("\n") };
    case "flag":
      return {
        ...common,
        kind: "one",
        value: value === true ? "yes" : "no",
        options: [
          { value: "yes", label: setting.yes },
          { value: "no", label: setting.no },
        ],
      };
    case "one":
      return { ...common, kind: "one", value: String(value ?? ""), options: setting.options };
    case "some":
      return { ...common, kind: "some", optional: true, value: strings(value), options: setting.options };
    default:
      return unreachable(setting);
  }
}

/** The value that was entered, in the text form of the settings; what cannot be read is left as it was typed. */
export function enteredValue({ kind, path }: Setting, entries: Entries): unknown {
  switch (kind) {
    case "text":
    case "one":
      return textOf(entries, path);
    case "number": {
      const text = textOf(entries, path);
      const number = Number(text);
      return text === "" || Number.isNaN(number) ? text : number;
    }
    case "flag":
      return textOf(entries, path) === "yes";
    case "words":
    case "some":
      return [...listOf(entries, path)];
    default:
      return unreachable(kind);
  }
}

/** Says what a field means and where its value comes from. */
export function hintOf(about: string | undefined, origin: Origin | undefined): string {
  return [about, origin === undefined ? undefined : originText[origin]]
    .filter((part) => part !== undefined)
    .join(" ");
}

export const originText: Readonly<Record<Origin, string>> = {
  default: "(default)",
  file: "(from the file)",
  environment: "(from the environment)",
  slack: "(changed in Slack)",
};

/** Where a value or what is in it comes from; of several the one that counts most. */
export function originUnder(origins: ReadonlyMap<string, Origin>, path: string): Origin | undefined {
  const found = [...origins].filter(([key]) => isUnder(key, path)).map(([, origin]) => origin);
  return strongestFirst.find((origin) => found.includes(origin));
}

const strongestFirst: readonly Origin[] = ["slack", "environment", "file", "default"];

/** A list of texts at a place of the settings. */
export function stringsAt(text: Tree, path: Path): string[] {
  return strings(valueAt(text, path));
}

/** `sla.high` is above `sla.high.tiers`, and not above `sla.highest`. */
export function isUnder(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}

/** The path of an entry of a list or mapping. */
export function pathOf(...path: Path): string {
  return pathText(path);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
