import { z } from "zod";
import { mask } from "../../lib/mask.ts";
import { type Clock, Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import type { NumberFault } from "../../oncall/readiness.ts";
import type { ReasonName } from "../../sla/reason.ts";
import type { Item } from "../items/item.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";

/** Where it is kept. */
export const numbersKey = "numbers";
const Kept = z.array(
  z.strictObject({
    person: z.string(),
    via: z.enum(["sms", "call"]),
    at: Instant,
    why: z.string(),
    /** Masked: enough to see that it is another one now. */
    number: z.string(),
  }),
);
type Kept = z.infer<typeof Kept>;

/** Remembers which numbers a text or call could not reach, until one gets through or the number is another. */
export interface Numbers {
  load(): Promise<void>;
  onOutcome(item: Item, outcome: Outcome): void;
  faults(): readonly NumberFault[];
}

export interface NumbersOptions {
  readonly clock: Clock;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly jobs: Pick<Jobs, "start">;
  readonly roster: () => Roster;
}

export function numbers({ clock, store, journal, jobs, roster }: NumbersOptions): Numbers {
  let kept: Kept = [];

  function keep(next: Kept): void {
    kept = next;
    jobs.start("remember which numbers fail", () => journal.write([[numbersKey, next]]));
  }

  return {
    async load() {
      const saved = Kept.safeParse(await store.read(numbersKey));
      if (saved.success) kept = saved.data;
    },
    onOutcome({ via, to: person }, outcome) {
      if (via !== "sms" && via !== "call") return;
      const others = kept.filter((one) => one.person !== person || one.via !== via);
      const number = numberOf(roster(), person);
      if (number !== undefined && isOfTheNumber(outcome))
        keep([...others, { person, via, at: clock.now(), why: outcome.detail, number }]);
      else if (gotThrough(outcome) && others.length < kept.length) keep(others);
    },
    faults: () => faultsOf(kept, roster()),
  };
}

/** The faults among what is kept that are those of the numbers people have now. */
export function faultsIn(kept: unknown, roster: Pick<Roster, "people">): readonly NumberFault[] {
  const read = Kept.safeParse(kept);
  return read.success ? faultsOf(read.data, roster) : [];
}

function faultsOf(kept: Kept, roster: Pick<Roster, "people">): readonly NumberFault[] {
  return kept
    .filter(({ person, number }) => numberOf(roster, person) === number)
    .map(({ number: _, ...fault }) => fault);
}

function numberOf({ people }: Pick<Roster, "people">, name: string): string | undefined {
  const phone = Object.hasOwn(people, name) ? people[name]?.phone : undefined;
  return phone === undefined ? undefined : mask(phone);
}

/** For good, and nobody else's: neither the account's, nor that of what was to be said. */
function isOfTheNumber(outcome: Outcome): outcome is Outcome & { state: "failed" } {
  if (outcome.state !== "failed" || outcome.again !== undefined) return false;
  return outcome.scope === "person" && !ours.has(outcome.reason?.name);
}

// No provider was asked, or it is told that our own request was wrong.
const ours: ReadonlySet<ReasonName | undefined> = new Set([
  "no words for it",
  "no longer reachable",
  "another copy leads",
  "not understood",
]);

/** Taken is not yet through: a text may still get lost. */
function gotThrough({ state }: Outcome): boolean {
  return state === "delivered" || state === "unanswered";
}
