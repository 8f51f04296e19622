import { after, type Duration, type Instant, minutes } from "../lib/time.ts";
import type { AlertRecord, Delivery } from "../sla/record.ts";
import type { Context } from "./context.ts";

/** How long a single run waits for retries, and for calls that ring. */
const PATIENCE = minutes(2);

/** Waits for what a single run has begun: sends, retries, redraws, calls until they are answered; not for deadlines. */
export async function settleRun({ work, timetable, clock }: Context): Promise<void> {
  const giveUpAt = after(clock.now(), PATIENCE);
  for (;;) {
    await work.idle();
    const next = timetable.next(isOfThisRun);
    // What fell due in the meantime is in the timetable no more.
    if (!work.isIdle()) continue;
    if (next === undefined || next > giveUpAt) return;
    await clock.sleep(Math.max(1, next - clock.now()) as Duration);
  }
}

// A text may stay unconfirmed for minutes; the next run asks again.
function isOfThisRun(key: string): boolean {
  return /^(parcel|redraw|digest)/.test(key) || (key.startsWith("follow ") && key.includes("/call/"));
}

/** Whether everything of these records that was tried since `start` got through, by whichever person. */
export function gotThrough(records: Iterable<AlertRecord>, start: Instant): boolean {
  return [...records].every(({ deliveries }) => deliveries.every((one) => isFine(one, deliveries, start)));
}

function isFine(one: Delivery, all: readonly Delivery[], start: Instant): boolean {
  if (one.state === "pending" || one.state === "sending") return false;
  if (one.state !== "failed" || (one.settledAt ?? 0) < start) return true;
  return all.some(
    ({ tier, repeat, via, group, state }) =>
      tier === one.tier &&
      repeat === one.repeat &&
      via === one.via &&
      group === one.group &&
      (state === "sent" || state === "delivered"),
  );
}
