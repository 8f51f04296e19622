import { expect, test } from "vitest";
import { People } from "../../src/oncall/model.ts";
import { bySlack, named } from "../../src/oncall/people.ts";

const people = People.parse({
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112" },
});

test("a Slack user is the person who has that id, if anybody has", () => {
  expect(bySlack(people, "U0ALICE")).toMatchObject({ name: "alice", phone: "+12025550111" });
  expect(bySlack(people, "U0BOB")).toBeUndefined();
});

test.each([
  ["alice", { name: "alice", slack: "U0ALICE" }],
  ["bob", { name: "bob" }],
  ["carol", { name: "carol" }],
  ["constructor", { name: "constructor" }],
])("%s is mentioned as %j", (name, shown) => {
  expect(named(people, name)).toEqual(shown);
});
