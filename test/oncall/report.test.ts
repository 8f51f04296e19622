import { expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { onCallAt, onCallUntil } from "../../src/oncall/report.ts";
import { overrideOf, rosterWith, rotationOf } from "./rosters.ts";

const summer = instant("2026-07-01T12:00Z");

test("tells who of every group is on call, nobody included", () => {
  expect(onCallAt(rosterWith(), summer)).toEqual({
    at: "2026-07-01T13:00:00+01:00",
    groups: { oncall: [{ name: "bob" }], seniors: [{ name: "carol" }, { name: "dave" }] },
  });
  expect(onCallAt(rosterWith(), instant("2026-01-01T00:00Z"), "oncall")).toEqual({
    ...{ at: "2026-01-01T00:00:00+00:00", groups: { oncall: [] } },
  });
});

test("tells one group only when asked to", () => {
  expect(onCallAt(rosterWith(), summer, "seniors")).toEqual({
    at: "2026-07-01T12:00:00+00:00",
    groups: { seniors: [{ name: "carol" }, { name: "dave" }] },
  });
});

test("tells the instant in UTC where the groups have different zones", () => {
  const roster = rosterWith();
  const groups = { ...roster.groups, east: { rotation: rotationOf({ timezone: "Asia/Kolkata" }) } };
  expect(onCallAt({ ...roster, groups }, summer).at).toBe("2026-07-01T12:00:00+00:00");
  expect(onCallAt({ ...roster, groups }, summer, "east").at).toBe("2026-07-01T17:30:00+05:30");
  expect(onCallAt({ people: {}, groups: {}, overrides: [] }, summer)).toEqual({
    ...{ at: "2026-07-01T12:00:00+00:00", groups: {} },
  });
});

test("tells the shifts with the offset that holds in the rotation's zone at each end", () => {
  const [from, until] = [instant("2026-03-23T12:00Z"), instant("2026-04-01T00:00Z")];
  expect(onCallUntil(rosterWith(), from, until)).toEqual({
    shifts: [
      { group: "oncall", name: "erin", from: "2026-03-23T12:00:00+00:00", to: "2026-03-30T09:00:00+01:00" },
      { group: "oncall", name: "alice", from: "2026-03-30T09:00:00+01:00", to: "2026-04-01T01:00:00+01:00" },
      { group: "seniors", name: "carol", from: "2026-03-23T12:00:00+00:00", to: "2026-04-01T00:00:00+00:00" },
      { group: "seniors", name: "dave", from: "2026-03-23T12:00:00+00:00", to: "2026-04-01T00:00:00+00:00" },
    ],
  });
});

test("tells one shift where somebody overrides themselves", () => {
  const roster = rosterWith(overrideOf("alice", "2026-01-06T00:00Z", "2026-01-07T00:00Z"));
  expect(onCallUntil(roster, instant("2026-01-05T09:00Z"), instant("2026-01-08T00:00Z"), "oncall")).toEqual({
    shifts: [
      { group: "oncall", name: "alice", from: "2026-01-05T09:00:00+00:00", to: "2026-01-08T00:00:00+00:00" },
    ],
  });
});

test("refuses a group that does not exist and names those that do", () => {
  expect(() => onCallAt(rosterWith(), summer, "nosuch")).toThrow(
    'there is no group "nosuch"; expected one of: oncall, seniors',
  );
  expect(() => onCallUntil({ people: {}, groups: {}, overrides: [] }, summer, summer, "x")).toThrow(
    'there is no group "x"; expected one of: (none set up)',
  );
});
