import { z } from "zod";
import { between, Instant } from "../lib/time.ts";
import { whoIsOnCall } from "../oncall/roster.ts";
import { system } from "../sla/model.ts";
import { type Context, iso } from "./context.ts";
import type { ConnectionHealth } from "./desk.ts";
import { HiveError } from "./hive-error.ts";
import type { Notices } from "./notices.ts";
import type { Notice, PageSubject } from "./ports.ts";

/** After so many polls without an answer, blindness is an alert itself. */
const BAD_POLLS = 3;
const KEY = "health:thehive";
const Blindness = z.strictObject({ since: Instant, why: z.string() });

/** Whether we can see TheHive, and telling people when we cannot: once when it is lost, once when it is back. */
export interface Sight {
  load(): Promise<void>;
  good(): Promise<void>;
  bad(error: unknown): Promise<void>;
  health(): ConnectionHealth;
}

export function sight(context: Context, notices: Notices): Sight {
  const { clock, store, trail, log } = context;
  let failures = 0;
  let firstFailureAt: Instant | undefined;
  let lastWhy = "not read yet";
  let seenAt: Instant | undefined;
  let told: z.infer<typeof Blindness> | undefined;

  async function tell(notice: Notice & PageSubject, id: string): Promise<void> {
    const { chat } = context;
    if (chat !== undefined) await notices.say(`${id}/slack`, chat.channel, notice);
    for (const person of whoIsOnCall(context.roster(), "oncall", clock.now()).people) {
      if (context.phones?.methods.has("sms") && context.roster().people[person]?.phone !== undefined) {
        await notices.page(id, "sms", person, "oncall", notice);
      }
    }
  }

  return {
    async load() {
      const saved = Blindness.safeParse(await store.read(KEY));
      if (saved.success) told = saved.data;
    },
    async good() {
      failures = 0;
      firstFailureAt = undefined;
      seenAt = clock.now();
      if (told === undefined) return;
      const { since } = told;
      const downFor = between(since, clock.now());
      await tell({ kind: "hive-up", downFor }, `hive-up/${since}`);
      await store.remove(KEY);
      told = undefined;
      await trail.append([
        { at: iso(clock.now()), event: "thehive.up", actor: system, detail: { downForMs: downFor } },
      ]);
      log.info({ downFor }, "TheHive is back");
    },
    async bad(error) {
      failures++;
      firstFailureAt ??= clock.now();
      lastWhy = error instanceof HiveError ? error.message : "an unexpected error: see the log";
      if (failures < BAD_POLLS || told !== undefined) return;
      const since = firstFailureAt;
      await tell({ kind: "hive-down", since, why: lastWhy }, `hive-down/${since}`);
      told = { since, why: lastWhy };
      await store.write(KEY, told);
      await trail.append([
        {
          at: iso(clock.now()),
          event: "thehive.down",
          actor: system,
          detail: { since: iso(since), why: lastWhy },
        },
      ]);
      log.error({ why: lastWhy }, "TheHive cannot be read");
    },
    health() {
      if (failures > 0)
        return {
          ok: false,
          detail: lastWhy,
          ...(firstFailureAt === undefined ? {} : { since: firstFailureAt }),
        };
      return seenAt === undefined
        ? { ok: false, detail: lastWhy }
        : { ok: true, detail: "reachable", since: seenAt };
    },
  };
}
