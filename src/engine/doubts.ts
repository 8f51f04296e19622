import { after, type Instant, seconds } from "../lib/time.ts";
import type { Delivery } from "../sla/record.ts";

/** A call that was asked for longer ago than this can be told from a later one by its time. */
const AMBIGUOUS_FOR = seconds(60);

/**
 * Calls of which nobody knows yet whether they were placed. Nothing marks a call: while one to a person is in
 * doubt, another to the same person would be taken for it.
 */
export interface Doubts {
  note(delivery: Delivery): void;
  settle(delivery: Delivery): void;
  /** Whether a call to this person must wait for another one to be found, or not. */
  holdUp(delivery: Delivery, now: Instant): boolean;
}

export function doubts(): Doubts {
  const byPerson = new Map<string, Map<string, Instant>>();
  return {
    note({ via, state, to, id, startedAt, at }) {
      if (via !== "call" || state !== "sending") return;
      const open = byPerson.get(to) ?? new Map<string, Instant>();
      byPerson.set(to, open.set(id, startedAt ?? at));
    },
    settle({ to, id }) {
      byPerson.get(to)?.delete(id);
    },
    holdUp({ via, to, id }, now) {
      if (via !== "call") return false;
      const others = [...(byPerson.get(to) ?? [])].filter(([other]) => other !== id);
      return others.some(([, startedAt]) => after(startedAt, AMBIGUOUS_FOR) > now);
    },
  };
}
