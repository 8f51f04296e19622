import { z } from "zod";
import { type Clock, Instant, iso } from "../../lib/time.ts";
import { Actor } from "../../sla/model.ts";
import type { Pause } from "../desk.ts";
import type { Store } from "../ports/store.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";

const KEY = "pause";
const PauseRecord = z.strictObject({ by: Actor, at: Instant, until: Instant, reason: z.string() });

/** Maintenance: nothing fires until it is over; what fell due meanwhile then follows the usual rule. */
export interface Pauses {
  load(): Promise<void>;
  current(): Pause | undefined;
  /** @throws when it could not be saved; then it is not in force */
  pause(until: Instant, reason: string, actor: Actor): Promise<Pause>;
  /** @returns false when there is no pause to end @throws as `pause` */
  resume(actor: Actor): Promise<boolean>;
}

export interface PausesOptions {
  readonly clock: Clock;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
}

export function pauses({ clock, store, journal, announcer }: PausesOptions): Pauses {
  let saved: Pause | undefined;
  const current = () => (saved !== undefined && saved.until > clock.now() ? saved : undefined);

  return {
    async load() {
      const read = PauseRecord.safeParse(await store.read(KEY));
      if (read.success) saved = read.data;
    },
    current,
    async pause(until, reason, actor) {
      const now = clock.now();
      const pause = { by: actor, at: now, until, reason };
      const detail = { until: iso(until), reason };
      await journal.insist([[KEY, pause]], [{ at: iso(now), event: "monitor.paused", actor, detail }]);
      saved = pause;
      await announcer.say(`paused/${now}`, { kind: "paused", by: actor, until, reason }, { topic: "pause" });
      return pause;
    },
    async resume(actor) {
      if (current() === undefined) return false;
      const now = clock.now();
      await journal.insist([[KEY, undefined]], [{ at: iso(now), event: "monitor.resumed", actor }]);
      saved = undefined;
      await announcer.say(`resumed/${now}`, { kind: "resumed", by: actor }, { topic: "pause" });
      return true;
    },
  };
}
