import { expect, test } from "vitest";
import { z } from "zod";
import { validateView } from "../../../sandbox/slack/block-kit/validate.ts";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import { after, hours, type Instant, instant } from "../../../src/lib/time.ts";
import type { Roster } from "../../../src/oncall/model.ts";
import { zoneOf } from "../../../src/oncall/roster.ts";
import { dutyMessage } from "../../../src/slack/blocks/duty.ts";
import { clearedMessage, onCallMessage } from "../../../src/slack/blocks/oncall.ts";
import { groupForm } from "../../../src/slack/modals/group-form.ts";
import { groupList, peopleList } from "../../../src/slack/modals/people-list.ts";
import { personForm } from "../../../src/slack/modals/person-form.ts";
import { expectGolden } from "../golden.ts";
import { expectGoldenModal } from "./golden-view.ts";
import { team } from "./settings.ts";

const now = instant("2026-03-03T02:00:00Z");

function rosterOf(overrides: Roster["overrides"] = [], file = team): Roster {
  const judged = settingsFrom({ file });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const { people, groups } = judged.settings;
  return { people, groups, overrides };
}

const override = {
  id: "one",
  group: "oncall",
  person: "bob.smith",
  from: now,
  until: after(now, hours(4)),
  by: "U0ANN00001",
  at: now,
  kind: "override",
} as const;

/** Just enough of the settings for a form. */
function control(roster: Roster, from: "default" | "file" | "slack" = "file") {
  const origins = new Map([
    ["people.alice.phone", from],
    ["groups.oncall.rotation.every", from],
  ] as const);
  const live = { roster: () => roster, revision: () => 3, origins: () => origins };
  return { live } as unknown as Parameters<typeof personForm>[0];
}

test("who is on call now and next, with what is to be worried about first", async () => {
  await expectGolden("modals/oncall", onCallMessage(rosterOf([override]), now, { editable: true }));
});

test("a gap is told before the shifts", async () => {
  const gappy = {
    ...team,
    groups: {
      oncall: {
        rotation: {
          members: ["alice", "bob.smith"],
          timezone: "Asia/Kolkata",
          start: "2026-03-05T09:00",
          every: "1d",
        },
      },
    },
  };
  await expectGolden("modals/oncall-gap", onCallMessage(rosterOf([], gappy), now, { editable: false }));
});

test("of more groups than a message holds, those with a gap come first, and the others are counted", () => {
  const names = Array.from({ length: 60 }, (_, i) => `group${i}`);
  const { people } = rosterOf();
  const covered = (name: string) => name !== "group41" && name !== "group59";
  const groups = Object.fromEntries(names.map((name) => [name, { members: covered(name) ? ["alice"] : [] }]));
  const { text, blocks } = onCallMessage({ people, groups, overrides: [] }, now, { editable: false });
  const read = blocks.map((block) => JSON.stringify(block));
  expect(text).toMatch(
    /^On call now: group41: nobody; group59: nobody; group0: alice; .*; and 50 more groups$/,
  );
  expect(read.findIndex((block) => block.includes("📟 group41"))).toBe(0);
  expect(read.findIndex((block) => block.includes("📟 group59"))).toBe(1);
  expect(read.at(-1)).toContain("… and 20 more groups");
  expect(read.at(-1)).toContain("none of them without anybody");
});

test("groups with a gap that find no room are counted as such", () => {
  const groups = Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`group${i}`, { members: [] }]));
  const { blocks } = onCallMessage({ people: {}, groups, overrides: [] }, now, { editable: false });
  expect(JSON.stringify(blocks.at(-1))).toContain("⚠ 5 of them at times without anybody");
});

test("without groups it says what to do", async () => {
  await expectGolden("modals/oncall-empty", onCallMessage(rosterOf([], {}), now, { editable: true }));
});

test("an override is confirmed by the clock of its rotation", async () => {
  const zone = zoneOf(rosterOf(), "oncall");
  await expectGolden(
    "modals/oncall-override",
    dutyMessage(
      {
        kind: "made",
        override: { ...override, from: later(60), until: later(68) },
        relieves: ["alice"],
        over: [{ ...override, person: "carol", from: later(62), until: later(64) }],
      },
      zone,
    ),
  );
});

test("what was called off is named, and who is on call now", async () => {
  const cleared = {
    overrides: [],
    ended: [override],
    removed: [{ ...override, person: "alice", from: later(24) }],
  };
  await expectGolden("modals/oncall-cleared", clearedMessage(cleared, "oncall", rosterOf(), now));
});

test("people are listed with their numbers masked", async () => {
  await expectGoldenModal("people", peopleList(rosterOf()));
  expect(JSON.stringify(peopleList(rosterOf()))).not.toContain("12025550111");
});

const Options = z.array(z.object({ value: z.string() }));
const Menu = z.object({
  elements: z.tuple([z.object({ option_groups: z.array(z.object({ options: Options })) })], z.unknown()),
});

test("a thousand people fit: the menu has everybody, the list says how many it leaves out", () => {
  const names = Array.from({ length: 1000 }, (_, i) => `p${i}`);
  const people = Object.fromEntries(
    names.map((name, i) => [name, { slack: `U0P${1000 + i}`, phone: "+12025550111" }]),
  );
  const view = peopleList({ people, groups: {}, overrides: [] });
  expect(validateView(view)).toEqual([]);
  const [{ option_groups }] = Menu.parse(view.blocks.at(-1)).elements;
  expect(option_groups.flatMap(({ options }) => options.map(({ value }) => value))).toEqual(names);
  const listed = JSON.stringify(view.blocks.filter(({ type }) => type === "rich_text"));
  expect(listed).toContain('"p299"');
  expect(listed).not.toContain('"p300"');
  expect(listed).toContain("… and 700 more, in the menu");
});

test("a person's form shows the number masked and asks for a new one", async () => {
  const view = personForm(control(rosterOf()), "alice");
  await expectGoldenModal("person", view);
  expect(JSON.stringify(view)).not.toContain("12025550111");
});

test("a person to be added is asked for their name", async () => {
  await expectGoldenModal("person-new", personForm(control(rosterOf()), undefined));
});

test("groups are listed with their turns", async () => {
  await expectGoldenModal("groups", groupList(rosterOf()));
});

test.each([
  ["group-rotation", "oncall"],
  ["group-members", "seniors"],
  ["group-new", undefined],
])("the form %s", async (golden, name) => {
  await expectGoldenModal(golden, groupForm(control(rosterOf(), "slack"), name, now));
});

function later(count: number): Instant {
  return after(now, hours(count));
}
