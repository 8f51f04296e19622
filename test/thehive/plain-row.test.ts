import fc from "fast-check";
import { expect, test } from "vitest";
import { plainRow } from "../../src/thehive/plain-row.ts";
import { AlertRow } from "../../src/thehive/wire.ts";

const usual = {
  _id: "~41066648",
  _createdAt: 1_700_000_000_000,
  _updatedAt: 1_700_000_100_000,
  title: "Suspicious sign-in",
  severity: 3,
  type: "external",
  source: "siem",
  sourceRef: "a1b2",
  tags: ["geo", "sso"],
  status: "New",
  stage: "New",
  read: false,
  date: 1_700_000_000_000,
  inProgressDate: null,
  caseId: null,
  assignee: "alice@example.org",
  tlp: 2,
  pap: 2,
  customFields: [{ name: "site", value: "Bern" }],
  observableCount: 2,
  observables: [{ dataType: "ip", data: "203.0.113.7" }],
  artifacts: null,
};

// What stands at the edges of what a key may hold, and what is nearly right.
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      undefined,
      "",
      "7",
      "3.0",
      ".",
      "..",
      "~1",
      "é",
      "\ud800",
      [],
      [1],
      ["a", 1],
      {},
      true,
      0,
      0.5,
      4,
      5,
    ],
    ...[-1, 2 ** 53, 253_402_300_799_999, 253_402_300_800_000, Number.NaN, "x".repeat(65), "x".repeat(513)],
  ),
  fc.jsonValue(),
);
const changed = fc.dictionary(fc.constantFrom(...Object.keys(usual)), odd, { maxKeys: 2 });
const missing = fc.subarray(Object.keys(usual), { maxLength: 4 });
const row = fc
  .tuple(changed, missing)
  .map(([others, without]) =>
    Object.fromEntries(Object.entries({ ...usual, ...others }).filter(([key]) => !without.includes(key))),
  );

test("what is read without the schema is what the schema reads", () => {
  let plainly = 0;
  const same = fc.property(fc.oneof({ weight: 9, arbitrary: row }, odd), (json) => {
    const plain = plainRow(json);
    if (plain === undefined) return;
    plainly++;
    expect(AlertRow.safeParse(json)).toEqual({ success: true, data: plain });
  });
  fc.assert(same, { numRuns: 2000 });
  expect(plainly).toBeGreaterThan(200);
});

test.each([
  ["all keys", usual],
  ["the fewest", { _id: "~1", _createdAt: 0, title: "", severity: 1 }],
])("a row as TheHive makes it needs no schema: %s", (_, json) => {
  expect(plainRow(json)).toBeDefined();
});
