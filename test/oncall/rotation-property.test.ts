import { tz } from "@date-fns/tz";
import { add } from "date-fns";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant } from "../../src/lib/time.ts";
import { Rotation } from "../../src/oncall/model.ts";
import { handoff, turnAt } from "../../src/oncall/rotation.ts";

const zones = [
  ...["Australia/Lord_Howe", "Asia/Kolkata", "America/Chicago", "Europe/London", "America/Sao_Paulo"],
  ...["Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Antarctica/Troll"],
  ...["Africa/Cairo", "Asia/Beirut"],
];

// The platform's own calendar judges ours.
const platform = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" }),
  ]),
);

function wallOf(rotation: Rotation, at: number): string {
  return platform.get(rotation.timezone)?.format(at) ?? "";
}

const anyRotation = fc
  .record({
    members: fc.array(fc.constantFrom("alice", "bob", "carol", "dave"), { minLength: 1, maxLength: 5 }),
    timezone: fc.constantFrom(...zones),
    start: fc
      .integer({ min: Date.UTC(2008, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 })
      .map((minute) => new Date(minute * 60_000).toISOString().slice(0, 16)),
    every: fc.constantFrom("1h", "7h", "8h", "12h", "25h", "1d", "2d", "1w", "2w", "1mo", "3mo"),
  })
  .map((written) => Rotation.parse(written));

/** Where handoff `index` belongs on the wall, counted by date-fns on a calendar without changes of hour. */
function nominal({ start, every }: Rotation, index: number): string {
  const wall = new Date(Date.UTC(start.year, start.month - 1, start.day, start.hour, start.minute));
  const moved = add(wall, { [`${every.unit}s`]: index * every.count }, { in: tz("UTC") });
  return new Date(moved.getTime()).toISOString().slice(0, 19).replace("T", " ");
}

test("every handoff is at its wall-clock time, the first of two, or the first instant after a skipped one", () => {
  fc.assert(
    fc.property(anyRotation, fc.nat(1500), (rotation, index) => {
      const at = handoff(rotation, index);
      const wanted = nominal(rotation, index);
      const shown = wallOf(rotation, at);
      if (shown === wanted) {
        for (const earlier of [30, 60, 120]) expect(wallOf(rotation, at - earlier * 60_000)).not.toBe(wanted);
      } else {
        expect(shown > wanted).toBe(true);
        expect(wallOf(rotation, at - 1000) < wanted).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

test("turns never gap or overlap after the start, and none is without time", () => {
  fc.assert(
    fc.property(anyRotation, fc.nat(2000), (rotation, years) => {
      let at = (handoff(rotation, 0) + years * 86_400_000) as Instant;
      for (let step = 0; step < 20; step += 1) {
        const turn = turnAt(rotation, at);
        if (turn === undefined) throw new Error("a gap");
        expect(turn.from).toBeLessThanOrEqual(at);
        expect(turn.until).toBeGreaterThan(at);
        expect(turn.people).toEqual([rotation.members[turn.index % rotation.members.length]]);
        expect(turnAt(rotation, (turn.until - 1) as Instant)).toEqual(turn);
        if (step > 0) expect(turn.from).toBe(at);
        at = turn.until;
      }
    }),
    { numRuns: 150 },
  );
});

test("short turns follow each other without a gap through every night of a year, in every zone", () => {
  for (const timezone of zones) {
    const rotation = Rotation.parse({
      ...{ members: ["alice", "bob"], timezone, start: "2025-12-31T00:00", every: "5h" },
    });
    let last = turnAt(rotation, handoff(rotation, 0));
    const end = handoff(rotation, 80 * 24);
    while (last !== undefined && last.until < end) {
      const next = turnAt(rotation, last.until);
      expect(next?.from).toBe(last.until);
      expect(next?.index).toBeGreaterThan(last.index);
      last = next;
    }
  }
});

test("nobody has a turn before the start", () => {
  fc.assert(
    fc.property(anyRotation, fc.integer({ min: 1, max: 10 ** 12 }), (rotation, earlier) => {
      expect(turnAt(rotation, (handoff(rotation, 0) - earlier) as Instant)).toBeUndefined();
    }),
  );
});
