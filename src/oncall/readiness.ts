import { after, before, type Duration, days, type Instant } from "../lib/time.ts";
import type { Roster } from "./model.ts";
import { contactOf } from "./person.ts";
import { groupOf } from "./roster.ts";
import { gaps, shifts } from "./shifts.ts";
import { type PersonalVia, personalWays } from "./ways.ts";

/** How far ahead it is looked. */
export const LOOK_AHEAD = days(14);
/** How far back a failed text or call says something of the number. */
const FAILED_LATELY = days(7);
/** A certificate that ends within this time is to be renewed. */
const ENDS_SOON = days(21);

/** How Slack knows somebody; `missing`: it knows no such user. */
export type Standing = "full" | "guest" | "bot" | "deactivated" | "stranger" | "missing";

/** The last text or call to somebody's number failed for good, and none has got through since. */
export interface NumberFault {
  readonly person: string;
  readonly via: "sms" | "call";
  readonly at: Instant;
  /** As the provider means it, in plain words. */
  readonly why: string;
}

/** Until when a certificate holds; or why nobody knows. `signer`: it is not the host's own, but one that stands for it. */
export type CertificateEnd = Readonly<
  { of: string; host: string } & ({ until: Instant; signer?: string } | { why: string })
>;

/** What is not as it should be, or could not be looked at (`unknown`). */
export type Finding = Readonly<
  /** Nobody of the group is on duty: the first of `times` gaps; `open`: it goes on beyond what was looked at. */
  | { kind: "gap"; group: string; from: Instant; until: Instant; open: boolean; times: number }
  /** Ways that policies use cannot reach somebody; `from`: their first shift, absent when they only stand in. */
  | { kind: "no-contact"; person: string; missing: readonly PersonalVia[]; from?: Instant }
  | { kind: "slack-user"; person: string; standing: Exclude<Standing, "full"> }
  | ({ kind: "number-failed" } & NumberFault)
  | { kind: "feed"; why: string }
  | { kind: "certificate"; of: string; host: string; until: Instant; ended: boolean; signer?: string }
  /** The weekly test is asked for, and texts cannot be replied to. */
  | { kind: "no-replies" }
  | { kind: "unknown"; what: string; why: string; person?: string }
>;

export interface ReadinessFacts {
  readonly roster: Roster;
  readonly now: Instant;
  /** The ways to people that policies in force name and that are set up, with their groups. */
  readonly uses: readonly Use[];
  /** Of the people asked for, by name: how Slack knows them, or why it could not be asked. */
  readonly standings: ReadonlyMap<string, Standing | { readonly why: string }>;
  readonly numbers: readonly NumberFault[];
  /** Calendars that cannot be read, in plain words. */
  readonly feeds: readonly string[];
  readonly certificates: readonly CertificateEnd[];
  /** The weekly test is on and cannot be answered. */
  readonly noReplies: boolean;
}

interface Use {
  readonly via: PersonalVia;
  readonly group: string;
}

/** Somebody who may be told. */
export interface Concerned {
  readonly person: string;
  /** By what, in the order of the ways. */
  readonly ways: readonly PersonalVia[];
  /** When they are on duty first; absent when they only stand in for others. */
  readonly from?: Instant;
}

/** Everybody whom a way may have to reach in a stretch of time: on duty, or standing in for whoever is. */
export function concerned(
  roster: Roster,
  uses: readonly Use[],
  now: Instant,
  ahead: Duration = LOOK_AHEAD,
): Concerned[] {
  const found = new Map<string, { ways: Set<PersonalVia>; from?: Instant }>();
  for (const group of new Set(uses.map((use) => use.group))) {
    const ways = uses.filter((use) => use.group === group).map(({ via }) => via);
    const duty = shifts(roster, group, now, after(now, ahead));
    const { rotation, members } = groupOf(roster, group) ?? {};
    for (const person of [...duty.map(({ name }) => name), ...(rotation?.members ?? members ?? [])]) {
      const { ways: known = [], from } = found.get(person) ?? {};
      const begins = [from, duty.find(({ name }) => name === person)?.from].filter((at) => at !== undefined);
      const first = begins.length === 0 ? {} : { from: Math.min(...begins) as Instant };
      found.set(person, { ways: new Set([...known, ...ways]), ...first });
    }
  }
  return [...found].map(([person, { ways, ...first }]) => ({
    person,
    ways: personalWays.filter((way) => ways.has(way)),
    ...first,
  }));
}

/** What is not ready for the coming two weeks, the most pressing kind first, and last what is not known. Pure. */
export function findings(facts: ReadinessFacts): Finding[] {
  const { roster, now, uses, feeds, noReplies } = facts;
  const people = concerned(roster, uses, now);
  const found = [
    ...Object.keys(roster.groups).flatMap((group) => gapIn(roster, group, now)),
    ...people.flatMap((one) => withoutContact(roster, one)),
    ...people.flatMap(({ person }) => inSlack(person, facts)),
    ...failedNumbers(people, facts),
    ...feeds.map((why): Finding => ({ kind: "feed", why })),
    ...facts.certificates.flatMap((end) => certificate(end, now)),
    ...(noReplies ? [{ kind: "no-replies" } as const] : []),
  ];
  return [...found.filter(isWrong), ...found.filter((one) => !isWrong(one))];
}

/** Whether anything is wrong, or only not known. */
export function isWrong({ kind }: Finding): boolean {
  return kind !== "unknown";
}

function gapIn(roster: Roster, group: string, now: Instant): Finding[] {
  const end = after(now, LOOK_AHEAD);
  const found = gaps(roster, group, now, end);
  const [first] = found;
  if (first === undefined) return [];
  const { from, to: until } = first;
  return [{ kind: "gap", group, from, until, open: until >= end, times: found.length }];
}

function withoutContact(roster: Roster, { person, ways, from }: Concerned): Finding[] {
  const contacts = Object.hasOwn(roster.people, person) ? roster.people[person] : undefined;
  const missing = ways.filter((way) => contactOf(contacts ?? {}, way) === undefined);
  if (missing.length === 0) return [];
  return [{ kind: "no-contact", person, missing, ...(from === undefined ? {} : { from }) }];
}

function inSlack(person: string, { standings }: ReadinessFacts): Finding[] {
  const standing = standings.get(person);
  if (standing === undefined || standing === "full") return [];
  if (typeof standing === "string") return [{ kind: "slack-user", person, standing }];
  return [{ kind: "unknown", what: "how Slack knows them", why: standing.why, person }];
}

function failedNumbers(people: readonly Concerned[], { numbers, now }: ReadinessFacts): Finding[] {
  const since = before(now, FAILED_LATELY);
  const asked = new Set(people.flatMap(({ person, ways }) => ways.map((way) => `${way} ${person}`)));
  return numbers
    .filter(({ person, via, at }) => at > since && asked.has(`${via} ${person}`))
    .map((fault) => ({ kind: "number-failed", ...fault }));
}

function certificate(end: CertificateEnd, now: Instant): Finding[] {
  const { of, host } = end;
  if ("why" in end)
    return [{ kind: "unknown", what: `until when the certificate of ${of} holds`, why: end.why }];
  if (end.until > after(now, ENDS_SOON)) return [];
  const { until, signer } = end;
  const ended = until <= now;
  return [{ kind: "certificate", of, host, until, ended, ...(signer === undefined ? {} : { signer }) }];
}
