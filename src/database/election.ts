import { type Duration, type Instant, minutes, seconds } from "../lib/time.ts";
import { type Copy, LEASE_LASTS } from "./lease.ts";
import type { LeaseRow } from "./lease-row.ts";

/** A look that comes later than this after the one before says nothing of what was in between. */
const LONGEST_GAP = seconds(2);
/** An orphaned lease with other settings is left for so long to whoever has the same, the restarted holder too. */
const OTHERS_FIRST = minutes(1);

/** How long a beat has been seen unchanged, without a gap in the looking: no clock but ours is asked. */
export function beatWatch(): (row: LeaseRow, now: Instant) => Duration {
  let since: Instant | undefined;
  let last: { readonly epoch: number; readonly beat: number; readonly at: Instant } | undefined;
  return ({ epoch, beat }, now) => {
    const isSame = last !== undefined && last.epoch === epoch && last.beat === beat;
    const isGapless = last !== undefined && now - last.at <= LONGEST_GAP;
    if (since === undefined || !isSame || !isGapless) since = now;
    last = { epoch, beat, at: now };
    return (now - since) as Duration;
  };
}

/** `take` it; `wait`: its holder is alive, or not dead for long enough; `refuse`: not with what this copy has, and why. */
export type Choice =
  | { readonly kind: "take"; readonly because?: string }
  | { readonly kind: "wait" }
  | { readonly kind: "refuse"; readonly why: string };

/**
 * Whether a copy that stands by is to lead now.
 *
 * @param unchangedFor how long the beat has been seen as it is
 * @param fingerprints those that this copy has had: when a file changes for all, the holder may be dead before it has seen that
 */
export function choose(row: LeaseRow, unchangedFor: Duration, fingerprints: Copy["fingerprints"]): Choice {
  if (row.holder === undefined) return { kind: "take" };
  const isOrphan = unchangedFor >= LEASE_LASTS;
  if (fingerprints().has(row.fingerprint)) return isOrphan ? { kind: "take" } : { kind: "wait" };
  const why = `its settings file or version is another one than that of ${row.label} (version ${row.version}), which ${
    isOrphan ? "led last" : "leads"
  }`;
  if (unchangedFor < OTHERS_FIRST) return { kind: "refuse", why };
  return { kind: "take", because: `${why}, and nobody else has taken over for a minute` };
}
