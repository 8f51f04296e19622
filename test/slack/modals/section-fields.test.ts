import { expect, test } from "vitest";
import { Block } from "../../../sandbox/slack/block-kit/blocks.ts";
import { initialValues } from "../../../sandbox/slack/people/input-values.ts";
import { fieldBlock, readEntries } from "../../../src/slack/modals/fields.ts";
import { changesIn, errorsFor } from "../../../src/slack/modals/reading.ts";
import { readSection, sectionFields } from "../../../src/slack/modals/section-fields.ts";
import { type SectionName, sectionOf, sections } from "../../../src/slack/modals/sections.ts";
import { teamSettings } from "./settings.ts";

function section(name: SectionName) {
  const found = sectionOf(name);
  if (found === undefined) throw new Error("no such section");
  return found;
}

/** What Slack hands back of a form that nobody touched. */
function untouched(name: SectionName, settings = teamSettings()) {
  const fields = sectionFields(section(name), settings.text, settings.origins);
  return readEntries(initialValues(fields.map((field) => Block.parse(fieldBlock(field, 1)))));
}

test.each(sections.map(({ name }) => name))("a form of %s that nobody touched changes nothing", (name) => {
  const { text } = teamSettings();
  expect(changesIn(readSection(section(name), untouched(name), text), text)).toEqual({});
});

test("what a form could not show stays as it is", () => {
  const words = Array.from({ length: 500 }, (_, i) => `LONGWORD${i}`);
  const settings = teamSettings(undefined, { "highRisk.words": words });
  const entries = untouched("high-risk", settings);
  expect(entries.has("highRisk.words")).toBe(false);
  expect(changesIn(readSection(section("high-risk"), entries, settings.text), settings.text)).toEqual({});
});

test("tiers beyond those that a form shows stay", () => {
  const tiers = Array.from({ length: 25 }, (_, i) => ({ after: `${i + 1}m`, notify: ["slack"] }));
  const settings = teamSettings(undefined, { "sla.low.tiers": tiers });
  const entries = new Map([...untouched("low", settings), ["sla.low.tiers[0].after", ""] as const]);
  expect(changesIn(readSection(section("low"), entries, settings.text), settings.text)).toEqual({
    "sla.low.tiers": tiers.slice(1),
  });
});

test("a fault of a tier that moved up is shown where it was typed", () => {
  const { text } = teamSettings();
  const entries = new Map([
    ...untouched("low"),
    ["sla.low.tiers[0].after", ""] as const,
    ["sla.low.tiers[2].after", "soon"] as const,
  ]);
  const reading = readSection(section("low"), entries, text);
  const problem = { path: "sla.low.tiers[1].after", found: '"soon"', expected: "a duration" };
  expect(errorsFor([problem], reading, 1)).toEqual({
    "sla.low.tiers[2].after@1": 'Expected a duration; found "soon".',
  });
});

const warned = { before: "5m", notify: ["slack"] };

test.each<[what: string, before: object | undefined, entered: [string, string[]], value: object | null]>([
  ["none, left as it is", undefined, ["", []], null],
  ["a new one", undefined, ["5m", ["slack"]], warned],
  ["a new one without its time", undefined, ["", ["slack"]], { notify: ["slack"] }],
  ["another time", warned, ["2m", ["slack", "sms"]], { before: "2m", notify: ["slack", "sms"] }],
  ["one that is taken out", warned, ["", ["slack"]], null],
  ["one that tells nobody", warned, ["5m", []], { before: "5m", notify: [] }],
])("a warning: %s", (_what, before, [after, notify], value) => {
  const settings = teamSettings(undefined, before === undefined ? {} : { "sla.high.warn": before });
  const entries = new Map([
    ...untouched("high", settings),
    ["sla.high.warn.before", after] as const,
    ["sla.high.warn.notify", notify] as const,
  ]);
  const changes = changesIn(readSection(section("high"), entries, settings.text), settings.text);
  const isChanged = JSON.stringify(before ?? null) !== JSON.stringify(value);
  expect(changes).toEqual(isChanged ? { "sla.high.warn": value } : {});
});

test("a fault that no field asks for is shown under the first, with its place", () => {
  const { text } = teamSettings();
  const reading = readSection(section("voice"), untouched("voice"), text);
  const problem = { path: "groups.oncall.members[0]", found: "bob", expected: "somebody" };
  expect(errorsFor([problem], reading, 1)).toEqual({
    "voice.language@1": "groups.oncall.members[0]: Expected somebody; found bob.",
  });
});
