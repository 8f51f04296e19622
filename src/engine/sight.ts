import { z } from "zod";
import { between, Instant, iso } from "../lib/time.ts";
import { system } from "../sla/model.ts";
import type { Context } from "./context.ts";
import type { ConnectionHealth } from "./desk.ts";
import { HiveError } from "./hive-error.ts";
import type { Notices } from "./notices.ts";
import type { Notice, PageSubject } from "./ports.ts";

/** After so many polls without an answer, blindness is an alert itself. */
const BAD_POLLS = 3;
const KEY = "health:thehive";
/** Kept from poll to poll, and so from one `once` to the next. */
const Blindness = z.strictObject({ since: Instant, why: z.string(), polls: z.number(), told: z.boolean() });

/** Whether we can see TheHive, and telling people when we cannot: once when it is lost, once when it is back. */
export interface Sight {
  load(): Promise<void>;
  good(): Promise<void>;
  bad(error: unknown): Promise<void>;
  health(): ConnectionHealth;
}

export function sight(context: Context, notices: Notices): Sight {
  const { clock, store, trail, log } = context;
  let blind: z.infer<typeof Blindness> | undefined;
  let seenAt: Instant | undefined;
  /** A crash may have come after people were told. */
  let inherited = false;

  async function tell(notice: Notice & PageSubject, id: string, at: Instant): Promise<void> {
    const { chat } = context;
    const since = inherited ? at : undefined;
    if (chat !== undefined) await notices.say(`${id}/slack`, chat.channel, notice, since);
    await notices.pageGroup(id, "sms", "oncall", notice, since);
  }

  return {
    async load() {
      const saved = Blindness.safeParse(await store.read(KEY));
      if (!saved.success) return;
      blind = saved.data;
      inherited = true;
    },
    async good() {
      seenAt = clock.now();
      if (blind === undefined) return;
      const { since, told } = blind;
      if (told) {
        const downFor = between(since, seenAt);
        await tell({ kind: "hive-up", downFor }, `hive-up/${since}`, since);
        const detail = { downForMs: downFor };
        await trail.append([{ at: iso(seenAt), event: "thehive.up", actor: system, detail }]);
        log.info({ downFor }, "TheHive is back");
      }
      await store.remove(KEY);
      blind = undefined;
      inherited = false;
    },
    async bad(error) {
      const now = clock.now();
      const why = error instanceof HiveError ? error.message : "an unexpected error: see the log";
      const { since = now, polls = 0, told = false } = blind ?? {};
      blind = { since, why, polls: polls + 1, told };
      await store.write(KEY, blind);
      if (blind.polls < BAD_POLLS || told) return;
      await tell({ kind: "hive-down", since, why }, `hive-down/${since}`, since);
      blind = { ...blind, told: true };
      await store.write(KEY, blind);
      const detail = { since: iso(since), why };
      await trail.append([{ at: iso(now), event: "thehive.down", actor: system, detail }]);
      log.error({ why }, "TheHive cannot be read");
    },
    health() {
      if (blind !== undefined) return { ok: false, detail: blind.why, since: blind.since };
      return seenAt === undefined
        ? { ok: false, detail: "not read yet" }
        : { ok: true, detail: "reachable", since: seenAt };
    },
  };
}
