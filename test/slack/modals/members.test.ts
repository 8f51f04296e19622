import { expect, test } from "vitest";
import { People } from "../../../src/oncall/model.ts";
import { memberFields, readMembers, strangersAmong } from "../../../src/slack/modals/members.ts";

const people = People.parse({
  alice: { slack: "U0ALICE001" },
  bob: { slack: "U0BOB00001" },
  carol: { phone: "+447700900003" },
});
const { carol: _, ...inSlack } = people;

test.each<[string, People, string[], string[]]>([
  ["all are known in Slack", inSlack, ["bob", "alice"], ["users"]],
  ["some are not, and come last", people, ["bob", "carol"], ["users", "text"]],
  ["some are not, and come in between", people, ["carol", "bob"], ["text"]],
  ["nobody is", { carol: people.carol ?? {} }, ["carol"], ["text"]],
  ["there is nobody yet", {}, [], ["text"]],
])("members are picked as far as the order allows: %s", (_name, known, members, kinds) => {
  const fields = memberFields(known, members);
  expect(fields.map(({ kind }) => kind)).toEqual(kinds);
  const entries = new Map(
    fields.flatMap((field) => ("value" in field ? [[field.id, field.value ?? ""] as const] : [])),
  );
  expect(readMembers(entries, known)).toEqual(members);
  expect(strangersAmong(entries, known, 1)).toEqual({});
});

test("whoever is picked and is not among the people is said under the field", () => {
  const entries = new Map([["members", ["U0ALICE001", "U0MALLORY1"]]]);
  expect(strangersAmong(entries, people, 3)).toEqual({
    "members@3": "One of them is not among the people of the monitor yet: add them under People first.",
  });
});
