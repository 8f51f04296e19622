import { describe, expect, test } from "vitest";
import { Calendar } from "../../src/sla/calendar.ts";
import type { Alert } from "../../src/sla/model.ts";
import { isOpen, policyFor, type Rules } from "../../src/sla/policy.ts";
import { alert, policy, rules } from "./fixtures.ts";

type Match = Rules["routes"][number]["match"];

const mine = policy({ highRisk: [] });
const routed = (match: Match, rest: object = { policy: mine }) => rules({ routes: [{ match, ...rest }] });

describe("the policy of an alert", () => {
  test("is its severity's, around the clock, in the usual channel", () => {
    const low = policy({ enabled: false });
    expect(policyFor(alert({ severity: "low" }), rules({}, { low }))).toStrictEqual({
      policy: low,
      name: "low",
      hours: undefined,
    });
  });

  test("keeps the hours of the calendar it names", () => {
    const office = Calendar.parse({ timezone: "UTC", hours: { "mon-fri": "09:00-17:00" } });
    const high = policy({ calendar: "office" });
    expect(policyFor(alert(), rules({ calendars: { office } }, { high })).hours).toBe(office);
  });

  test("is a route's own, called by the route's place", () => {
    const given = rules({ routes: [{ match: { type: ["mail"] } }, { match: {}, policy: mine }] });
    expect(policyFor(alert(), given)).toStrictEqual({ policy: mine, name: "routes[1]", hours: undefined });
  });

  test("is another severity's when a route names that", () => {
    const low = policy({ enabled: false });
    const given = rules({ routes: [{ match: {}, policy: "low" }] }, { low });
    expect(policyFor(alert(), given)).toStrictEqual({ policy: low, name: "low", hours: undefined });
  });

  test("is still its severity's when a route only names a channel", () => {
    const found = policyFor(alert(), routed({}, { channel: "C9" }));
    expect(found).toMatchObject({ name: "high", channel: "C9" });
  });

  test("is by the first route that matches", () => {
    const given = rules({
      routes: [
        { match: {}, channel: "C1" },
        { match: {}, channel: "C2", policy: mine },
      ],
    });
    expect(policyFor(alert(), given)).toMatchObject({ name: "high", channel: "C1" });
  });
});

describe("a route", () => {
  const fields = { site: "Paris", count: 3 };
  test.each<[rule: string, match: Match, alert: Partial<Alert>, matches: boolean]>([
    ["without a match takes everything", {}, {}, true],
    ["matches a tag", { tags: ["ot"] }, { tags: ["it", "ot"] }, true],
    ["matches any of its tags", { tags: ["ot", "it"] }, { tags: ["it"] }, true],
    ["matches in any case", { tags: ["OT"] }, { tags: ["ot"] }, true],
    ["does not match a part of a tag", { tags: ["ot"] }, { tags: ["robot"] }, false],
    ["with tags does not match an alert without", { tags: ["ot"] }, {}, false],
    ["without any tag in its list matches nothing", { tags: [] }, { tags: ["ot"] }, false],
    ["matches a type", { type: ["siem"] }, {}, true],
    ["does not match another type", { type: ["mail"] }, {}, false],
    ["matches a source", { source: ["Wazuh"] }, {}, true],
    ["does not match another source", { source: ["splunk"] }, {}, false],
    ["matches a severity", { severity: ["low", "high"] }, {}, true],
    ["does not match another severity", { severity: ["low"] }, {}, false],
    ["matches a custom field", { customField: { site: ["paris"] } }, { customFields: fields }, true],
    [
      "matches a custom field that is a number",
      { customField: { count: ["3"] } },
      { customFields: fields },
      true,
    ],
    ["does not match another value", { customField: { site: ["london"] } }, { customFields: fields }, false],
    ["does not match a field that is not there", { customField: { site: ["paris"] } }, {}, false],
    ["matches a field that is not there when that is asked for", { customField: { site: [""] } }, {}, true],
    [
      "wants every field it names",
      { customField: { site: ["paris"], count: ["4"] } },
      { customFields: fields },
      false,
    ],
    ["wants every key it gives", { type: ["siem"], source: ["splunk"] }, {}, false],
    ["wants the tags besides the severity", { tags: ["ot"], severity: ["high"] }, {}, false],
    ["wants the severity besides the tags", { tags: ["ot"], severity: ["low"] }, { tags: ["ot"] }, false],
    ["wants the custom field besides the rest", { type: ["siem"], customField: { site: ["x"] } }, {}, false],
  ])("%s", (_, match, changes, matches) => {
    expect(policyFor(alert(changes), routed(match)).name).toBe(matches ? "routes[0]" : "high");
  });
});

describe("an alert waits", () => {
  test.each<[rule: string, alert: Partial<Alert>, open: string[], waits: boolean]>([
    ["in a stage that counts", { stage: "new", status: "Odd" }, ["New"], true],
    ["in a status that counts", { stage: "in-progress", status: "Pending" }, ["Pending"], true],
    ["in any of those that count", { stage: "in-progress", status: "Pending" }, ["New", "Pending"], true],
    [
      "in a stage of two words, however they are written",
      { stage: "in-progress", status: "Odd" },
      ["In Progress"],
      true,
    ],
    ["in a stage written with a dash", { stage: "in-progress", status: "Odd" }, ["in-progress"], true],
    ["in a status, whatever its case", { stage: "closed", status: "UPDATED" }, ["updated"], true],
    ["not in another", { stage: "closed", status: "Ignored" }, ["New", "Pending"], false],
    ["nowhere when nothing counts", {}, [], false],
    ["not when it has a case, whatever its stage says", { caseId: "~9" }, ["New"], false],
    [
      "not when it is imported, even if that counts",
      { stage: "imported", status: "Imported" },
      ["Imported", "New"],
      false,
    ],
  ])("%s", (_, changes, open, waits) => {
    expect(isOpen(alert(changes), open)).toBe(waits);
  });
});
