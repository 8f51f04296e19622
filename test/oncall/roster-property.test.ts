import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant } from "../../src/lib/time.ts";
import { Group, Override, type Roster } from "../../src/oncall/model.ts";
import { callOrder, nextHandoff, whoIsOnCall } from "../../src/oncall/roster.ts";
import { handoff, turnAt } from "../../src/oncall/rotation.ts";
import { gaps, shifts } from "../../src/oncall/shifts.ts";

const day = 86_400_000;
const begin = Date.UTC(2026, 2, 1);
const names = ["alice", "bob", "carol", "dave"];
const people = Object.fromEntries(names.map((name) => [name, {}]));

const anyGroup = fc
  .record({
    members: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
    timezone: fc.constantFrom("Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "America/Chicago"),
    start: fc.constantFrom("2024-02-29T09:00", "2026-03-07T02:30", "2026-03-10T00:00", "2026-03-20T01:30"),
    every: fc.constantFrom("12h", "1d", "1w", "1mo"),
    rotates: fc.boolean(),
  })
  .map(({ rotates, ...rotation }) => Group.parse(rotates ? { rotation } : { members: rotation.members }));

const anyOverride = fc
  .record({
    person: fc.constantFrom(...names, "gone"),
    from: fc.integer({ min: 0, max: 60 * 24 }).map((hour) => begin + hour * 3_600_000),
    length: fc.integer({ min: 1, max: 96 }).map((hour) => hour * 3_600_000),
    at: fc.nat(5),
  })
  .map(({ person, from, length, at }) => ({ person, from, until: from + length, at }));

const anyRoster = fc.record({ group: anyGroup, made: fc.array(anyOverride, { maxLength: 6 }) }).map(
  ({ group, made }): Roster => ({
    people,
    groups: { g: group },
    overrides: made.map((one, index) =>
      Override.parse({ id: String(index), group: "g", by: "U1", kind: "override", ...one }),
    ),
  }),
);

const anyAt = fc.integer({ min: begin, max: begin + 70 * day }).map((at) => at as Instant);

/** The rule in its plainest words: the last made override in force, else whoever the group gives. */
function expectedAt(roster: Roster, at: Instant): string[] {
  const inForce = roster.overrides
    .filter((one) => one.from <= at && at < one.until && names.includes(one.person))
    .sort((one, other) => one.at - other.at)
    .at(-1);
  if (inForce !== undefined) return [inForce.person];
  const group = roster.groups.g;
  if (group?.rotation === undefined) return [...new Set(group?.members)];
  return [...(turnAt(group.rotation, at)?.people ?? [])];
}

test("who is on call is the latest made override's person, else the rotation's or all members", () => {
  fc.assert(
    fc.property(anyRoster, anyAt, (roster, at) => {
      const { people: told, until } = whoIsOnCall(roster, "g", at);
      expect(told).toEqual(expectedAt(roster, at));
      expect(callOrder(roster, "g", at).slice(0, told.length)).toEqual(told);
      if (until === undefined) return;
      expect(until).toBeGreaterThan(at);
      expect(expectedAt(roster, (until - 1) as Instant)).toEqual(told);
    }),
    { numRuns: 500 },
  );
});

test("the next handoff is the first instant with other people", () => {
  fc.assert(
    fc.property(anyRoster, anyAt, fc.double({ min: 0, max: 1, noNaN: true }), (roster, at, part) => {
      const next = nextHandoff(roster, "g", at);
      const before = (at + Math.floor(((next?.at ?? at + 90 * day) - 1 - at) * part)) as Instant;
      expect(expectedAt(roster, before)).toEqual(expectedAt(roster, at));
      if (next === undefined) return;
      expect(expectedAt(roster, next.at)).toEqual(next.onCall.people);
      expect(next.onCall.people).not.toEqual(expectedAt(roster, at));
    }),
    { numRuns: 300 },
  );
});

test("shifts and gaps agree with who is on call at every instant, and nobody's shifts overlap or touch", () => {
  const from = begin as Instant;
  const to = (begin + 70 * day) as Instant;
  fc.assert(
    fc.property(anyRoster, fc.array(anyAt, { minLength: 5, maxLength: 5 }), (roster, instants) => {
      const all = shifts(roster, "g", from, to);
      const empty = gaps(roster, "g", from, to);
      const edges = all.flatMap((shift) => [shift.from, (shift.to - 1) as Instant]);
      for (const at of [...instants, ...edges].filter((one) => one < to)) {
        const found = all.filter((shift) => shift.from <= at && at < shift.to).map((shift) => shift.name);
        expect(new Set(found)).toEqual(new Set(expectedAt(roster, at)));
        expect(found.length).toBe(new Set(found).size);
        expect(empty.some((gap) => gap.from <= at && at < gap.to)).toBe(found.length === 0);
      }
      for (const [index, shift] of all.entries()) {
        expect(shift.from).toBeLessThan(shift.to);
        const next = all.slice(index + 1).find((other) => other.name === shift.name);
        const apart = next === undefined || next.from > shift.to;
        expect(apart || (next.from === shift.to && next.because !== shift.because)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test("a rotation has no gap from its start on", () => {
  fc.assert(
    fc.property(anyRoster, (roster) => {
      const rotation = roster.groups.g?.rotation;
      const from = rotation === undefined ? (begin as Instant) : handoff(rotation, 0);
      expect(gaps(roster, "g", from, (begin + 70 * day) as Instant)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
