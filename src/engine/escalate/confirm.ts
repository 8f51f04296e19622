import type { Logger } from "pino";
import { sluice } from "../../lib/sluice.ts";
import { after, type Clock, type Instant, seconds } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { Watchlist } from "../work/watchlist.ts";
import { AT_ONCE } from "./parts.ts";

/** How long people wait for TheHive to say whether an alert is still open: told within 10 s whatever happens. */
const CONFIRM_WITHIN = seconds(9);
/** For so long a look counts. */
const STILL_TRUE = seconds(15);
/** More than so many at once are learnt by one poll, and all that fall due while it goes on. */
const MANY = 25;

/** The alert as TheHive has it now; undefined when it is gone; `unconfirmed` when TheHive did not tell. */
export type Confirmed = Alert | undefined | "unconfirmed";

/** Asks TheHive whether alerts are still open, immediately before anybody is told. */
export interface Confirm {
  ask(id: AlertId): Promise<Confirmed>;
  /** Whether it was asked in the last seconds, whatever the answer. */
  isRecent(id: AlertId): boolean;
  /** Those that were not asked lately. Never throws. @param see told of each answer */
  renew(ids: readonly AlertId[], see: (id: AlertId, found: Confirmed) => Promise<void>): Promise<void>;
}

export interface ConfirmOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly source: Pick<AlertSource, "read">;
  readonly watch: Watchlist;
  /** One poll. @returns whether TheHive could be read; what changed is noted in the watchlist then */
  readonly poll: () => Promise<boolean>;
}

export function confirmation({ clock, log, source, watch, poll }: ConfirmOptions): Confirm {
  const asked = new Map<AlertId, Instant>();
  let forgotAt = clock.now();
  const pass = sluice(AT_ONCE);
  let reading = 0;
  let polling: Promise<boolean> | undefined;

  async function readOne(id: AlertId): Promise<Confirmed> {
    reading += 1;
    try {
      return await within(clock, CONFIRM_WITHIN, (signal) => source.read(id, signal));
    } catch (error) {
      log.warn({ alertId: id, err: error }, "could not confirm that the alert is still open");
      return "unconfirmed";
    } finally {
      reading -= 1;
    }
  }

  async function byPoll(id: AlertId): Promise<Confirmed> {
    polling ??= within(clock, CONFIRM_WITHIN, poll)
      .catch(() => false)
      .finally(() => {
        polling = undefined;
      });
    const isRead = await polling;
    await pass();
    return isRead ? watch.get(id)?.alert : "unconfirmed";
  }

  function ask(id: AlertId): Promise<Confirmed> {
    forgetOld();
    asked.set(id, clock.now());
    return reading >= MANY || polling !== undefined ? byPoll(id) : readOne(id);
  }

  function forgetOld(): void {
    if (clock.now() < after(forgotAt, STILL_TRUE)) return;
    forgotAt = clock.now();
    for (const id of asked.keys()) if (!isRecent(id)) asked.delete(id);
  }

  function isRecent(id: AlertId): boolean {
    const at = asked.get(id);
    return at !== undefined && after(at, STILL_TRUE) > clock.now();
  }

  return {
    ask,
    isRecent,
    async renew(ids, see) {
      const wanted = [...new Set(ids)].filter((id) => !isRecent(id) && watch.open().has(id));
      await Promise.all(wanted.map(async (id) => see(id, await ask(id))));
    },
  };
}
