import { expect, test } from "vitest";
import { personName } from "../../../src/twilio/words/person-name.ts";

test.each([
  ["system", "the monitor itself"],
  ["U024BE7LH", "a colleague in Slack"],
  ["W024BE7LH", "a colleague in Slack"],
  ["U02", "U02"],
  ["alice", "alice"],
  ["al\u200bice\n", "alice"],
  ["x".repeat(41), `${"x".repeat(39)}…`],
])("%j is named %s", (by, name) => {
  expect(personName(by)).toBe(name);
});
