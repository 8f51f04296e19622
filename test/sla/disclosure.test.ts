import { expect, test } from "vitest";
import {
  type Disclosure,
  disclosedTo,
  type Level,
  type Place,
  shown,
  shownEvent,
  shownRecord,
} from "../../src/sla/disclosure.ts";
import type { Alert, Pap, Tlp } from "../../src/sla/model.ts";
import { alert, at, record } from "./fixtures.ts";

type Row = [
  tlp: Tlp | undefined,
  pap: Pap | undefined,
  rules: Disclosure,
  place: Place,
  level: Level,
  because?: string,
];

test.each<Row>([
  [undefined, undefined, {}, "sms", "full"],
  ["amber", "amber", {}, "call", "full"],
  ["amber+strict", undefined, {}, "sms", "number", "TLP:AMBER+STRICT"],
  ["amber+strict", undefined, {}, "call", "number", "TLP:AMBER+STRICT"],
  ["red", "clear", {}, "sms", "number", "TLP:RED"],
  ["red", "clear", {}, "slack", "full"],
  ["clear", "red", {}, "call", "number", "PAP:RED"],
  ["clear", "red", {}, "slack", "full"],
  ["red", undefined, { red: { sms: "title" } }, "sms", "title", "TLP:RED"],
  ["red", undefined, { red: { sms: "title" } }, "call", "number", "TLP:RED"],
  ["red", undefined, { red: { sms: "full", call: "full" } }, "sms", "full"],
  ["red", "red", { red: { sms: "full" } }, "sms", "number", "PAP:RED"],
  [
    "red",
    "amber",
    { red: { slack: "title" }, pap: { amber: { slack: "number" } } },
    "slack",
    "number",
    "PAP:AMBER",
  ],
  [
    "red",
    "amber",
    { red: { slack: "number" }, pap: { amber: { slack: "title" } } },
    "slack",
    "number",
    "TLP:RED",
  ],
  ["green", undefined, { green: { slack: "title" } }, "slack", "title", "TLP:GREEN"],
])("TLP %s, PAP %s, %j: %s carries %s", (tlp, pap, rules, place, level, because) => {
  const marks: Pick<Alert, "tlp" | "pap"> = {
    ...(tlp === undefined ? {} : { tlp }),
    ...(pap === undefined ? {} : { pap }),
  };
  expect(disclosedTo(marks, rules, place)).toEqual({ level, ...(because === undefined ? {} : { because }) });
});

const planted: Alert = alert({
  title: "secret",
  type: "secret",
  source: "secret",
  sourceRef: "secret",
  tags: ["secret"],
  customFields: { secret: "secret" },
  observables: [{ dataType: "secret", data: "secret" }],
  observableCount: 1,
});
const remembered = record({ alert: planted, highRisk: { word: "secret", where: "secret", at: at("09:00") } });
const red = (level: Level) => ({ level, because: "TLP:RED" });
const fired = { at: "", event: "highRisk.fired", actor: "system", detail: { word: "secret" } } as const;

test("of what is held back nothing is left, in the alert, the record or the trail", () => {
  const all = (level: Level) =>
    JSON.stringify([
      shown(planted, red(level)),
      shownRecord(remembered, red(level)),
      shownEvent(fired, red(level)),
    ]);
  expect(all("number")).not.toContain("secret");
  expect(all("title").match(/secret/g)).toHaveLength(2);
  expect(all("full").match(/secret/g)?.length).toBeGreaterThan(10);
  expect(shown(planted, red("number"))).toMatchObject({ title: "TLP:RED, see TheHive", severity: "high" });
});
