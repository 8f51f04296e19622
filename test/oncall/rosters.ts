import { type Instant, instant } from "../../src/lib/time.ts";
import { Override, Roster, Rotation } from "../../src/oncall/model.ts";

/** A rotation as the settings write it; what is not said is alice's and bob's weekly one in London. */
export function rotationOf(parts: Partial<Record<keyof Rotation, unknown>> = {}): Rotation {
  return Rotation.parse({ ...weekly, ...parts });
}

const weekly = {
  members: ["alice", "bob"],
  timezone: "Europe/London",
  start: "2026-01-05T09:00",
  every: "1w",
};

/** Alice, bob and erin take turns by the week; carol and dave are told together. Frank is in no group. */
export function rosterWith(...overrides: Override[]): Roster {
  const people = Object.fromEntries(
    ["alice", "bob", "erin", "carol", "dave", "frank"].map((name, index) => [
      name,
      { phone: `+44770090000${index}` },
    ]),
  );
  const groups = {
    oncall: { rotation: { ...weekly, members: ["alice", "bob", "erin"] } },
    seniors: { members: ["carol", "dave"] },
  };
  return { ...Roster.parse({ people, groups, overrides: [] }), overrides };
}

/** An override; two that are made at the same time differ by `id`. */
export function overrideOf(
  person: string,
  from: string,
  until: string,
  parts: Partial<Record<keyof Override, unknown>> = {},
): Override {
  return Override.parse({
    ...{ id: `${person} ${from}`, group: "oncall", person, by: "U1", at: instant(from), kind: "override" },
    ...{ from: instant(from), until: instant(until), ...parts },
  });
}

export function justBefore(at: Instant): Instant {
  return (at - 1) as Instant;
}
