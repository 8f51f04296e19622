import { expect, test } from "vitest";
import { z } from "zod";
import { Group, Override, Roster } from "../../src/oncall/model.ts";
import { RotationPeriod } from "../../src/oncall/period.ts";
import { contactOf, Name, Person } from "../../src/oncall/person.ts";

const rotation = {
  members: ["alice", "bob"],
  timezone: "Europe/London",
  start: "2026-01-05T09:00",
  every: "1w",
};
const alice = { phone: "+447700900001", slack: "U024BE7LH", email: "alice@example.org" };

function problems(schema: z.ZodType, found: unknown): string[] {
  const { error } = schema.safeParse(found);
  return (error?.issues ?? []).map((issue) => [...issue.path, issue.message].join(" | "));
}

test.each(["alice", "bob.smith", "zoë", "o-neil", "7of9", "r_2", "李"])("%s is a name", (name) => {
  expect(Name.parse(name)).toBe(name);
});

test.each(["Alice", "bob smith", "", "bob.", ".bob", "bob..smith", "<!here>", "__proto__", "a:b", "a*b"])(
  "%j is not a name",
  (name) => {
    expect(problems(Name, name)).toEqual([expect.stringContaining("is not a name: lower-case letters")]);
  },
);

test.each([
  ["123456", undefined],
  ["1234567", '"•••••67" is not a name, but may be a number: such as alice or bob.smith'],
  ["a".repeat(64), undefined],
  [
    "+1 234 56",
    '"+1 234 56" is not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith',
  ],
  [
    "+1 234 567",
    '"+• ••• •67" is not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith',
  ],
  [
    `B${"o".repeat(69)}b`,
    `"B${"o".repeat(69)}" is not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith`,
  ],
])("of %j as a name no number is shown, and no more than 70 signs", (name, problem) => {
  expect(problems(Name, name).filter((one) => one.includes("not a name"))).toEqual(
    problem === undefined ? [] : [problem],
  );
});

test("a name has 64 signs at most", () => {
  expect(problems(Name, "a".repeat(65))).toHaveLength(1);
});

test("a person may have any contacts, and none", () => {
  expect(Person.parse(alice)).toEqual(alice);
  expect(Person.parse({})).toEqual({});
});

test.each([
  ["dm", alice.slack],
  ["sms", alice.phone],
  ["call", alice.phone],
] as const)("%s reaches a person at the contact it needs", (method, contact) => {
  expect(contactOf(Person.parse(alice), method)).toBe(contact);
  expect(contactOf({}, method)).toBeUndefined();
});

test.each([
  [{ phone: "07700900001" }, 'phone | a number ending in "01" is not E.164'],
  [{ phone: "+44 7700 900001" }, 'phone | a number ending in "01" is not E.164'],
  [{ phone: 447700900001 }, "phone | expected quotes, as in"],
  [{ phone: null }, "phone | expected a phone number"],
  [{ slack: "bob" }, 'slack | "bob" is not a Slack user id such as U024BE7LH'],
  [{ slack: "+447700900001" }, 'slack | "+••••••••••01" is not a Slack user id'],
  [{ email: "bob" }, "email | "],
  [{ mobile: "+447700900001" }, 'Unrecognized key: "mobile"'],
])("a person is refused: %j", (person, expected) => {
  const found = problems(Person, person);
  expect(found).toEqual([expect.stringContaining(expected)]);
  expect(found.join()).not.toContain('7700900001" is');
});

test.each([
  ["12h", 12, "hour"],
  ["1d", 1, "day"],
  ["2w", 2, "week"],
  [" 1mo ", 1, "month"],
] as const)("a turn may last %s", (text, count, unit) => {
  const period = RotationPeriod.parse(text);
  expect(period).toEqual({ count, unit });
  expect(z.encode(RotationPeriod, period)).toBe(text.trim());
});

test.each([
  ["30m", '"30m" is not the length of a turn, such as 12h, 1d, 1w or 1mo'],
  ["0d", '"0d" is not the length of a turn, such as 12h, 1d, 1w or 1mo'],
  ["1d12h", '"1d12h" is not the length of a turn, such as 12h, 1d, 1w or 1mo'],
  [7, "7 is not the length of a turn, such as 12h, 1d, 1w or 1mo"],
  [undefined, "expected the length of a turn, such as 12h, 1d, 1w or 1mo"],
  [null, "null is not the length of a turn, such as 12h, 1d, 1w or 1mo"],
  [[], "expected the length of a turn, such as 12h, 1d, 1w or 1mo"],
  ["x".repeat(70), `"${"x".repeat(59)} is not the length of a turn, such as 12h, 1d, 1w or 1mo`],
])("a turn cannot last %j", (text, message) => {
  expect(problems(RotationPeriod, text)).toEqual([message]);
});

test("a group is printed as it was written", () => {
  expect(z.encode(Group, Group.parse({ rotation }))).toEqual({ rotation });
  expect(z.encode(Group, Group.parse({ members: ["carol"] }))).toEqual({ members: ["carol"] });
});

test.each([
  [{}, 'needs "members" (everyone in it), "rotation" (one at a time) or "calendar"'],
  [
    { rotation, members: ["carol"] },
    'expected one of "rotation", "members" and "calendar" at its top, not two',
  ],
  [{ members: [] }, "members | needs at least one member"],
  [{ members: "carol" }, "members | expected a list of names, such as [alice, bob]"],
  [{ members: ["Carol"] }, 'members | 0 | "Carol" is not a name'],
  [{ rotation: { ...rotation, members: [] } }, "rotation | members | needs at least one member"],
  [{ rotation: { ...rotation, timezone: "Mars" } }, 'rotation | timezone | "Mars" is not a time zone'],
  [{ rotation: { ...rotation, start: "soon" } }, 'rotation | start | "soon" is not a wall-clock time'],
  [{ rotation: { ...rotation, until: "2027" } }, 'rotation | Unrecognized key: "until"'],
])("a group is refused: %j", (group, expected) => {
  expect(problems(Group, group)).toEqual([expect.stringContaining(expected)]);
});

test("a roster names every member that is not one of its people, whatever the name", () => {
  const groups = {
    oncall: { rotation: { ...rotation, members: ["alice", "bob", "eve"] } },
    seniors: { members: ["constructor", "alice"] },
  };
  expect(problems(Roster, { people: { alice, bob: {} }, groups, overrides: [] })).toEqual([
    'groups | oncall | rotation | members | 2 | "eve" is not one of the people: add eve under people, or take the name out here',
    'groups | seniors | members | 0 | "constructor" is not one of the people: add constructor under people, or take the name out here',
  ]);
});

test("a roster says what is wrong with the names in it, and with what they stand for", () => {
  expect(
    problems(Roster, {
      people: { "Alice Smith": alice, bob: 7 },
      groups: { "sms:all": { members: ["bob"] } },
      overrides: [],
    }),
  ).toEqual([
    "people | Alice Smith | not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith",
    "people | bob | Invalid input: expected object, received number",
    "groups | sms:all | not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith",
  ]);
  expect(problems(Roster, { people: [], groups: {}, overrides: [] })).toEqual([
    'people | expected a map of people, such as alice: { phone: "+447700900001" }',
  ]);
});

test.each([
  [1000, 1001, []],
  [1000, 1000, ["until | must be after from"]],
])("an override from %i until %i lasts, or is refused", (from, until, expected) => {
  const override = { id: "1", group: "oncall", person: "bob", from, until, by: "U1", at: 0, kind: "take" };
  expect(problems(Override, override)).toEqual(expected);
});
