import { z } from "zod";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { after, type Clock, days, type Instant, iso } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { named } from "../../oncall/people.ts";
import { groupOf, nextHandoff, whoIsOnCall } from "../../oncall/roster.ts";
import { system } from "../../sla/model.ts";
import type { Named } from "../ports/card-facts.ts";
import type { Notice } from "../ports/notice.ts";
import type { Store } from "../ports/store.ts";
import { boardRow, type CardSources } from "../show/card-facts.ts";
import { byUrgency } from "../show/urgency.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";
import type { Coverage } from "./coverage.ts";

const ROWS_TOLD = 20;
const KEY = "handoffs";
/** Whom each group's duty was last told to. */
const Memory = z.object({ onDuty: z.record(z.string(), z.array(z.string())) });
type Memory = z.infer<typeof Memory>;

/** Tells people that their shift begins or ends, and the channel of it; and has looked whether somebody can be told. */
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
  readonly roster: () => Roster;
  readonly coverage: Pick<Coverage, "look">;
  readonly sources: CardSources;
  readonly onError: (error: unknown) => void;
}

export function handOffs(options: HandOffsOptions): HandOffs {
  const { clock, roster, store, journal, announcer, sources } = options;
  let memory: Memory = { onDuty: {} };
  let known: string | undefined;
  let lookAt: Instant | undefined;
  let loop: Repeated | undefined;

  async function check(): Promise<void> {
    const now = clock.now();
    // Also when this run fails: the next one must come.
    lookAt = soonest(now);
    const overrides = roster()
      .overrides.map(({ id }) => id)
      .join(" ");
    // Whoever made or called off an override has said so in the channel.
    const bySomebody = known !== undefined && known !== overrides;
    known = overrides;
    for (const group of Object.keys(roster().groups)) {
      if (groupOf(roster(), group)?.members !== undefined) continue;
      await greet(group, now, !bySomebody);
    }
    await options.coverage.look(now);
    await journal.write([[KEY, memory]]);
  }

  async function greet(group: string, now: Instant, inChannel: boolean): Promise<void> {
    const duty = whoIsOnCall(roster(), group, now);
    const before = memory.onDuty[group];
    memory = { ...memory, onDuty: { ...memory.onDuty, [group]: [...duty.people] } };
    // The first look after an installation is nobody's handoff.
    if (before === undefined) return;
    const incoming = duty.people.filter((one) => !before.includes(one));
    const relieved = before
      .filter((one) => !duty.people.includes(one))
      .map((name) => named(roster().people, name));
    for (const person of incoming) {
      const detail = { group, from: before };
      await journal.write([], [{ at: iso(now), event: "oncall.handoff", actor: system, to: person, detail }]);
      const to = named(roster().people, person);
      const notice = handOff(group, to, relieved, duty.until);
      const name = `handoff/${group}/${person}/${now}`;
      if (inChannel) await announcer.say(`${name}/channel`, notice);
      for (const user of [to, ...relieved].flatMap(({ slack }) => slack ?? []))
        await announcer.message(user === to.slack ? name : `${name}/${user}`, user, notice);
    }
  }

  function handOff(group: string, to: Named, relieved: readonly Named[], until: Instant | undefined): Notice {
    const { watch } = sources;
    const rows = [...watch.open()]
      .flatMap((id) => watch.get(id) ?? [])
      .map((entry) => boardRow(sources, entry))
      .sort(byUrgency);
    const end = until === undefined ? {} : { until };
    return {
      kind: "handoff",
      group,
      to,
      relieved,
      open: rows.length,
      rows: rows.slice(0, ROWS_TOLD),
      ...end,
    };
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
