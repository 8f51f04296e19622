import type { Origin } from "../../config/origins.ts";
import { parsePath, type Tree, valueAt } from "../../config/tree.ts";
import type { Severity } from "../../sla/model.ts";
import { type Entries, type Field, listOf, textOf } from "./fields.ts";
import { partFields, readPart } from "./optional-part.ts";
import type { Place, Reading } from "./reading.ts";
import { methodChoices, type Section, tierTexts } from "./sections.ts";
import { enteredValue, fieldOf, hintOf, originUnder, stringsAt } from "./setting.ts";

// Nobody has so many; Slack takes a hundred blocks.
const MOST_TIERS = 20;

/** The questions of one section, holding the values now and telling where each comes from. */
export function sectionFields(
  section: Section,
  text: Tree,
  origins: ReadonlyMap<string, Origin>,
): readonly Field[] {
  const fields = section
    .settings(text)
    .map((setting) =>
      fieldOf(setting, valueAt(text, parsePath(setting.path) ?? []), originUnder(origins, setting.path)),
    );
  const ofParts = section.parts.flatMap((part) => partFields(part, text, origins, methodChoices(text)));
  if (section.tiersOf === undefined) return [...fields, ...ofParts];
  const origin = originUnder(origins, tiersPath(section.tiersOf));
  return [
    ...fields.slice(0, 1),
    ...tierFields(section.tiersOf, text, origin),
    ...ofParts,
    ...fields.slice(1),
  ];
}

/** What was filled in. Tiers without a time are taken out, the others close up; so are rules without one. */
export function readSection(section: Section, entries: Entries, text: Tree): Reading {
  const settings = section.settings(text).filter(({ path }) => entries.has(path));
  const more = [
    ...(section.tiersOf === undefined ? [] : [readTiers(section.tiersOf, entries, text)]),
    ...section.parts.map((part) => readPart(part, entries, text)),
  ];
  return {
    values: Object.assign(
      Object.fromEntries(settings.map((setting) => [setting.path, enteredValue(setting, entries)])),
      ...more.map(({ values }) => values),
    ),
    places: [...settings.map(({ path }): Place => [path, path]), ...more.flatMap(({ places }) => places)],
  };
}

function tierFields(severity: Severity, text: Tree, origin: Origin | undefined): Field[] {
  const tiers = tierTexts(text, severity).slice(0, MOST_TIERS);
  const asked = tiers.length < MOST_TIERS ? [...tiers, undefined] : tiers;
  return asked.flatMap((tier, index): Field[] => {
    const path = tierPath(severity, index);
    const about = tier === undefined ? "A further tier, if you want one." : "Empty: take this tier out.";
    return [
      {
        id: `${path}.after`,
        label: `Tier ${index + 1}: after`,
        kind: "text",
        optional: true,
        value: tier?.after ?? "",
        placeholder: "such as 45m or 1h30m",
        hint: hintOf(about, tier === undefined ? undefined : origin),
      },
      {
        id: `${path}.notify`,
        label: `Tier ${index + 1}: tell`,
        kind: "some",
        optional: tier === undefined,
        value: stringsAt(text, ["sla", severity, "tiers", index, "notify"]),
        options: methodChoices(text),
      },
    ];
  });
}

function readTiers(severity: Severity, entries: Entries, text: Tree): Reading {
  const before = valueAt(text, ["sla", severity, "tiers"]);
  const current: readonly unknown[] = Array.isArray(before) ? before : [];
  const places: Place[] = [];
  const tiers: unknown[] = [];
  let asked = 0;
  for (; entries.has(`${tierPath(severity, asked)}.after`); asked += 1) {
    const field = tierPath(severity, asked);
    const after = textOf(entries, `${field}.after`);
    const notify = [...listOf(entries, `${field}.notify`)];
    // Of a new tier the time may have been forgotten; of an old one it was taken away.
    if (after === "" && (asked < current.length || notify.length === 0)) continue;
    const path = tierPath(severity, tiers.length);
    places.push([`${path}.after`, `${field}.after`], [`${path}.notify`, `${field}.notify`]);
    tiers.push({ after, notify });
  }
  if (asked === 0) return { values: {}, places };
  return { values: { [tiersPath(severity)]: [...tiers, ...current.slice(asked)] }, places };
}

function tiersPath(severity: Severity): string {
  return `sla.${severity}.tiers`;
}

function tierPath(severity: Severity, index: number): string {
  return `${tiersPath(severity)}[${index}]`;
}
