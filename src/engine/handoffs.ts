import { z } from "zod";
import { after, days, type Instant, iso, minutes } from "../lib/time.ts";
import { groupOf, nextHandoff, whoIsOnCall } from "../oncall/roster.ts";
import { gaps, unreachableShifts } from "../oncall/shifts.ts";
import { system } from "../sla/model.ts";
import type { Context } from "./context.ts";
import { boardRow } from "./facts.ts";
import type { Notices } from "./notices.ts";

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
export interface Handoffs {
  load(): Promise<void>;
  /** Works out the next handoffs; called again whenever the roster changes. */
  plan(): void;
}

export function handoffs(context: Context, notices: Notices): Handoffs {
  const { clock, roster, timetable, work, chat, store, watch, trail } = context;
  let memory: Memory = { onDuty: {}, said: [] };

  async function check(): Promise<void> {
    const now = clock.now();
    for (const group of Object.keys(roster().groups)) {
      if (groupOf(roster(), group)?.rotation === undefined) continue;
      await greet(group, now);
    }
    await warn(now);
    await store.write(KEY, memory);
    schedule(now);
  }

  async function greet(group: string, now: Instant): Promise<void> {
    const { people, until } = whoIsOnCall(roster(), group, now);
    const before = memory.onDuty[group];
    memory = { ...memory, onDuty: { ...memory.onDuty, [group]: [...people] } };
    // The first look after an installation is nobody's handoff.
    if (before === undefined) return;
    for (const person of people.filter((one) => !before.includes(one))) {
      await trail.append([
        { at: iso(now), event: "oncall.handoff", actor: system, to: person, detail: { group, from: before } },
      ]);
      const user = roster().people[person]?.slack;
      if (chat === undefined || user === undefined) continue;
      const open = [...watch.open()].flatMap((id) => watch.get(id) ?? []);
      const rows = open
        .map((entry) => boardRow(context, entry))
        .sort((a, b) => (a.next?.at ?? Infinity) - (b.next?.at ?? Infinity));
      await notices.say(`handoff/${group}/${person}/${now}`, user, {
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
      ...unreachableShifts(roster(), group, now, until, methodsInUse(context)).map((shift) => ({
        group,
        from: shift.from,
        until: shift.to,
        why: `${shift.name} cannot be reached by ${shift.missing.join(" and ")}`,
      })),
    ]);
    // A gap that has begun would have another start at every look.
    const keyOf = (one: (typeof found)[number]) => `${one.group} ${one.why} ${one.until}`;
    for (const one of found) {
      if (chat === undefined || memory.said.includes(keyOf(one))) continue;
      await notices.say(`gap/${keyOf(one)}`, chat.channel, { kind: "coverage-gap", ...one });
    }
    memory = { ...memory, said: found.map(keyOf) };
  }

  function schedule(now: Instant): void {
    const next = Object.keys(roster().groups).flatMap((group) => nextHandoff(roster(), group, now)?.at ?? []);
    const soonest = Math.min(...next, after(now, days(1))) as Instant;
    timetable.at("handoffs", soonest, () => work.start("handoffs", check));
  }

  return {
    async load() {
      const saved = Memory.safeParse(await store.read(KEY));
      if (saved.success) memory = saved.data;
    },
    plan() {
      // Several changes of one moment are looked at together.
      timetable.at("handoffs", after(clock.now(), minutes(0)), () => work.start("handoffs", check));
    },
  };
}

function methodsInUse({ phones, settings }: Context): ("sms" | "call")[] {
  const used = Object.values(settings().sla).flatMap(({ tiers, highRisk }) => [
    ...tiers.flatMap(({ notify }) => notify),
    ...highRisk,
  ]);
  return (["sms", "call"] as const).filter(
    (via) => phones?.methods.has(via) === true && used.some((method) => method.via === via),
  );
}
