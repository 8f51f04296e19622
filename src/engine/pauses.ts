import { z } from "zod";
import { Instant, iso } from "../lib/time.ts";
import { Actor } from "../sla/model.ts";
import type { Context } from "./context.ts";
import type { Pause } from "./desk.ts";
import type { Notices } from "./notices.ts";

const KEY = "pause";
const PauseRecord = z.strictObject({ by: Actor, at: Instant, until: Instant, reason: z.string() });

/** Maintenance: nothing fires until it is over; what fell due meanwhile then follows the usual rule. */
export interface Pauses {
  load(): Promise<void>;
  current(): Pause | undefined;
  pause(until: Instant, reason: string, actor: Actor): Promise<Pause>;
  resume(actor: Actor): Promise<boolean>;
}

export function pauses(context: Context, notices: Notices): Pauses {
  const { clock, store, trail, chat } = context;
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
      await store.write(KEY, pause);
      saved = pause;
      await trail.append([
        { at: iso(now), event: "monitor.paused", actor, detail: { until: iso(until), reason } },
      ]);
      if (chat !== undefined)
        await notices.say(`paused/${now}`, chat.channel, { kind: "paused", by: actor, until, reason });
      return pause;
    },
    async resume(actor) {
      if (current() === undefined) return false;
      const now = clock.now();
      await store.remove(KEY);
      saved = undefined;
      await trail.append([{ at: iso(now), event: "monitor.resumed", actor }]);
      if (chat !== undefined)
        await notices.say(`resumed/${now}`, chat.channel, { kind: "resumed", by: actor });
      return true;
    },
  };
}
