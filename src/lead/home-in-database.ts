import { copiedTrail } from "../audit/copied-trail.ts";
import { databaseTrail } from "../audit/database-trail.ts";
import type { OpenTrail } from "../audit/trail.ts";
import { secretsOf } from "../config/environment.ts";
import type { DatabaseAddress } from "../database/address.ts";
import { link } from "../database/link.ts";
import type { Store } from "../engine/ports/store.ts";
import { redactor } from "../lib/redact.ts";
import { before, type Duration, hours, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { openPostgresStore } from "../store/postgres.ts";
import { closeAll, type Home, type HomeOptions, trailInFile } from "./home.ts";
import type { Term } from "./term.ts";

/** A home in the database that a term was won in. @throws StoreError; then the term is over */
export async function homeInDatabase(
  address: DatabaseAddress,
  term: Term,
  options: HomeOptions,
): Promise<Home> {
  const { environment, log } = options;
  const { lease } = term;
  const redact = redactor(secretsOf(environment));
  const trail = databaseTrail({ link: link(address), lease, redact });
  const kept =
    environment.auditFile === undefined
      ? trail
      : copiedTrail(trail, await trailInFile(environment.auditFile, options), (error) =>
          log.warn({ err: error }, "AUDIT_FILE cannot be written; the trail in the database is whole"),
        );
  try {
    const store = await openPostgresStore({ link: link(address), lease });
    if (environment.auditKeep !== undefined) keepShort(environment.auditKeep, trail, term, options);
    async function close(): Promise<void> {
      // First: all is written by now, and somebody waits for it.
      await lease.giveUp();
      await closeSoon(kept, store).finally(term.end);
    }
    return { store, trail: kept, term, close };
  } catch (error) {
    await kept.close();
    await term.end();
    throw error;
  }
}

const CLOSES_WITHIN = seconds(1);

async function closeSoon(trail: OpenTrail, store: Store): Promise<void> {
  await within(systemClock, CLOSES_WITHIN, () => closeAll(trail, store)).catch(() => {});
}

const PRUNE_EVERY = hours(1);

function keepShort(
  keep: Duration,
  trail: ReturnType<typeof databaseTrail>,
  { lease }: Term,
  { clock, log }: HomeOptions,
): void {
  async function prune(): Promise<void> {
    while (!lease.lost.aborted) {
      try {
        const count = await trail.prune(before(clock.now(), keep));
        if (count > 0) log.info({ count }, "audit events beyond AUDIT_KEEP are forgotten");
      } catch (error) {
        log.warn({ err: error }, "old audit events could not be forgotten");
      }
      await systemClock.sleep(PRUNE_EVERY, lease.lost).catch(() => {});
    }
  }
  void prune();
}
