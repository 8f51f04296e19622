import type { People } from "./model.ts";
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
