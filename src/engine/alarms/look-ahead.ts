import type { Settings } from "../../config/settings.ts";
import { usesOf } from "../../config/unusable.ts";
import { inPool } from "../../lib/pool.ts";
import { after, type Instant, seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { Roster } from "../../oncall/model.ts";
import { contactOf } from "../../oncall/person.ts";
import {
  type CertificateEnd,
  concerned,
  findings,
  LOOK_AHEAD,
  type NumberFault,
  type Standing,
} from "../../oncall/readiness.ts";
import type { PersonalVia } from "../../oncall/ways.ts";
import type { Outside, Readiness } from "../ports/outside.ts";

/** What a look at how ready everything is has to go by. */
export interface Known {
  readonly now: Instant;
  readonly roster: Roster;
  readonly settings: Settings;
  /** The ways to people that are set up. */
  readonly setUp: ReadonlySet<PersonalVia>;
  readonly numbers: readonly NumberFault[];
  readonly feeds: readonly string[];
  /** Texts can be replied to. */
  readonly takesReplies: boolean;
}

type Standings = Map<string, Standing | { readonly why: string }>;

/** Of everybody together: people wait for it. */
const ASKED_WITHIN = seconds(10);
const AT_ONCE = 5;

/** Looks whether everybody can be told in the coming two weeks, asking others where only they know. Never throws. */
export async function lookAhead(known: Known, outside: Outside | undefined): Promise<Readiness> {
  const { roster, now, settings } = known;
  const uses = usesSetUp(settings, known.setUp);
  const people = concerned(roster, uses, now).map(({ person }) => person);
  const [standings, certificates] = await Promise.all([
    standingsOf(people, roster, outside?.standing),
    outside?.certificates() ?? Promise.resolve<readonly CertificateEnd[]>([]),
  ]);
  const noReplies = settings.readiness.test !== "off" && !known.takesReplies;
  return {
    at: now,
    until: after(now, LOOK_AHEAD),
    findings: findings({ ...known, uses, standings, certificates, noReplies }),
  };
}

/** The ways to people that policies in force name and that are set up. */
export function usesSetUp(
  settings: Settings,
  setUp: ReadonlySet<PersonalVia>,
): { readonly via: PersonalVia; readonly group: string }[] {
  return usesOf(settings).flatMap(({ method }) =>
    method.via === "slack" || !setUp.has(method.via) ? [] : [{ via: method.via, group: method.group }],
  );
}

async function standingsOf(
  people: readonly string[],
  roster: Roster,
  ask: Outside["standing"],
): Promise<Standings> {
  const found: Standings = new Map();
  if (ask === undefined) return found;
  const users = people.flatMap((name) => {
    const user = contactOf(roster.people[name] ?? {}, "dm");
    return user === undefined ? [] : [{ name, user }];
  });
  const unasked = new Set(users.map(({ name }) => name));
  const look = async ({ name, user }: (typeof users)[number]) => {
    const standing = await ask(user).catch((error: unknown) => ({ why: messageOf(error) }));
    if (unasked.delete(name)) found.set(name, standing);
  };
  await within(systemClock, ASKED_WITHIN, () => inPool(users, AT_ONCE, look)).catch(() => {
    for (const name of unasked) found.set(name, { why: "Slack did not answer in time" });
    unasked.clear();
  });
  return found;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "Slack could not be asked");
