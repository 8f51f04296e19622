import { after, earliest, type Instant, seconds } from "../../lib/time.ts";
import { ways } from "../../oncall/ways.ts";
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
    box.timetable.at("outbox", queue.key, after(box.clock.now(), BROKEN), () => box.wake(queue));
  } finally {
    queue.isPumping = false;
  }
}

async function turn(box: Box, queue: Queue): Promise<void> {
  await lookUp(box, queue);
  const due = dueIn(box, queue);
  if (due.length > 0 && !isTaken(queue, doubtedIn(box, queue).length)) await tell(box, queue, due);
  schedule(box, queue);
}

async function tell(box: Box, queue: Queue, due: readonly Item[]): Promise<void> {
  const { via } = queue;
  if (isClosed(box, queue)) return standInFor(box, queue, await stillWanted(box, due));
  if (via !== "sms" && via !== "call") return tellNext(box, queue, due);
  const told = await stillWanted(box, due);
  return isClosed(box, queue) ? standInFor(box, queue, told) : byPhone(box, queue, via, told);
}

const isClosed = ({ clock }: Box, { closed }: Queue) => closed !== undefined && closed.until > clock.now();

/** A channel takes one at a time: only that one is asked about, however many are owed. */
async function tellNext(box: Box, queue: Queue, due: readonly Item[]): Promise<void> {
  for (let left = due; ; left = dueIn(box, queue)) {
    const next = nextOf(left, beingShown(box, queue));
    if (next === undefined) return;
    const [told] = await stillWanted(box, [next]);
    if (isClosed(box, queue)) {
      // Meanwhile: then all that wait are told another way.
      queue.again = true;
      return;
    }
    if (told !== undefined) return send(box, queue, told);
  }
}

/** Nothing else that is to be said stands before an alert. */
function nextOf(due: readonly Item[], shown: ReadonlySet<AlertId>): Item | undefined {
  const mayGo = (item: Item) => isFree(item, shown);
  return (
    due.find(({ urgent }) => urgent) ??
    due.find((item) => item.about.kind !== "notice" && mayGo(item)) ??
    due.find(mayGo)
  );
}

function isFree({ urgent, about }: Item, shown: ReadonlySet<AlertId>): boolean {
  return urgent === true || !membersOf(about).some((id) => shown.has(id));
}

/** Drops what nobody wants any more, and puts off what has to wait. */
async function stillWanted(box: Box, due: readonly Item[]): Promise<Item[]> {
  await box.confirm(due.map(({ about }) => about));
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

/** Alerts of which nobody knows yet whether they were shown here: another message would be a second one. */
function beingShown(box: Box, queue: Queue): ReadonlySet<AlertId> {
  if (ways[queue.via].provider !== "slack") return new Set();
  return new Set(doubtedIn(box, queue).flatMap(({ about }) => membersOf(about)));
}

function doubtedIn(box: Box, queue: Queue): Item[] {
  return waitingIn(box, queue).filter(({ state }) => state === "sending");
}

function schedule(box: Box, queue: Queue): void {
  const now = box.clock.now();
  const taken = isTaken(queue, doubtedIn(box, queue).length);
  const shown = beingShown(box, queue);
  const times = waitingIn(box, queue).flatMap((item) => {
    if (item.state === "sending") return lookAt(box, queue, item) ?? [];
    if (item.state !== "pending") return [];
    const from = Math.max(now, item.notBefore ?? now, queue.closed?.until ?? now, queue.gathersUntil ?? now);
    // What has its way blocked is taken up when that is free again.
    return from <= now && (taken || !isFree(item, shown)) ? [] : [from as Instant];
  });
  const soonest = earliest(times);
  if (soonest === undefined) return;
  box.timetable.at("outbox", queue.key, soonest, () => box.wake(queue));
}

function dueIn(box: Box, queue: Queue): Item[] {
  const now = box.clock.now();
  return waitingIn(box, queue).filter(
    ({ state, notBefore }) => state === "pending" && (notBefore === undefined || notBefore <= now),
  );
}
