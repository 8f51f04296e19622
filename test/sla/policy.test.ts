import { describe, expect, test } from "vitest";
import { minutes } from "../../src/lib/time.ts";
import { Calendar } from "../../src/sla/calendar.ts";
import type { Alert } from "../../src/sla/model.ts";
import { isOpen, methodsOf, policyFor, type Rules } from "../../src/sla/policy.ts";
import { alert, policy, rules } from "./fixtures.ts";

test.each<[rule: string, parts: Partial<Alert>, open: string[], isWaiting: boolean]>([
  [
    "a status with a dash waits when it is named so",
    { stage: "in-progress", status: "On-Hold" },
    ["New", "On-Hold"],
    true,
  ],
  ["and when it is named without", { stage: "in-progress", status: "On-Hold" }, ["onhold"], true],
  ["and with a blank", { stage: "in-progress", status: "OnHold" }, ["On Hold"], true],
  [
    "a stage is known in TheHive's spelling",
    { stage: "in-progress", status: "Pending" },
    ["InProgress"],
    true,
  ],
  ["and in ours", { stage: "in-progress", status: "Pending" }, ["in progress"], true],
  [
    "a status in another alphabet waits in any case",
    { stage: "new", status: "ΑΝΟΙΚΤΌΣ" },
    ["ανοικτός"],
    true,
  ],
  [
    "a status composed otherwise waits",
    { stage: "in-progress", status: "Re\u0301ouvert" },
    ["RÉOUVERT"],
    true,
  ],
  ["what is not named does not", { stage: "in-progress", status: "On-Hold" }, ["New"], false],
  ["what is imported never does", { stage: "imported", status: "Imported" }, ["Imported"], false],
  ["what has a case never does", { stage: "new", status: "New", caseId: "~1" }, ["New"], false],
])("%s", (_rule, parts, open, isWaiting) => {
  expect(isOpen(alert(parts), open)).toBe(isWaiting);
});

describe("routes", () => {
  const channelOf = (match: Rules["routes"][number]["match"], parts: Partial<Alert>) =>
    policyFor(alert(parts), rules({ routes: [{ match, channel: "#there" }] })).channel;

  test.each<[rule: string, match: Rules["routes"][number]["match"], parts: Partial<Alert>, isTaken: boolean]>(
    [
      ["a tag matches in any case", { tags: ["VIP"] }, { tags: ["x", "vip"] }, true],
      ["a tag matches composed otherwise", { tags: ["déni"] }, { tags: ["de\u0301ni"] }, true],
      ["a source matches with a sharp s", { source: ["STRASSE"] }, { source: "Straße" }, true],
      ["values are compared whole", { type: ["phish"] }, { type: "phishing" }, false],
      ["every key must match", { tags: ["vip"], type: ["phish"] }, { tags: ["vip"], type: "siem" }, false],
      [
        "a custom field is found in any case",
        { customField: { Unit: ["bank"] } },
        { customFields: { unit: "BANK" } },
        true,
      ],
      [
        "a custom field may be a number",
        { customField: { unit: ["7"] } },
        { customFields: { unit: 7 } },
        true,
      ],
      ["a custom field that is not there is empty", { customField: { unit: [""] } }, {}, true],
      [
        "what every object has is no custom field",
        { customField: { constructor: ["function Object() { [native code] }"] } },
        {},
        false,
      ],
      ["no key at all matches everything", {}, {}, true],
    ],
  )("%s", (_rule, match, parts, isTaken) => {
    expect(channelOf(match, parts) !== undefined).toBe(isTaken);
  });

  test("the first that matches wins", () => {
    const routes = [
      { match: { type: ["x"] }, channel: "#x" },
      { match: {}, channel: "#a" },
      { match: {}, channel: "#b" },
    ];
    expect(policyFor(alert(), rules({ routes })).channel).toBe("#a");
  });

  test("a severity's policy, or a policy of its own, stands in", () => {
    const critical = policy({ enabled: false });
    const own = policy({ calendar: "office" });
    expect(
      policyFor(alert(), rules({ routes: [{ match: {}, policy: "critical" }] }, { critical })),
    ).toMatchObject({
      policy: critical,
      name: "critical",
    });
    expect(policyFor(alert(), rules({ routes: [{ match: {}, policy: own }] }))).toMatchObject({
      policy: own,
      name: "routes[0]",
    });
  });
});

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

test.each([
  [1, [{ via: "slack" }, { via: "sms", group: "oncall" }]],
  ["high-risk", [{ via: "call", group: "oncall" }]],
  ["at-risk", [{ via: "dm", group: "oncall" }]],
  [4, []],
] as const)("people are told of rung %s as its policy says", (tier, methods) => {
  const rungs = policy({
    tiers: [{ after: minutes(30), notify: [{ via: "slack" }, { via: "sms", group: "oncall" }] }],
    highRisk: [{ via: "call", group: "oncall" }],
    warn: { before: minutes(5), notify: [{ via: "dm", group: "oncall" }] },
  });
  expect(methodsOf(rungs, tier)).toEqual(methods);
});

test("of a warning that nobody asks for nobody is told", () => {
  expect(methodsOf(policy(), "at-risk")).toEqual([]);
});
