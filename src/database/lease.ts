import { type Clock, type Duration, type Instant, milliseconds, seconds } from "../lib/time.ts";
import type { LeaseRow } from "./lease-row.ts";
import type { Link } from "./link.ts";

/** A leader raises the beat so often. */
const RENEW_EVERY = seconds(2);
const RETRY_AFTER = milliseconds(500);
const RENEWED_WITHIN = seconds(2);
/** A standby has to have seen the same beat for so long before it takes an orphaned lease. */
export const LEASE_LASTS = seconds(8);
/** A leader counts on less: nothing it does takes so long to leave. */
const SURE_FOR = seconds(7);
/** Whoever asked in vain so lately is not made to wait for the same again; while cut off, it is tried more often. */
const IN_VAIN_FOR = seconds(3);
/** A connection and an answer. */
const LONGEST_ASKED = seconds(5);

/** By what a statement proves that whoever sends it leads. */
interface Fence {
  readonly holder: string;
  readonly epoch: number;
}

/** Ours; another's by now; or nobody can be asked, and its time may be over. */
export type Standing = "ours" | "lost" | "unsure";

/** The right to act, as long as it is renewed. */
export interface Lease extends Fence {
  /** Aborted once it is known to be another's, or was given up. */
  readonly lost: AbortSignal;
  /** Whether whoever had it before had given it up; otherwise it may still be acting. */
  readonly wasGivenUp: boolean;
  readonly takenAt: Instant;
  /** How it stands now; asks the database when its time may be over. */
  standing(): Promise<Standing>;
  /** A statement found that another leads. */
  lose(): void;
  /** Gives it up for whoever stands by. Never throws: where nobody can be asked, it ends by itself. */
  giveUp(): Promise<void>;
}

export interface Copy {
  /** Of this process and this attempt; nobody else's. */
  readonly id: string;
  readonly label: string;
  readonly version: string;
  /** Of settings file and layout, as they are now. */
  readonly fingerprint: () => string;
  /** All that it has had since it was started. */
  readonly fingerprints: () => ReadonlySet<string>;
}

export interface LeaseOptions {
  readonly link: Link;
  readonly self: Copy;
  readonly clock: Clock;
  /** Told when the lease cannot be renewed: once, until it can again or the reason is another. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Takes a lease that was seen so, unless somebody was faster.
 *
 * @throws DatabaseError; whether it was taken is seen at the next look: its holder is us
 */
export async function takeLease(options: LeaseOptions, seen: LeaseRow): Promise<Lease | undefined> {
  const { link, self, clock } = options;
  const askedAt = clock.now();
  const [row] = await link.query(
    `UPDATE sla_lease SET holder = $1, label = $2, version = $3, fingerprint = $4, epoch = epoch + 1,
       beat = beat + 1, seq = 0, taken_at = clock_timestamp(), renewed_at = clock_timestamp()
     WHERE epoch = $5 AND (holder IS NULL OR beat = $6) RETURNING epoch`,
    [self.id, self.label, self.version, self.fingerprint(), seen.epoch, seen.beat],
  );
  if (row === undefined) return undefined;
  return keepLease(options, { epoch: Number(row.epoch), askedAt, wasGivenUp: seen.holder === undefined });
}

interface Taken {
  readonly epoch: number;
  /** From when on it counts: before the database was asked. */
  readonly askedAt: Instant;
  readonly wasGivenUp: boolean;
}

/** A lease that is ours, renewed from now on. */
export function keepLease(options: LeaseOptions, { epoch, askedAt, wasGivenUp }: Taken): Lease {
  const { link, self, clock, onTrouble = () => {} } = options;
  const lost = new AbortController();
  let renewedAt = askedAt;
  let failedAt: Instant | undefined;
  let asking: Promise<void> | undefined;

  async function askOnce(): Promise<void> {
    const now = clock.now();
    try {
      const rows = await link.query(
        `UPDATE sla_lease SET beat = beat + 1, renewed_at = clock_timestamp(), fingerprint = $3
         WHERE holder = $1 AND epoch = $2 RETURNING 1 AS ours`,
        [self.id, epoch, self.fingerprint()],
        RENEWED_WITHIN,
      );
      if (rows.length === 0) lost.abort();
      else renewedAt = now;
    } catch (error) {
      // Asked for longer than a question takes, this process stood still: it knows nothing of now.
      failedAt = clock.now() - now > LONGEST_ASKED ? undefined : clock.now();
      throw error;
    }
  }

  /** Never two at once: each would wait for the other's answer. */
  function ask(): Promise<void> {
    asking ??= askOnce().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  const isFresh = () => clock.now() - renewedAt < SURE_FOR;

  async function renew(): Promise<void> {
    let wait: Duration = RENEW_EVERY;
    let said = "";
    while (!lost.signal.aborted) {
      await clock.sleep(wait, lost.signal).catch(() => {});
      if (lost.signal.aborted) return;
      try {
        await ask();
        [wait, said] = [RENEW_EVERY, ""];
      } catch (error) {
        if (said !== String(error)) onTrouble(error);
        [wait, said] = [RETRY_AFTER, String(error)];
      }
    }
  }

  void renew();
  return {
    holder: self.id,
    epoch,
    lost: lost.signal,
    wasGivenUp,
    takenAt: askedAt,
    async standing() {
      if (lost.signal.aborted) return "lost";
      if (isFresh()) return "ours";
      if (failedAt !== undefined && clock.now() - failedAt < IN_VAIN_FOR) return "unsure";
      try {
        await ask();
      } catch {
        return lost.signal.aborted ? "lost" : "unsure";
      }
      return lost.signal.aborted ? "lost" : "ours";
    },
    lose: () => lost.abort(),
    async giveUp() {
      if (lost.signal.aborted) return;
      lost.abort();
      await link
        .query(
          "UPDATE sla_lease SET holder = NULL, renewed_at = clock_timestamp() WHERE holder = $1 AND epoch = $2",
          [self.id, epoch],
          RENEWED_WITHIN,
        )
        .catch(onTrouble);
    },
  };
}
