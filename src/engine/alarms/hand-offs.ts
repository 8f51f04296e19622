import { z } from "zod";
import type { Settings } from "../../config/settings.ts";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { after, type Clock, days, type Instant, iso } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { groupOf, nextHandoff, whoIsOnCall } from "../../oncall/roster.ts";
import { gaps, unreachableShifts } from "../../oncall/shifts.ts";
import { system } from "../../sla/model.ts";
import type { Phones, Store } from "../ports.ts";
import { boardRow, type CardSources } from "../show/card-facts.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";

/** How far ahead the roster is searched for times in which nobody can be told. */
const LOOK_AHEAD = days(14);
const ROWS_TOLD = 20;
const KEY = "handoffs";
/** Whom each group's duty was last told to, and which gaps were said. */
const Memory = z.strictObject({
  onDuty: z.record(z.string(), z.array(z.string())),
  said: z.array(z.string()),
});
type Memory = z.infer<typeof Memory>;

/** Tells people that their shift begins, and the channel when a time is coming in which nobody can be told. */
export interface HandOffs {
  load(): Promise<void>;
  /** Looks now and at each hand-off until the signal aborts. */
  run(signal: AbortSignal): void;
  /** The roster has changed. */
  look(): void;
}

export interface HandOffsOptions {
  readonly clock: Clock;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly phones: Phones | undefined;
  readonly sources: CardSources;
  readonly onError: (error: unknown) => void;
}

export function handOffs(options: HandOffsOptions): HandOffs {
  const { clock, roster, store, journal, announcer, sources } = options;
  let memory: Memory = { onDuty: {}, said: [] };
  let lookAt: Instant | undefined;
  let loop: Repeated | undefined;

  async function check(): Promise<void> {
    const now = clock.now();
    // Also when this run fails: the next one must come.
    lookAt = soonest(now);
    for (const group of Object.keys(roster().groups)) {
      if (groupOf(roster(), group)?.rotation === undefined) continue;
      await greet(group, now);
    }
    await warn(now);
    await journal.write([[KEY, memory]]);
  }

  async function greet(group: string, now: Instant): Promise<void> {
    const { people, until } = whoIsOnCall(roster(), group, now);
    const before = memory.onDuty[group];
    memory = { ...memory, onDuty: { ...memory.onDuty, [group]: [...people] } };
    // The first look after an installation is nobody's handoff.
    if (before === undefined) return;
    for (const person of people.filter((one) => !before.includes(one))) {
      const detail = { group, from: before };
      await journal.write([], [{ at: iso(now), event: "oncall.handoff", actor: system, to: person, detail }]);
      const user = roster().people[person]?.slack;
      if (user === undefined) continue;
      const { watch } = sources;
      const open = [...watch.open()].flatMap((id) => watch.get(id) ?? []);
      const rows = open
        .map((entry) => boardRow(sources, entry))
        .sort((a, b) => (a.next?.at ?? Infinity) - (b.next?.at ?? Infinity));
      await announcer.message(`handoff/${group}/${person}/${now}`, user, {
        kind: "handoff",
        group,
        to: person,
        open: open.length,
        rows: rows.slice(0, ROWS_TOLD),
        ...(until === undefined ? {} : { until }),
      });
    }
  }

  /** Says each coming gap once. */
  async function warn(now: Instant): Promise<void> {
    const until = after(now, LOOK_AHEAD);
    const found = Object.keys(roster().groups).flatMap((group) => [
      ...gaps(roster(), group, now, until).map((gap) => ({
        group,
        from: gap.from,
        until: gap.to,
        why: "nobody is on call",
      })),
      ...unreachableShifts(roster(), group, now, until, methodsInUse(options)).map((shift) => ({
        group,
        from: shift.from,
        until: shift.to,
        why: `${shift.name} cannot be reached by ${shift.missing.join(" and ")}`,
      })),
    ]);
    // A gap that has begun would have another start at every look.
    const keyOf = (one: (typeof found)[number]) => `${one.group} ${one.why} ${one.until}`;
    for (const one of found) {
      if (memory.said.includes(keyOf(one))) continue;
      await announcer.say(`gap/${keyOf(one)}`, { kind: "coverage-gap", ...one });
    }
    memory = { ...memory, said: found.map(keyOf) };
  }

  function soonest(now: Instant): Instant {
    const next = Object.keys(roster().groups).flatMap((group) => nextHandoff(roster(), group, now)?.at ?? []);
    return Math.min(...next, after(now, days(1))) as Instant;
  }

  return {
    async load() {
      const saved = Memory.safeParse(await store.read(KEY));
      if (saved.success) memory = saved.data;
    },
    run(signal) {
      loop = repeat(check, { clock, signal, next: () => lookAt ?? clock.now(), onError: options.onError });
    },
    look: () => loop?.wake(),
  };
}

function methodsInUse({ phones, settings }: HandOffsOptions): ("sms" | "call")[] {
  const used = Object.values(settings().sla).flatMap(({ tiers, highRisk }) => [
    ...tiers.flatMap(({ notify }) => notify),
    ...highRisk,
  ]);
  return (["sms", "call"] as const).filter(
    (via) => phones?.methods.has(via) === true && used.some((method) => method.via === via),
  );
}
