import { expect, test } from "vitest";
import { alertFromV0, alertFromV1 } from "../../src/thehive/alert-row.ts";

const row = { _id: "~1", _createdAt: 1, title: "Beacon", severity: 2 };

test.each([
  ["5", { tlp: 2, pap: 1, stage: "New" }, { tlp: "amber", pap: "green" }],
  ["5", { tlp: 3, pap: 3, stage: "New" }, { tlp: "amber+strict", pap: "red" }],
  ["5", { tlp: 4, pap: 0, stage: "New" }, { tlp: "red", pap: "clear" }],
  ["4", { tlp: 3, pap: 2 }, { tlp: "red", pap: "amber" }],
  ["4", { tlp: 0 }, { tlp: "clear" }],
  ["5", { tlp: 9, pap: 4, stage: "New" }, { tlp: "red", pap: "red" }],
  ["5", { tlp: null, pap: "x", stage: "New" }, {}],
])("TheHive %s tells %j", (_version, marks, expected) => {
  const { tlp, pap } = { tlp: undefined, pap: undefined, ...expected };
  const read = alertFromV1({ ...row, ...marks });
  expect(read).toMatchObject({ kind: "alert" });
  if (read.kind === "alert") expect([read.alert.tlp, read.alert.pap]).toEqual([tlp, pap]);
});

test("TheHive 3 knows no amber+strict: its 3 is red", () => {
  const read = alertFromV0({ id: "1", createdAt: 1, title: "Beacon", severity: 2, tlp: 3, status: "New" });
  expect(read).toMatchObject({ kind: "alert", alert: { tlp: "red" } });
});
