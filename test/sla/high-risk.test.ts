import { expect, test } from "vitest";
import { findHighRisk } from "../../src/sla/high-risk.ts";
import type { Alert, HighRiskRule } from "../../src/sla/model.ts";
import { alert } from "./fixtures.ts";

const rule: HighRiskRule = {
  words: ["CRITICAL", "URGENT", "FAIL OVER"],
  except: ["non-critical", "not urgent"],
  severities: ["medium"],
  then: "continue",
};
const found = (word: string, where = "title") => ({ word, where });

test.each<[rule: string, alert: Partial<Alert>, expected: { word: string; where: string } | undefined]>([
  ["finds a word in the title", { title: "CRITICAL: backup stopped" }, found("CRITICAL")],
  ["finds it in any case", { title: "an Urgent matter" }, found("URGENT")],
  ["finds only whole words", { title: "criticality review, hypercritical" }, undefined],
  ["takes a hyphen as the end of a word", { title: "mission-critical host" }, found("CRITICAL")],
  ["takes an underscore as part of a word", { title: "non_critical_host" }, undefined],
  ["knows letters of other scripts as letters", { title: "критиCRITICAL" }, undefined],
  ["does not count a word inside an exception", { title: "non-critical patch" }, undefined],
  [
    "counts the word elsewhere in the same title",
    { title: "non-critical patch on a CRITICAL host" },
    found("CRITICAL"),
  ],
  ["reads any white space in a phrase alike", { title: "fail  over started" }, found("FAIL OVER")],
  [
    "finds a word in any observable's data",
    {
      title: "x",
      observables: [
        { dataType: "ip", data: "203.0.113.7" },
        { dataType: "mail-subject", data: "URGENT payment" },
      ],
    },
    found("URGENT", "mail-subject"),
  ],
  ["passes over files, which have no data", { title: "x", observables: [{ dataType: "file" }] }, undefined],
  ["looks only at the listed severities", { title: "CRITICAL", severity: "high" }, undefined],
  ["treats a word literally, whatever signs it holds", { title: "cost (USD)" }, undefined],
])("%s", (_rule, changes, expected) => {
  expect(findHighRisk(alert({ severity: "medium", ...changes }), rule)).toEqual(expected);
});

test("takes words with regular-expression signs literally", () => {
  const signs = { ...rule, words: ["a.b*", "(x)"], except: [] };
  expect(findHighRisk(alert({ severity: "medium", title: "aXb" }), signs)).toBeUndefined();
  expect(findHighRisk(alert({ severity: "medium", title: "see a.b* now" }), signs)).toEqual(found("a.b*"));
});
