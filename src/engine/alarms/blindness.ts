import type { Logger } from "pino";
import { z } from "zod";
import { between, type Clock, Instant, iso } from "../../lib/time.ts";
import { system } from "../../sla/model.ts";
import type { ConnectionHealth } from "../desk.ts";
import { HiveError } from "../hive-error.ts";
import type { Notice } from "../ports/notice.ts";
import type { PageSubject } from "../ports/phones.ts";
import type { Store } from "../ports/store.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";

/** After so many polls without an answer, blindness is an alert itself. */
const BAD_POLLS = 3;
const KEY = "health:thehive";
/** Kept from poll to poll, and so from one `once` to the next. */
const Blind = z.strictObject({ since: Instant, why: z.string(), polls: z.number(), told: z.boolean() });
type Blind = z.infer<typeof Blind>;

/** Whether we can see TheHive, and telling people when we cannot: once when it is lost, once when it is back. */
export interface Blindness {
  load(): Promise<void>;
  good(): Promise<void>;
  bad(error: unknown): Promise<void>;
  health(): ConnectionHealth;
}

export interface BlindnessOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
}

export function blindness({ clock, log, store, journal, announcer }: BlindnessOptions): Blindness {
  let blind: Blind | undefined;
  let seenAt: Instant | undefined;

  async function tell(notice: Notice & PageSubject, name: string): Promise<void> {
    await announcer.say(name, notice, { topic: "thehive" });
    await announcer.page(name, "sms", "oncall", notice, { topic: "thehive" });
  }

  return {
    async load() {
      const saved = Blind.safeParse(await store.read(KEY));
      if (saved.success) blind = saved.data;
    },
    async good() {
      seenAt = clock.now();
      if (blind === undefined) return;
      const { since, told } = blind;
      blind = undefined;
      const downFor = between(since, seenAt);
      const up = {
        at: iso(seenAt),
        event: "thehive.up",
        actor: system,
        detail: { downForMs: downFor },
      } as const;
      await journal.write([[KEY, undefined]], told ? [up] : []);
      if (!told) return;
      log.info({ downFor }, "TheHive is back");
      await tell({ kind: "hive-up", downFor }, `hive-up/${since}`);
    },
    async bad(error) {
      const now = clock.now();
      const why = error instanceof HiveError ? error.message : "an unexpected error: see the log";
      const { since = now, polls = 0, told = false } = blind ?? {};
      const isTime = polls + 1 >= BAD_POLLS && !told;
      blind = { since, why, polls: polls + 1, told: told || isTime };
      const down = {
        at: iso(now),
        event: "thehive.down",
        actor: system,
        detail: { since: iso(since), why },
      } as const;
      await journal.write([[KEY, blind]], isTime ? [down] : []);
      if (!isTime) return;
      log.error({ why }, "TheHive cannot be read");
      const trouble = error instanceof HiveError ? error.code : "unknown";
      await tell({ kind: "hive-down", since, why, trouble }, `hive-down/${since}`);
    },
    health() {
      if (blind !== undefined) return { ok: false, detail: blind.why, since: blind.since };
      return seenAt === undefined
        ? { ok: false, detail: "not read yet" }
        : { ok: true, detail: "reachable", since: seenAt };
    },
  };
}
