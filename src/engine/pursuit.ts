import { after, type Clock, type Duration, hours, minutes, seconds } from "../lib/time.ts";
import type { Parcel } from "./courier.ts";
import type { Outcome } from "./ports.ts";
import type { Timetable } from "./timetable.ts";
import type { Workload } from "./workload.ts";

interface PursuitOptions {
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly work: Workload;
  /** Told how it ended. */
  readonly conclude: (parcel: Parcel, outcome: Outcome) => Promise<void>;
}

const pauses: Readonly<Record<"sms" | "call", readonly Duration[]>> = {
  call: [seconds(5)],
  sms: [2, 5, 10, 20, 40, 60].map(seconds),
};
// Some carriers never report more than that they took it.
const GIVE_UP_AFTER = minutes(10);

/** Asks how a sent text or call goes on, at growing distances, until it has ended or nobody will ever know. */
export function pursuit({ clock, timetable, work, conclude }: PursuitOptions): (parcel: Parcel) => void {
  function askLater(parcel: Parcel, asked: number): void {
    const delivery = parcel.read();
    if (delivery?.state !== "sent" || delivery.ref === undefined) return;
    if (delivery.via !== "sms" && delivery.via !== "call") return;
    const giveUpAt = after(delivery.settledAt ?? delivery.at, GIVE_UP_AFTER);
    // After a restart one last question may still bring the answer, but not about last month.
    if (clock.now() > (asked > 0 ? giveUpAt : after(giveUpAt, hours(1)))) {
      work.start(`give up ${parcel.id}`, async () => parcel.giveUp?.());
      return;
    }
    const row = pauses[delivery.via];
    const pause = row[Math.min(asked, row.length - 1)] ?? minutes(1);
    timetable.at(`follow ${parcel.id}`, after(clock.now(), pause), () =>
      work.start(`follow ${parcel.id}`, () => ask(parcel, asked)),
    );
  }

  async function ask(parcel: Parcel, asked: number): Promise<void> {
    const delivery = parcel.read();
    if (delivery?.state !== "sent") return;
    const outcome = await parcel.follow(delivery);
    if (outcome.state === "sent" || outcome.state === "unknown") return askLater(parcel, asked + 1);
    await conclude(parcel, outcome);
  }

  return (parcel) => askLater(parcel, 0);
}
