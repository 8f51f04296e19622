import { expect, test } from "vitest";
import { z } from "zod";
import { Settings } from "../../../src/config/settings.ts";
import { forms } from "../../../src/slack/ids/windows.ts";
import { fileOnlyLines } from "../../../src/slack/modals/file-only.ts";
import { formView } from "../../../src/slack/modals/form-view.ts";
import { sectionFields } from "../../../src/slack/modals/section-fields.ts";
import { sectionOf, sections } from "../../../src/slack/modals/sections.ts";
import { settingsSummary } from "../../../src/slack/modals/settings-summary.ts";
import { expectGoldenModal } from "./golden-view.ts";
import { team, teamSettings } from "./settings.ts";

const changed = teamSettings(undefined, {
  "sla.critical.tiers": [{ after: "10m", notify: ["slack", "call"] }],
  "sla.low.enabled": false,
});

test("the settings at a glance, the most urgent first", async () => {
  await expectGoldenModal("settings-summary", settingsSummary(changed, { editable: true }));
});

test("what promises to others is there too, and where it is changed", async () => {
  const warn = { before: "5m", notify: ["slack", "dm"] };
  const promising = teamSettings(
    {
      ...team,
      poll: { pause: ["Waiting for customer"] },
      sla: { high: { warn } },
      cases: { high: { assigned: "15m", notify: ["slack"] } },
      reports: [{ every: "mon 08:00", since: "7d", target: "95%" }],
      disclosure: { red: { slack: "title" }, pap: { amber: { sms: "number" } } },
      writeBack: { customField: "sla <!channel>" },
      routes: [{ match: { tags: ["phishing"] }, channel: "C024BE91M" }],
    },
    {},
  );
  await expectGoldenModal("settings-summary-promises", settingsSummary(promising, { editable: true }));
});

test("who may not change them sees the same without buttons", () => {
  const view = settingsSummary(changed, { editable: false });
  expect(JSON.stringify(view)).not.toContain("button");
});

test.each(sections.map(({ name }) => name))("the form of %s", async (name) => {
  const section = sectionOf(name);
  if (section === undefined) throw new Error("no section");
  const view = formView({
    form: forms.section,
    title: section.title,
    state: { revision: 3, name },
    fields: sectionFields(section, changed.text, changed.origins),
  });
  await expectGoldenModal(`settings-${name}`, view);
});

test("every leaf of a section's settings is asked for in one form only", () => {
  const paths = sections.flatMap((section) => section.settings(changed.text).map(({ path }) => path));
  expect(new Set(paths).size).toBe(paths.length);
});

test("every setting is changed in one form or window, or shown as the file's", () => {
  const ofForms = sections.flatMap((section) => [
    ...section.settings(changed.text).map(({ path }) => path),
    ...section.parts.flatMap(({ path, times }) => [...times, "notify"].map((key) => `${path}.${key}`)),
    ...(section.tiersOf === undefined ? [] : [`sla.${section.tiersOf}.tiers`]),
  ]);
  const ofWindows = ["people", "groups"];
  const ofFile = fileOnlyLines(changed.text).map((line) => /\(([\w.]+)\): /.exec(line)?.[1] ?? line);
  const all = [...ofForms, ...ofWindows, ...ofFile];
  const wholes = new Set(ofFile);
  const paths = settingPaths(Settings, "").map((path) => {
    const [top = path] = path.split(".");
    return wholes.has(top) ? top : path;
  });
  const sorted = (names: Iterable<string>) => [...names].sort((one, other) => one.localeCompare(other));
  expect(sorted(all)).toEqual(sorted(new Set(paths)));
});

/** `poll.every`: all that may be in a settings file, down to lists, and what is keyed by names. */
function settingPaths(schema: unknown, path: string): string[] {
  if (schema instanceof z.ZodOptional) return settingPaths(schema.unwrap(), path);
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([key, inner]) =>
    settingPaths(inner, path === "" ? key : `${path}.${key}`),
  );
}
