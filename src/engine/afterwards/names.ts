import type { Roster } from "../../oncall/model.ts";
import { bySlack } from "../../oncall/people.ts";
import type { Actor } from "../../sla/model.ts";
import type { Person } from "../desk.ts";

/** What people are called who did something: as Slack showed them, or as the settings have them. */
export interface Names {
  meet(person: Person): void;
  /** Undefined where nobody knows: a Slack id tells nobody anything. */
  of(actor: Actor): string | undefined;
}

export function names(roster: () => Roster): Names {
  const met = new Map<Actor, string>();
  return {
    meet({ actor, name }) {
      if (name !== undefined) met.set(actor, name);
    },
    of(actor) {
      const { people } = roster();
      return (
        met.get(actor) ?? bySlack(people, actor)?.name ?? (Object.hasOwn(people, actor) ? actor : undefined)
      );
    },
  };
}
