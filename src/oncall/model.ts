import { z } from "zod";
import { LocalTimeText } from "../lib/local-time.ts";
import { Instant } from "../lib/time.ts";
import { TimeZone } from "../lib/zoned.ts";
import { CalendarDuty } from "./calendar-duty.ts";
import { CalendarPlace } from "./calendar-place.ts";
import { RotationPeriod } from "./period.ts";
import { Name, Person } from "./person.ts";

/** The people of the settings, by name. */
export const People = z.record(Name, Person, {
  error: (issue) => recordAdvice(issue, 'people, such as alice: { phone: "+447700900001" }'),
});
export type People = Readonly<z.infer<typeof People>>;

const Members = z
  .array(Name, { error: "expected a list of names, such as [alice, bob]" })
  .min(1, { error: "needs at least one member" });

/**
 * Whose turn it is, in the order of `members`. The first turn begins when the wall clock of
 * `timezone` shows `start`; each lasts `every` along that wall clock.
 */
export const Rotation = z.strictObject({
  members: Members,
  timezone: TimeZone,
  start: LocalTimeText,
  every: RotationPeriod,
});
export type Rotation = Readonly<z.infer<typeof Rotation>>;

/**
 * People told together: those of a rotation one at a time, those of plain `members` all at once, or whoever a calendar
 * says. Never two of them.
 */
export const Group = z
  .strictObject({
    rotation: Rotation.optional(),
    members: Members.optional(),
    calendar: CalendarPlace.optional(),
    /** A Slack user group that is to hold whoever is on call. */
    userGroup: z
      .string()
      .regex(/^S[A-Z0-9]{2,}$/, { error: "expected the id of a Slack user group, such as S024BE7LH" })
      .optional(),
  })
  .refine((group) => sourcesOf(group).length > 0, {
    error:
      'needs "members" (everyone in it), "rotation" (one at a time) or "calendar" (an iCalendar feed or file)',
  })
  .refine((group) => sourcesOf(group).length < 2, {
    error:
      'expected one of "rotation", "members" and "calendar" at its top, not two: the members of a rotation go inside it',
  });
export type Group = Readonly<z.infer<typeof Group>>;

/** The groups of the settings, by name. */
export const Groups = z.record(Name, Group, {
  error: (issue) => recordAdvice(issue, "groups, such as seniors: { members: [alice] }"),
});
export type Groups = Readonly<z.infer<typeof Groups>>;

/** A person on duty in place of everybody else of a group, from `from` until just before `until`. */
export const Override = z
  .strictObject({
    id: z.string().min(1),
    group: Name,
    person: Name,
    from: Instant,
    until: Instant,
    /** Who made it: `system` or a Slack user id. */
    by: z.string().min(1),
    /** When it was made; of two that overlap the later made counts. */
    at: Instant,
    /** Taken by the person, or given to them by somebody else. */
    kind: z.enum(["take", "override"]),
  })
  .refine((override) => override.from < override.until, { path: ["until"], error: "must be after from" });
export type Override = Readonly<z.infer<typeof Override>>;

/** Everything that decides who is on duty. */
export const Roster = z
  .strictObject({
    people: People,
    groups: Groups,
    overrides: z.array(Override),
    /** What the calendars of groups say, by group; those that were never read are missing. */
    duties: z.record(Name, CalendarDuty).optional(),
  })
  .superRefine((roster, context) => {
    for (const { path, message } of strangers(roster.people, roster.groups)) {
      context.addIssue({ code: "custom", path, message });
    }
  });
export type Roster = Readonly<z.infer<typeof Roster>>;

/** Names the group members that are not among the people, with the path of each in the settings. */
function strangers(people: People, groups: Groups): { path: (string | number)[]; message: string }[] {
  return Object.entries(groups).flatMap(([group, { rotation, members = [] }]) => {
    const inside = rotation === undefined ? ["members"] : ["rotation", "members"];
    return (rotation?.members ?? members).flatMap((name, index) =>
      Object.hasOwn(people, name)
        ? []
        : {
            path: ["groups", group, ...inside, index],
            message: `"${name}" is not one of the people: add ${name} under people, or take the name out here`,
          },
    );
  });
}

function recordAdvice({ code }: { readonly code?: string | undefined }, what: string): string | undefined {
  if (code === "invalid_type") return `expected a map of ${what}`;
  if (code !== "invalid_key") return undefined;
  return "not a name: lower-case letters and digits, joined by . _ or -, such as alice or bob.smith";
}

function sourcesOf(group: { rotation?: unknown; members?: unknown; calendar?: unknown }): unknown[] {
  return [group.rotation, group.members, group.calendar].filter((source) => source !== undefined);
}
