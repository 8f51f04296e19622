import { expect, test } from "vitest";
import { isPersonal, traitsOf, wayNames } from "../../src/oncall/ways.ts";

test.each([
  ["sms", true],
  ["call", true],
  ["dm", true],
  ["slack", false],
  ["fax", false],
  ["", false],
])("%j leads to a person: %s", (via, is) => {
  expect(isPersonal(via)).toBe(is);
});

test("texts and calls are limited, messages are not", () => {
  expect(wayNames.map((via) => [via, traitsOf(via).limit])).toEqual([
    ["slack", undefined],
    ["sms", "sms"],
    ["call", "call"],
    ["dm", undefined],
  ]);
});
