import { after, type Instant, seconds } from "../../lib/time.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Item } from "../items/item.ts";
import { membersOf } from "../items/subject.ts";
import { apply } from "./apply.ts";
import { type Box, judge, theMoment, waitingIn } from "./box.ts";
import { byPhone } from "./by-phone.ts";
import { send } from "./deliver.ts";
import { lookAt, lookUp } from "./doubt.ts";
import { isTaken, type Queue } from "./queue.ts";
import { standInFor } from "./stand-in.ts";

/** When something of ours failed. */
const BROKEN = seconds(10);

/** Looks a queue through, as often as something comes meanwhile. */
export async function pump(box: Box, queue: Queue): Promise<void> {
  try {
    while (queue.again) {
      queue.again = false;
      await theMoment();
      await box.inTurn();
      await turn(box, queue);
    }
  } catch (error) {
    box.log.error({ err: error, queue: queue.key }, "the outbox stumbled, trying again");
    box.timetable.at(`outbox ${queue.key}`, after(box.clock.now(), BROKEN), () => box.wake(queue));
  } finally {
    queue.isPumping = false;
  }
}

async function turn(box: Box, queue: Queue): Promise<void> {
  await lookUp(box, queue);
  const now = box.clock.now();
  const due = pendingIn(box, queue).filter(({ notBefore }) => notBefore === undefined || notBefore <= now);
  const doubted = waitingIn(box, queue).filter(({ state }) => state === "sending").length;
  if (due.length > 0 && !isTaken(queue, doubted)) {
    await box.confirm(due.map(({ about }) => about));
    const told = await stillWanted(box, due);
    if (queue.closed !== undefined && queue.closed.until > box.clock.now())
      await standInFor(box, queue, told);
    else await choose(box, queue, told);
  }
  schedule(box, queue);
}

/** Drops what nobody wants any more, and puts off what has to wait. */
async function stillWanted(box: Box, due: readonly Item[]): Promise<Item[]> {
  const left: Item[] = [];
  for (const before of due) {
    const item = box.items.get(before.id);
    if (item?.state !== "pending") continue;
    const verdict = judge(box, item);
    if (verdict.kind === "tell") left.push(item);
    else await apply(box, item, verdict);
  }
  return left;
}

async function choose(box: Box, queue: Queue, told: readonly Item[]): Promise<void> {
  const [first] = told;
  if (first === undefined) return;
  if (queue.via === "sms" || queue.via === "call") return byPhone(box, queue, queue.via, told);
  const shown = beingShown(box, queue);
  const free = told.filter(({ about }) => !membersOf(about).some((id) => shown.has(id)));
  // Nothing else that is to be said stands before an alert.
  const next =
    told.find(({ urgent }) => urgent) ?? free.find(({ about }) => about.kind !== "notice") ?? free[0];
  if (next !== undefined) send(box, queue, next);
}

/** Alerts of which nobody knows yet whether their card was posted: another would be a second one. */
function beingShown(box: Box, queue: Queue): ReadonlySet<AlertId> {
  const sending = waitingIn(box, queue).filter(({ state }) => state === "sending");
  return new Set(sending.flatMap(({ about }) => membersOf(about)));
}

function schedule(box: Box, queue: Queue): void {
  const now = box.clock.now();
  const doubted = waitingIn(box, queue).filter(({ state }) => state === "sending").length;
  const taken = isTaken(queue, doubted);
  const times = waitingIn(box, queue).flatMap((item) => {
    if (item.state === "sending") return lookAt(box, queue, item) ?? [];
    if (item.state !== "pending") return [];
    const from = Math.max(now, item.notBefore ?? now, queue.closed?.until ?? now, queue.gathersUntil ?? now);
    // What has its way blocked is taken up when that is free again.
    return taken && from <= now ? [] : [from as Instant];
  });
  const [soonest] = times.sort((one, other) => one - other);
  if (soonest === undefined) return;
  box.timetable.at(`outbox ${queue.key}`, soonest, () => box.wake(queue));
}

function pendingIn(box: Box, queue: Queue): Item[] {
  return waitingIn(box, queue).filter(({ state }) => state === "pending");
}
