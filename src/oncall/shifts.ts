import type { Instant } from "../lib/time.ts";
import type { Roster } from "./model.ts";
import { contactOf } from "./person.ts";
import { type OnCall, whoIsOnCall } from "./roster.ts";
import type { PersonalVia } from "./ways.ts";

/** A stretch of time in which the answer to "who is on call" stays the same; half-open. */
export type Stretch = Readonly<{ onCall: OnCall; from: Instant; to: Instant }>;

/** A stretch of duty of one person; half-open. */
export type Shift = Readonly<{
  group: string;
  name: string;
  from: Instant;
  to: Instant;
  because: OnCall["because"];
}>;

/** The stretches from `from` to `to` in order, without a gap between them, those with nobody on duty included. */
export function* stretches(roster: Roster, group: string, from: Instant, to: Instant): Generator<Stretch> {
  let start = from;
  while (start < to) {
    const onCall = whoIsOnCall(roster, group, start);
    const end = onCall.until === undefined || onCall.until > to ? to : onCall.until;
    yield { onCall, from: start, to: end };
    start = end;
  }
}

/** Everybody's duty from `from` to `to`, cut to that window; where all members are on duty, one shift for each. */
export function shifts(roster: Roster, group: string, from: Instant, to: Instant): Shift[] {
  const found = [...stretches(roster, group, from, to)].flatMap((stretch) =>
    stretch.onCall.people.map((name) => ({
      group,
      name,
      from: stretch.from,
      to: stretch.to,
      because: stretch.onCall.because,
    })),
  );
  return joined(found, (one, next) => one.because === next.because);
}

/** Makes one shift of those of the same person that touch and are `alike`. Expects them in order of time. */
export function joined(
  all: readonly Shift[],
  alike: (one: Shift, next: Shift) => boolean = () => true,
): Shift[] {
  const result: Shift[] = [];
  for (const next of all) {
    const place = result.findLastIndex((shift) => shift.name === next.name);
    const last = result[place];
    if (last !== undefined && last.to === next.from && alike(last, next)) {
      result[place] = { ...last, to: next.to };
    } else result.push(next);
  }
  return result;
}

/** The times from `from` to `to` in which nobody of a group is on duty. */
export function gaps(
  roster: Roster,
  group: string,
  from: Instant,
  to: Instant,
): { from: Instant; to: Instant }[] {
  return [...stretches(roster, group, from, to)]
    .filter((stretch) => stretch.onCall.people.length === 0)
    .map((stretch) => ({ from: stretch.from, to: stretch.to }));
}

/** The shifts from `from` to `to` of people whom some of the methods cannot reach, with those methods. */
export function unreachableShifts(
  roster: Roster,
  group: string,
  from: Instant,
  to: Instant,
  methods: readonly PersonalVia[],
): (Shift & { missing: PersonalVia[] })[] {
  return shifts(roster, group, from, to)
    .map((shift) => {
      const person = Object.hasOwn(roster.people, shift.name) ? roster.people[shift.name] : undefined;
      return { ...shift, missing: methods.filter((method) => !contactOf(person ?? {}, method)) };
    })
    .filter((shift) => shift.missing.length > 0);
}
