import { describe, expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { progressOf, rowsOf } from "../../src/twilio/reading.ts";
import { failureOf } from "../../src/twilio/twilio-error.ts";

const CALL = `CA${"0a".repeat(16)}`;
const DATE = "Mon, 02 Mar 2026 02:19:30 +0000";
const at = instant("2026-03-02T02:19:30Z");
const row = { sid: CALL, status: "queued", date_created: DATE };

describe("a resource", () => {
  test.each([
    ["all it has", { errorCode: 30003, duration: "33" }, { errorCode: 30003, duration: "33" }],
    ["nothing but the two it must have", {}, { errorCode: null, duration: null }],
    ["nulls", { errorCode: null, duration: null }, { errorCode: null, duration: null }],
    [
      "a code and a duration of another kind",
      { errorCode: "x", duration: 33 },
      { errorCode: null, duration: null },
    ],
  ])("is read with %s", (_what, fields, read) => {
    const resource = { sid: CALL, status: "queued", dateCreated: null, ...fields };
    expect(progressOf(resource)).toEqual({ sid: CALL, status: "queued", ...read });
  });

  test.each([
    [{}],
    [[]],
    [{ sid: CALL }],
    [{ status: "queued" }],
    [{ sid: "CA1", status: "queued" }],
    [{ sid: `AC${"0".repeat(32)}`, status: "active" }],
    [{ sid: CALL, status: null }],
  ])("that is %j is none", (resource) => {
    expect(failureIn(() => progressOf(resource))).toEqual({ kind: "unreadable" });
  });
});

describe("a row's date", () => {
  test.each([
    [DATE, at],
    ["Mon, 02 Mar 2026 02:19:31 +0000", at + 1000],
    ["Mon, 02 Mar 2026 04:19:30 +0200", at],
    [null, undefined],
    [undefined, undefined],
    ["", undefined],
    ["soon", undefined],
    [5, undefined],
    [{}, undefined],
  ])("%j is read as %s", (date_created, createdAt) => {
    expect(rowsOf({ calls: [{ ...row, date_created }] }, "calls")).toMatchObject([{ sid: CALL, createdAt }]);
  });
});

describe("a list", () => {
  test("keeps the rows that can be read, in their order", () => {
    const text = { ...row, sid: `SM${"1".repeat(32)}`, body: "Hello (K7Q2)", error_code: 30003 };
    const messages = [null, row, 5, {}, { ...row, sid: null }, { ...row, status: 1 }, text, "x", []];
    expect(rowsOf({ messages }, "messages")).toEqual([
      { sid: CALL, status: "queued", errorCode: null, duration: null, createdAt: at, body: "" },
      {
        ...{ sid: text.sid, status: "queued", errorCode: 30003, duration: null, createdAt: at },
        body: text.body,
      },
    ]);
  });

  test.each([[null], [5], [[]], [{}], [{ messages: [] }], [{ calls: null }], [{ calls: { 0: row } }]])(
    "that is %j is none",
    (body) => {
      expect(failureIn(() => rowsOf(body, "calls"))).toEqual({ kind: "unreadable" });
    },
  );

  test("may be empty", () => {
    expect(rowsOf({ calls: [] }, "calls")).toEqual([]);
  });
});

function failureIn(read: () => unknown) {
  try {
    return read();
  } catch (error) {
    return failureOf(error);
  }
}
