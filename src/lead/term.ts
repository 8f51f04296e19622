import { readCopies, type StandBy } from "../database/copies.ts";
import type { Lease } from "../database/lease.ts";
import type { Link } from "../database/link.ts";
import type { CopiesNow } from "../engine/desk.ts";
import { after, before, type Clock, type Instant, seconds, systemClock } from "../lib/time.ts";

/** The time in which this copy leads. */
export interface Term {
  readonly lease: Lease;
  /** Who leads and who stands by, as last read. */
  copies(): CopiesNow;
  /** Since when somebody else may have told what was written down at an instant: look before telling it. */
  maybeToldSince(at: Instant): Promise<Instant | undefined>;
  /** Gives the lease up, for whoever stands by. */
  end(): Promise<void>;
}

export interface TermOptions {
  readonly lease: Lease;
  /** The lease's own. It is closed with the term. */
  readonly link: Link;
  readonly label: string;
  readonly clock: Clock;
  readonly realTime?: Clock;
}

const LOOK_EVERY = seconds(2);
/** Where we may have been replaced, the other one is let speak first. */
const OTHERS_FIRST = seconds(2);
/** Two that fire the same deadline write it down so close to each other. */
const ABOUT = seconds(10);
/** For so long before it was replaced a leader may have told what it could write down nowhere. */
const UNHEARD_FOR = seconds(30);
/** What it told is what a new leader fires first. */
const CATCHES_UP_WITHIN = seconds(30);

export function term(options: TermOptions): Term {
  const { lease, link, label, clock, realTime = systemClock } = options;
  const since = clock.now();
  let standbys: readonly StandBy[] = [];
  let readAt = since;

  async function look(): Promise<void> {
    while (!lease.lost.aborted) {
      try {
        standbys = await readCopies(link);
        readAt = clock.now();
      } catch {
        // The lease's own trouble tells of it; who stood by last may do so still.
      }
      await realTime.sleep(LOOK_EVERY, lease.lost).catch(() => {});
    }
  }

  void look();
  return {
    lease,
    copies: () => ({
      leads: { label, since },
      standbys: standbys.map(({ age, ...copy }) => ({ ...copy, seenAt: before(readAt, age) })),
    }),
    async maybeToldSince(at) {
      if ((await lease.standing()) === "unsure") {
        if (standbys.length > 0) await realTime.sleep(OTHERS_FIRST);
        return before(at, ABOUT);
      }
      return lease.wasGivenUp || at > after(since, CATCHES_UP_WITHIN)
        ? undefined
        : before(since, UNHEARD_FOR);
    },
    async end() {
      await lease.giveUp();
      await link.close();
    },
  };
}
