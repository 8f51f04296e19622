import { describe, expect, test } from "vitest";
import { alertFromV0, alertFromV1 } from "../../src/thehive/alert-row.ts";

const created = 1_751_360_400_000;
const v1 = { _id: "~4096", _createdAt: created, title: "Impossible travel", severity: 3 };
const v0 = {
  id: "0c1d7a2be45f4f7b9a60f3f2d87c1e55",
  createdAt: created,
  title: "Impossible travel",
  severity: 3,
};

function alert(read: ReturnType<typeof alertFromV1>) {
  if (read.kind === "malformed") throw new Error(read.why);
  return read.alert;
}

describe("alerts of API v1", () => {
  test("the least that TheHive always sends is enough", () => {
    expect(alertFromV1(v1)).toEqual({
      kind: "alert",
      counted: false,
      alert: {
        id: "~4096",
        title: "Impossible travel",
        severity: "high",
        createdAt: created,
        type: "unknown",
        source: "unknown",
        tags: [],
        stage: "new",
        status: "New",
        observableCount: 0,
        customFields: {},
      },
    });
  });

  test("null means missing, and what only decorates never spoils an alert", () => {
    const odd = {
      caseId: null,
      _updatedAt: "soon",
      tags: "x",
      assignee: 4,
      customFields: 7,
      observableCount: -1,
    };
    expect(alert(alertFromV1({ ...v1, ...odd, type: null, source: undefined, extraData: {} }))).toEqual(
      alert(alertFromV1(v1)),
    );
  });

  test("numbers may come as text", () => {
    const text = { ...v1, severity: "3", _createdAt: String(created), observableCount: "0" };
    expect(alert(alertFromV1(text))).toMatchObject({ severity: "high", createdAt: created, observables: [] });
  });

  test.each([
    [1, "low"],
    [2, "medium"],
    [3, "high"],
    [4, "critical"],
  ])("severity %i is %s", (severity, name) => {
    expect(alert(alertFromV1({ ...v1, severity })).severity).toBe(name);
  });

  test.each([
    [{ severity: 0 }, "severity: 0 is not from 1 to 4"],
    [{ severity: 5 }, "severity: 5 is not from 1 to 4"],
    [{ severity: 2.5 }, "severity: 2.5 is not from 1 to 4"],
    [{ severity: "high" }, "severity: not a number from 1 to 4"],
    [{ _createdAt: "2026-03-02" }, "createdAt: not a time in milliseconds since 1970"],
    [{ title: null }, "title: Invalid input: expected string, received null"],
    [{ title: { $ne: 1 } }, "title: Invalid input: expected string, received object"],
  ])("%j is malformed: %s", (spoilt, why) => {
    expect(alertFromV1({ ...v1, ...spoilt })).toEqual({ kind: "malformed", id: "~4096", why });
  });

  test.each([null, 7, "alert", [], {}, { _id: "" }])("%j is malformed and has no id", (row) => {
    expect(alertFromV1(row)).toMatchObject({ kind: "malformed", id: "(no id)" });
    expect(alertFromV0(row)).toMatchObject({ kind: "malformed", id: "(no id)" });
  });

  test.each([
    [{ stage: "New", status: "New" }, "new", "New"],
    [{ stage: "InProgress", status: "Escalated" }, "in-progress", "Escalated"],
    [{ stage: "Closed", status: "FalsePositive" }, "closed", "FalsePositive"],
    [{ stage: "Imported", status: "Imported", caseId: "~8" }, "imported", "Imported"],
    [{ status: "Pending" }, "in-progress", "Pending"],
    [{ status: "Duplicate" }, "closed", "Duplicate"],
    [{ status: "Escalated" }, "in-progress", "Escalated"],
    [{ status: "constructor" }, "in-progress", "constructor"],
    [{ read: false }, "new", "New"],
    [{ read: true }, "closed", "Ignored"],
    [{ read: true, caseId: "~8" }, "imported", "Imported"],
    [{ read: false, caseId: "~8" }, "imported", "Updated"],
  ])("%j stands at %s, %s", (row, stage, status) => {
    expect(alert(alertFromV1({ ...v1, ...row }))).toMatchObject({ stage, status });
  });

  test.each(["observables", "artifacts"])("an export may hold its observables as %s", (key) => {
    const rows = [
      { dataType: "ip", data: "203.0.113.7" },
      { dataType: "file", attachment: {} },
      { data: 7 },
      null,
    ];
    expect(alertFromV1({ ...v1, observableCount: 9, [key]: rows })).toMatchObject({
      counted: true,
      alert: {
        observableCount: 4,
        observables: [
          { dataType: "ip", data: "203.0.113.7" },
          { dataType: "file" },
          { dataType: "other", data: "7" },
        ],
      },
    });
  });

  test("custom fields keep simple values, by name, from lists and objects", () => {
    const expected = { unit: "Finance", score: 7, vip: true };
    const listed = [
      { name: "unit", value: "Finance" },
      { name: "score", value: 7 },
      { name: "vip", value: true },
      { name: "empty", value: null },
      { value: "nameless" },
    ];
    const typed = {
      unit: { string: "Finance", order: 1 },
      score: { integer: 7 },
      vip: { boolean: true },
      empty: {},
    };
    for (const customFields of [listed, typed, expected]) {
      expect(alert(alertFromV1({ ...v1, customFields })).customFields).toEqual(expected);
    }
  });

  test("a custom field named __proto__ changes nothing but itself", () => {
    const customFields = JSON.parse('[{"name":"__proto__","value":"x"}]');
    expect(Object.getPrototypeOf(alert(alertFromV1({ ...v1, customFields })).customFields)).toBe(
      Object.prototype,
    );
  });

  test("times are corrected by the skew", () => {
    expect(alert(alertFromV1({ ...v1, _updatedAt: created + 5 }, 60_000))).toMatchObject({
      createdAt: created - 60_000,
      updatedAt: created + 5 - 60_000,
    });
  });
});

describe("alerts of API v0", () => {
  test.each([
    [{ status: "New" }, "new"],
    [{ status: "Updated" }, "in-progress"],
    [{ status: "Updated", case: "~8" }, "imported"],
    [{ status: "Ignored" }, "closed"],
    [{ status: "Imported", case: "~8" }, "imported"],
  ])("%j stands at %s", (row, stage) => {
    expect(alert(alertFromV0({ ...v0, ...row }))).toMatchObject({ id: v0.id, stage, status: row.status });
  });

  test("observables come inside, null or absent is none", () => {
    expect(alert(alertFromV0({ ...v0, artifacts: [{ dataType: "ip", data: "::1" }] })).observables).toEqual([
      { dataType: "ip", data: "::1" },
    ]);
    expect(alert(alertFromV0({ ...v0, artifacts: null }))).toMatchObject({
      observables: [],
      observableCount: 0,
    });
  });
});
