import { z } from "zod";
import type { Settings } from "../../config/settings.ts";
import { after, type Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { LOOK_AHEAD } from "../../oncall/readiness.ts";
import { gaps, unreachableShifts } from "../../oncall/shifts.ts";
import type { PersonalVia } from "../../oncall/ways.ts";
import type { Store } from "../ports/store.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";
import { usesSetUp } from "./look-ahead.ts";

const KEY = "coverage";
/** Which gaps were said. */
const Memory = z.strictObject({ said: z.array(z.string()) });

/**
 * Says at once that nobody can be told for a while: what begins before the next daily look. That one tells all of the
 * coming two weeks together.
 */
export interface Coverage {
  load(): Promise<void>;
  look(now: Instant): Promise<void>;
  /** All that there is now was said together. */
  told(now: Instant): Promise<void>;
}

export interface CoverageOptions {
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly setUp: () => ReadonlySet<PersonalVia>;
  /** When all is told together next; undefined: never. */
  readonly nextLook: () => Instant | undefined;
}

export function coverage(options: CoverageOptions): Coverage {
  const { store, journal, announcer, roster, settings, setUp, nextLook } = options;
  let said: readonly string[] = [];

  function uncovered(now: Instant) {
    const until = after(now, LOOK_AHEAD);
    const uses = usesSetUp(settings(), setUp());
    const found = Object.keys(roster().groups).flatMap((group) => {
      const ways = uses.filter((use) => use.group === group).map(({ via }) => via);
      return [
        ...gaps(roster(), group, now, until).map((gap) => ({
          group,
          from: gap.from,
          until: gap.to,
          why: "nobody is on call",
        })),
        ...unreachableShifts(roster(), group, now, until, ways).map((shift) => ({
          group,
          from: shift.from,
          until: shift.to,
          why: `${shift.name} cannot be reached by ${shift.missing.join(" and ")}`,
        })),
      ];
    });
    // What has begun would have another start at every look, and what goes on another end.
    return found.map((one) => ({
      ...one,
      key: `${one.group} ${one.why} ${one.until < until ? one.until : "on"}`,
    }));
  }

  async function keep(next: readonly string[]): Promise<void> {
    if (next.join("\n") === said.join("\n")) return;
    said = next;
    await journal.write([[KEY, { said }]]);
  }

  return {
    async load() {
      const saved = Memory.safeParse(await store.read(KEY));
      if (saved.success) said = saved.data.said;
    },
    async look(now) {
      const found = uncovered(now);
      const soon = nextLook();
      const due = found.filter(({ key, from }) => !said.includes(key) && (soon === undefined || from < soon));
      for (const { key, ...gap } of due) await announcer.say(`gap/${key}`, { kind: "coverage-gap", ...gap });
      const known = new Set([...said, ...due.map(({ key }) => key)]);
      await keep(found.map(({ key }) => key).filter((key) => known.has(key)));
    },
    told: (now) => keep(uncovered(now).map(({ key }) => key)),
  };
}
