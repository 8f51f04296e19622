import { z } from "zod";
import { Instant } from "../../lib/time.ts";
import type { Override, Roster } from "../../oncall/model.ts";
import { whoIsOnCall } from "../../oncall/roster.ts";
import type { Named, Notice } from "../ports.ts";
import { namedIn } from "../show/card-facts.ts";

/** The overrides of which the channel knows, by their ids. */
export const KnownOverrides = z.record(
  z.string(),
  z.strictObject({ group: z.string(), person: z.string(), until: Instant }),
);
export type KnownOverrides = z.infer<typeof KnownOverrides>;

/** What is to be said of the overrides, each under a name of its own, and what the channel knows then. */
export interface OverrideNews {
  readonly known: KnownOverrides;
  readonly notices: readonly { readonly name: string; readonly group: string; readonly notice: Notice }[];
}

/**
 * What is new of the overrides: made since, or called off before their end.
 * @param before undefined: the first look after an installation, which announces nothing old
 */
export function overrideNews(roster: Roster, before: KnownOverrides | undefined, now: Instant): OverrideNews {
  const current = roster.overrides.filter(({ until }) => until > now);
  const known = Object.fromEntries(
    current.map(({ id, group, person, until }) => [id, { group, person, until }]),
  );
  if (before === undefined) return { known, notices: [] };
  const made = current
    .filter(({ id }) => before[id] === undefined)
    .map((one) => ({ name: `override/${one.id}`, group: one.group, notice: overrideMade(roster, one, now) }));
  const gone = Object.entries(before).filter(([id, { until }]) => until > now && known[id] === undefined);
  const over = gone.map(([id, { group, person }]) => ({
    name: `override/${id}/over`,
    group,
    notice: {
      kind: "override-over",
      group,
      was: namedIn(roster, person),
      now: onDuty(roster, group, now),
    } as const,
  }));
  return { known, notices: [...made, ...over] };
}

function overrideMade(
  roster: Roster,
  { id, group, person, from, until, by }: Override,
  now: Instant,
): Notice {
  const others = { ...roster, overrides: roster.overrides.filter((one) => one.id !== id) };
  const relieved = onDuty(others, group, from > now ? from : now).filter(({ name }) => name !== person);
  return { kind: "override", group, to: namedIn(roster, person), relieved, from, until, by };
}

function onDuty(roster: Roster, group: string, at: Instant): Named[] {
  return whoIsOnCall(roster, group, at).people.map((name) => namedIn(roster, name));
}
