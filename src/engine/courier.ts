import { after, type Clock, type Duration, type Instant, minutes, seconds } from "../lib/time.ts";
import type { Delivery } from "../sla/record.ts";
import { doubts } from "./doubts.ts";
import type { Lanes } from "./lanes.ts";
import type { Outcome } from "./ports.ts";
import { pursuit } from "./pursuit.ts";
import type { Timetable } from "./timetable.ts";
import type { Workload } from "./workload.ts";

/** Something to be brought to one person or channel, wherever it is written down. */
export interface Parcel {
  readonly id: string;
  /** As it is written down now; undefined when it is gone. */
  read(): Delivery | undefined;
  /** Writes it down; with the outcome once it is settled. Resolves once it is on disk. */
  save(delivery: Delivery, outcome?: Outcome): Promise<void>;
  /** Why nobody wants it any more, asked immediately before each send; undefined while somebody does. */
  unwanted(): Promise<string | undefined>;
  send(delivery: Delivery): Promise<Outcome>;
  /** Looks at the provider for what an earlier try may have done. */
  find(delivery: Delivery, startedAt: Instant): Promise<Outcome | "not-found">;
  /** Asks how a sent text or call went on; `sent` while it is under way. */
  follow(delivery: Delivery): Promise<Outcome>;
  /** It was sent, and how it ended will never be known. */
  giveUp?(): Promise<void>;
  /** How long after it was written down it is still worth sending. */
  readonly keepTrying: Duration;
}

/** Told how every try ended, to see when a whole way out is failing. */
export type OnOutcome = (via: Delivery["via"], outcome: Outcome) => void;

export interface Courier {
  /** Takes a parcel on its way: sends it, tries again, follows it to its end. Safe to call at any time, also twice. */
  carry(parcel: Parcel): void;
  /** Before anything is carried: what was under way when the last process died. */
  foresee(delivery: Delivery): void;
}

/** Providers list what they took only after a moment: a few looks before anything is sent again. */
const looks: readonly Duration[] = [seconds(5), seconds(15), seconds(25)];

/**
 * Brings parcels to their destination, at least once and, as far as a provider can be asked, at most once:
 * written down as `sending` before each try, settled after it. A try that may have worked is looked up first.
 */
export function courier({
  clock,
  lanes,
  timetable,
  work,
  onOutcome,
}: {
  clock: Clock;
  lanes: Lanes;
  timetable: Timetable;
  work: Workload;
  onOutcome: OnOutcome;
}): Courier {
  const doubtful = doubts();
  const follow = pursuit({ clock, timetable, work, conclude });
  const later = (parcel: Parcel, at: Instant) => timetable.at(`parcel ${parcel.id}`, at, () => carry(parcel));

  function carry(parcel: Parcel): void {
    work.start(`deliver ${parcel.id}`, () =>
      lanes.inLane(laneOf(parcel), async () => {
        try {
          await step(parcel);
        } catch (error) {
          // The disk may have room again in a while: what was not settled is taken up then.
          later(parcel, after(clock.now(), BROKEN));
          throw error;
        }
      }),
    );
  }

  async function step(parcel: Parcel): Promise<void> {
    const delivery = parcel.read();
    if (delivery?.state === "sent") return follow(parcel);
    if (delivery === undefined || (delivery.state !== "pending" && delivery.state !== "sending")) return;
    const now = clock.now();
    if (delivery.notBefore !== undefined && delivery.notBefore > now)
      return later(parcel, delivery.notBefore);
    return delivery.state === "sending" ? lookUp(parcel, delivery) : attempt(parcel, delivery);
  }

  async function attempt(parcel: Parcel, delivery: Delivery): Promise<void> {
    if (doubtful.holdUp(delivery, clock.now())) return later(parcel, after(clock.now(), HOLD_UP));
    const { notBefore: _, ...rest } = delivery;
    const sending: Delivery = {
      ...rest,
      state: "sending",
      startedAt: clock.now(),
      tries: delivery.tries + 1,
    };
    await parcel.save(sending);
    const unwanted = await parcel.unwanted();
    if (unwanted !== undefined) {
      doubtful.settle(sending);
      return parcel.save({ ...sending, state: "dropped", settledAt: clock.now(), detail: unwanted });
    }
    const outcome = await parcel.send(sending);
    onOutcome(sending.via, outcome);
    await settle(parcel, sending, outcome);
  }

  async function lookUp(parcel: Parcel, delivery: Delivery): Promise<void> {
    const startedAt = delivery.startedAt ?? delivery.at;
    doubtful.note(delivery);
    const found = await parcel.find(delivery, startedAt);
    const now = clock.now();
    if (found !== "not-found") onOutcome(delivery.via, found);
    if (found !== "not-found" && found.state !== "unknown") return settle(parcel, delivery, found);
    const wait = looks.find((look) => after(startedAt, look) > now);
    if (wait !== undefined) return later(parcel, after(startedAt, wait));
    if (found === "not-found") return attempt(parcel, delivery);
    if (now > after(delivery.at, parcel.keepTrying)) return settle(parcel, delivery, lost(found.detail));
    // Nobody can be asked: better told twice than not at all, but not before the provider answers again.
    return later(parcel, after(now, backOff(1 + Math.log2((now - startedAt) / seconds(5)))));
  }

  /** What became known of a parcel after it was sent. */
  async function conclude(parcel: Parcel, outcome: Outcome): Promise<void> {
    await lanes.inLane(laneOf(parcel), async () => {
      const delivery = parcel.read();
      if (delivery?.state !== "sent") return;
      onOutcome(delivery.via, outcome);
      await settle(parcel, delivery, outcome);
    });
  }

  async function settle(parcel: Parcel, delivery: Delivery, outcome: Outcome): Promise<void> {
    const now = clock.now();
    if (outcome.state !== "unknown") doubtful.settle(delivery);
    switch (outcome.state) {
      case "sent":
        await parcel.save({ ...delivery, state: "sent", ref: outcome.ref, settledAt: now }, outcome);
        return follow(parcel);
      case "delivered":
      case "unanswered":
        return parcel.save(
          { ...delivery, ...detail(outcome), state: outcome.state, ref: outcome.ref, settledAt: now },
          outcome,
        );
      case "unknown":
        await parcel.save({ ...delivery, ...detail(outcome) });
        return lookUp(parcel, delivery);
      case "failed": {
        const again = retryAt(parcel, delivery, outcome, now);
        if (again === undefined)
          return parcel.save({ ...delivery, ...detail(outcome), state: "failed", settledAt: now }, outcome);
        const { ref: _, ...rest } = delivery;
        await parcel.save({ ...rest, ...detail(outcome), state: "pending", notBefore: again });
        return later(parcel, again);
      }
    }
  }

  return { carry, foresee: doubtful.note };
}

/**
 * One call at a time to one person: after a crash, calls are told apart by nothing but their time.
 * Nor could the person take two.
 */
function laneOf(parcel: Parcel): string {
  const delivery = parcel.read();
  return delivery?.via === "call" ? `call ${delivery.to}` : `parcel ${parcel.id}`;
}

const BROKEN = seconds(10);
const HOLD_UP = seconds(1);
const MOST_SENDS = 3;

function lost(detail: string): Outcome {
  return { state: "failed", scope: "setup", detail: `nobody knows whether it got through: ${detail}` };
}

function retryAt(
  parcel: Parcel,
  delivery: Delivery,
  outcome: Outcome & { state: "failed" },
  now: Instant,
): Instant | undefined {
  if (outcome.again === undefined) return undefined;
  // Taken and then lost: each further one costs, and the next person can be told instead.
  if (outcome.ref !== undefined && delivery.tries >= MOST_SENDS) return undefined;
  const again = after(now, Math.max(outcome.again, backOff(delivery.tries)) as Duration);
  return again > after(delivery.at, parcel.keepTrying) ? undefined : again;
}

/** 1 s, 2 s, 4 s ... up to a minute. */
function backOff(tries: number): Duration {
  return Math.min(minutes(1), seconds(2 ** Math.max(0, tries - 1))) as Duration;
}

function detail(outcome: { detail?: string }): { detail?: string } {
  return outcome.detail === undefined ? {} : { detail: outcome.detail };
}
