import { described } from "../../config/described.ts";
import type { Origin } from "../../config/origins.ts";
import { parsePath, type Tree, valueAt } from "../../config/tree.ts";
import { sentence } from "../blocks/text.ts";
import { type Choice, type Entries, type Field, listOf, textOf } from "./fields.ts";
import type { Reading } from "./reading.ts";
import { hintOf, originUnder, stringsAt } from "./setting.ts";

/** A rule that is there as a whole or not at all: times, at least one, and how people are told. */
export interface OptionalPart {
  /** `sla.high.warn`. */
  readonly path: string;
  /** Its keys that hold a time; next to them there is `notify`. */
  readonly times: readonly string[];
  /** Before each label, where a form has several of its kind. */
  readonly of?: string;
  /** What it means when no time is given. */
  readonly none: string;
}

export function partFields(
  { path, times, of = "", none }: OptionalPart,
  text: Tree,
  origins: ReadonlyMap<string, Origin>,
  options: readonly Choice[],
): readonly Field[] {
  const at = parsePath(path) ?? [];
  const origin = originUnder(origins, path);
  const about = (key: string) => described(`${path}.${key}`);
  return [
    ...times.map((key): Field => {
      const { title, description } = about(key);
      const hint = hintOf(`${sentence(description)}. Empty: ${none}.`, origin);
      const value = String(valueAt(text, [...at, key]) ?? "");
      const common = { id: `${path}.${key}`, label: `${of}${title}`, optional: true, value, hint };
      return { ...common, kind: "text", placeholder: "such as 5m" };
    }),
    {
      id: `${path}.notify`,
      label: `${of}${about("notify").title}`,
      kind: "some",
      optional: true,
      value: stringsAt(text, [...at, "notify"]),
      options,
      hint: `${sentence(about("notify").description)}.`,
    },
  ];
}

/** What was filled in; without a time the whole part is taken out. */
export function readPart({ path, times }: OptionalPart, entries: Entries, text: Tree): Reading {
  const asked = times.map((key) => [key, `${path}.${key}`] as const);
  if (!asked.every(([, field]) => entries.has(field))) return { values: {}, places: [] };
  const given = asked.map(([key, field]) => [key, textOf(entries, field)]).filter(([, time]) => time !== "");
  const notify = [...listOf(entries, `${path}.notify`)];
  const isThere = valueAt(text, parsePath(path) ?? []) !== undefined;
  // Of a new one the time may have been forgotten; of an old one it was taken away.
  const isNone = given.length === 0 && (isThere || notify.length === 0);
  return {
    values: { [path]: isNone ? null : { ...Object.fromEntries(given), notify } },
    places: [path, ...times.map((key) => `${path}.${key}`), `${path}.notify`].map((place) => [
      place,
      place === path ? `${path}.${times[0]}` : place,
    ]),
  };
}
