import { expect, test } from "vitest";
import { personName, readable } from "../../../src/twilio/words/person-name.ts";
import { catalogues } from "../../../src/words/catalogue.ts";

test.each([
  ["system", "the monitor itself"],
  ["U024BE7LH", "a colleague in Slack"],
  ["W024BE7LH", "a colleague in Slack"],
  ["alice", "Alice"],
  ["bob.smith", "Bob Smith"],
  ["zoé-o_neil", "Zoé O Neil"],
  ["al\u200bice\n", "Alice"],
  ["x".repeat(41), `X${"x".repeat(16)}...`],
])("%j is named %s", (by, name) => {
  expect(personName(by, catalogues.en.phone)).toBe(name);
});

test("the name of a group stays as it is, but for what a phone would take for an address", () => {
  expect(readable("soc.night-shift")).toBe("soc night shift");
});
