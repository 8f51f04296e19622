import type { Logger } from "pino";
import { z } from "zod";
import type { Settings } from "../../config/settings.ts";
import { nextOf } from "../../lib/recurring.ts";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { type Clock, Instant, iso } from "../../lib/time.ts";
import { isoWithOffset, type TimeZone } from "../../lib/zoned.ts";
import type { Roster } from "../../oncall/model.ts";
import { isWrong } from "../../oncall/readiness.ts";
import { zoneOf } from "../../oncall/roster.ts";
import { system } from "../../sla/model.ts";
import type { Outside, Readiness } from "../ports/outside.ts";
import type { Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";
import { changedAt } from "./changed-at.ts";
import { type Known, lookAhead } from "./look-ahead.ts";

const KEY = "readiness";
/** When it looked last; before it ever did, since when it waits for its first time. */
const Memory = z.strictObject({ lookedAt: Instant.optional(), since: Instant.optional() });

/** Looks every morning whether everybody can be told in the coming two weeks, and says in one message what is wrong. */
export interface ReadinessAlarm {
  load(): Promise<void>;
  run(signal: AbortSignal): void;
  /** Looks now if it is time to since it last did, in whichever run that was. For a run that ends at once. */
  lookIfDue(): Promise<void>;
  /** The settings have changed. */
  replan(): void;
  /** Looks now, for whoever asks. Says nothing to others. Never throws. */
  look(): Promise<Readiness>;
  /** When it looks by itself next; undefined: never. */
  next(): Instant | undefined;
}

export interface ReadinessOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly jobs: Pick<Jobs, "run">;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly known: () => Omit<Known, "now" | "roster" | "settings">;
  /** Absent: nobody outside is asked. */
  readonly outside: Outside | undefined;
  /** Told of what is said, so that it is not said again. */
  readonly onTold: (now: Instant) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function readiness(options: ReadinessOptions): ReadinessAlarm {
  const { clock, log, store, journal, announcer, settings, roster, known, outside } = options;
  let begun = clock.now();
  let isKept = false;
  const setAt = changedAt(clock, () => settings().readiness);
  let lookedAt: Instant | undefined;
  let loop: Repeated | undefined;

  function next(): Instant | undefined {
    const { at } = settings().readiness;
    const since = latest(lookedAt ?? begun, setAt());
    if (at === "off") return undefined;
    const zone = readinessZone(settings(), roster());
    const time = nextOf(at, zone, since);
    // Once a day, whatever the time was before.
    const isSameDay = lookedAt !== undefined && dayOf(lookedAt, zone) === dayOf(time, zone);
    return isSameDay ? nextOf(at, zone, time) : time;
  }

  const look = () =>
    lookAhead({ ...known(), now: clock.now(), roster: roster(), settings: settings() }, outside);

  async function morning(): Promise<void> {
    const found = await look();
    const { at, findings } = found;
    if (findings.length > 0) {
      log.warn({ findings }, "not all is ready for the coming two weeks");
      const day = dayOf(at, readinessZone(settings(), roster()));
      await announcer.say(`readiness/${day}`, { kind: "readiness", ...found }, { topic: "readiness" });
      await options.onTold(at);
    }
    lookedAt = at;
    const wrong = findings.filter(isWrong).length;
    const detail = { wrong, unknown: findings.length - wrong };
    await journal.write(
      [[KEY, { lookedAt }]],
      [{ at: iso(at), event: "readiness.checked", actor: system, detail }],
    );
  }

  const soon = () => options.jobs.run("look how ready everything is", morning);

  return {
    async load() {
      const saved = Memory.safeParse(await store.read(KEY));
      if (!saved.success) return;
      lookedAt = saved.data.lookedAt;
      begun = saved.data.since ?? begun;
      isKept = true;
    },
    run(signal) {
      loop = repeat(soon, { clock, signal, next, onError: options.onError });
    },
    async lookIfDue() {
      // The next run knows by it that a morning has come.
      if (!isKept) await journal.write([[KEY, { since: begun }]]);
      const due = next();
      if (due !== undefined && due <= clock.now()) await soon().catch(options.onError);
    },
    replan: () => loop?.replan(),
    look,
    next,
  };
}

/** By whose clock it is morning: as set, else that of the group `oncall`. */
export function readinessZone({ readiness: { timezone } }: Settings, roster: Roster): TimeZone {
  return timezone ?? zoneOf(roster, "oncall");
}

export function latest(...all: readonly [Instant, ...(Instant | undefined)[]]): Instant {
  return Math.max(...all.map((at) => at ?? all[0])) as Instant;
}

/** `2026-03-02`. */
export function dayOf(at: Instant, zone: TimeZone): string {
  return isoWithOffset(at, zone).slice(0, 10);
}
