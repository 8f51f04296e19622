import { z } from "zod";
import { Instant } from "../lib/time.ts";
import type { Override, Roster } from "./model.ts";
import { Name } from "./person.ts";
import { groupOf } from "./roster.ts";
import { type Shift, shifts } from "./shifts.ts";

/** What one person asks of another: to stand in for each other in a stretch of time. */
export const Swap = z.strictObject({
  group: Name,
  asks: Name,
  asked: Name,
  from: Instant,
  until: Instant,
  /** The Slack user who asks. */
  by: z.string().min(1),
  at: Instant,
});
export type Swap = Readonly<z.infer<typeof Swap>>;

/** What a swap comes to as the duty stands, or why it comes to nothing. */
export type Swapped = Readonly<
  | {
      kind: "swap";
      /** Stretches of whoever asks, which the other takes. */
      gives: readonly Shift[];
      /** Stretches of the other, which whoever asks takes. */
      takes: readonly Shift[];
      overrides: readonly Override[];
    }
  | { kind: "refused"; why: string }
>;

/** Works out a swap: in that time, whoever of the two is on duty makes room for the other. */
export function swapped(roster: Roster, swap: Swap, now: Instant): Swapped {
  const { group, asks, asked, until, by } = swap;
  const from = swap.from > now ? swap.from : now;
  const why = objection(roster, swap, now);
  if (why !== undefined) return { kind: "refused", why };
  const all = shifts(roster, group, from, until);
  const gives = all.filter(({ name }) => name === asks);
  const takes = all.filter(({ name }) => name === asked);
  if (gives.length + takes.length === 0) {
    return { kind: "refused", why: `Neither ${asks} nor ${asked} is on call for ${group} in that time.` };
  }
  const overrides = [...gives, ...takes].map((shift, index) => ({
    id: `${idOf(swap)}:${index}`,
    group,
    person: shift.name === asks ? asked : asks,
    from: shift.from,
    until: shift.to,
    by,
    at: now,
    kind: "override" as const,
  }));
  return { kind: "swap", gives, takes, overrides };
}

function objection(roster: Roster, swap: Swap, now: Instant): string | undefined {
  const { group, asks, asked, until } = swap;
  const found = groupOf(roster, group);
  if (found === undefined) return `There is no group "${group}" any more.`;
  if (asks === asked) return "With whom? That is yourself.";
  const gone = [asks, asked].find((name) => !Object.hasOwn(roster.people, name));
  if (gone !== undefined) return `${gone} is not one of the people any more.`;
  if (found.members !== undefined) return `Everybody in ${group} is told at once: there is nothing to swap.`;
  if (until <= now) return "That time is over.";
  const isDone = roster.overrides.some(({ id }) => id.startsWith(`${idOf(swap)}:`));
  return isDone ? "This swap was accepted already." : undefined;
}

/** One asking is one swap, however often its button is pressed. */
function idOf({ group, asks, asked, from, until, at }: Swap): string {
  return ["swap", group, asks, asked, from, until, at].join(":");
}
