import { forgetCopy, noteCopy } from "../database/copies.ts";
import { beatWatch, choose } from "../database/election.ts";
import { type Copy, keepLease, type Lease, takeLease } from "../database/lease.ts";
import { type LeaseRow, readLease } from "../database/lease-row.ts";
import type { Link } from "../database/link.ts";
import { createTables } from "../database/schema.ts";
import { type Clock, type Instant, milliseconds, seconds, systemClock } from "../lib/time.ts";
import { newerLayout } from "../store/postgres.ts";

/** What a copy that stands by has just seen. */
export type Look =
  | { readonly kind: "stands-by"; readonly row: LeaseRow; readonly refuses?: string }
  | { readonly kind: "unreachable"; readonly error: unknown };

export interface StandByOptions {
  /** The lease's own. */
  readonly link: Link;
  readonly self: Copy;
  /** Ends the standing by. */
  readonly signal: AbortSignal;
  readonly onLook: (look: Look) => void;
  /** Told when the lease, once won, could not be renewed. */
  readonly onTrouble?: (error: unknown) => void;
  readonly realTime?: Clock;
}

/** A lease that was won, and what there is to say of it. */
export interface Won {
  readonly lease: Lease;
  /** Why this copy leads although its settings are others. */
  readonly because?: string | undefined;
}

/** A lease that was given up waits for so long at most: a look is one small query. */
const LOOK_EVERY = milliseconds(250);
const NOTE_EVERY = seconds(2);

/** Stands by until the lease is won. @throws the signal's reason */
export async function standBy(options: StandByOptions): Promise<Won> {
  const { link, self, signal, onLook, realTime = systemClock } = options;
  const unchanged = beatWatch();
  let notedAt = Number.NEGATIVE_INFINITY;
  let isMade = false;
  let tooNew: string | undefined;

  async function look(): Promise<Won | undefined> {
    if (!isMade) await createTables(link);
    isMade = true;
    const row = await readLease(link);
    const now = realTime.now();
    if (row.holder === self.id) return { lease: ours(options, row, now) };
    const choice = choose(row, unchanged(row, now), self.fingerprints);
    const isNoteDue = now - notedAt >= NOTE_EVERY;
    if (choice.kind === "take" || isNoteDue) tooNew = await newerLayout(link);
    if (choice.kind === "take" && tooNew === undefined) {
      const lease = await takeLease({ ...options, clock: realTime }, row);
      if (lease !== undefined) return { lease, because: choice.because };
    }
    const refuses = tooNew ?? (choice.kind === "refuse" ? choice.why : undefined);
    onLook({ kind: "stands-by", row, ...(refuses === undefined ? {} : { refuses }) });
    if (!isNoteDue) return undefined;
    await noteCopy(link, self, refuses ?? "");
    notedAt = now;
    return undefined;
  }

  for (let won: Won | undefined; ; ) {
    signal.throwIfAborted();
    try {
      won = await look();
    } catch (error) {
      onLook({ kind: "unreachable", error });
    }
    if (won !== undefined) {
      await forgetCopy(link, self).catch(() => {});
      return won;
    }
    await realTime.sleep(LOOK_EVERY, signal).catch(() => {});
  }
}

/** Won by a statement of which nobody heard how it ended. */
function ours(options: StandByOptions, { epoch }: LeaseRow, now: Instant): Lease {
  const { realTime = systemClock } = options;
  // Nobody knows since when: it is asked for before anything is done with it.
  const askedAt = (now - seconds(60)) as Instant;
  return keepLease({ ...options, clock: realTime }, { epoch, askedAt, wasGivenUp: false });
}
