import type { TimeZone } from "../lib/zoned.ts";
import type { People, Roster } from "./model.ts";
import type { Person } from "./person.ts";

/** The person of this Slack user, if the settings have one. */
export function bySlack(people: People, slack: string): (Person & { readonly name: string }) | undefined {
  const found = Object.entries(people).find(([, person]) => person.slack === slack);
  return found === undefined ? undefined : { ...found[1], name: found[0] };
}

/** A person with the Slack id by which to mention them, if there is one. */
export function named(people: People, name: string): { readonly name: string; readonly slack?: string } {
  const slack = Object.hasOwn(people, name) ? people[name]?.slack : undefined;
  return { name, ...(slack === undefined ? {} : { slack }) };
}

/**
 * By whose clock a person lives: their own in Slack, or that of the rotation they are told by, or of one they are in;
 * undefined: unknown.
 *
 * @param inSlack what is known already of a Slack user
 */
export function zoneOf(
  { people, groups }: Pick<Roster, "people" | "groups">,
  name: string,
  group = "oncall",
  inSlack: (user: string) => TimeZone | undefined = () => undefined,
): TimeZone | undefined {
  const { slack } = named(people, name);
  const own = slack === undefined ? undefined : inSlack(slack);
  if (own !== undefined) return own;
  const rotations = [groups[group], ...Object.values(groups)].flatMap((one) => one?.rotation ?? []);
  return rotations.find(({ members }) => members.includes(name))?.timezone;
}
