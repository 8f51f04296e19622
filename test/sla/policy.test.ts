import { describe, expect, test } from "vitest";
import type { Alert } from "../../src/sla/model.ts";
import { isOpen, policyFor, type Rules } from "../../src/sla/policy.ts";
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
