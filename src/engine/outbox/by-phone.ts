import { after, type Instant, milliseconds } from "../../lib/time.ts";
import type { Item } from "../items/item.ts";
import { isAwaited } from "../items/subject.ts";
import { type Box, save } from "./box.ts";
import { bundle } from "./bundle.ts";
import { send } from "./deliver.ts";
import type { Queue } from "./queue.ts";
import { roomFrom, roomNow, standsAlone, together } from "./room.ts";

/** So long a call waits for alerts that are about to fall due. */
const GATHERS = milliseconds(800);

/** Sends what there is room for, several things as one where they come together, and puts off the rest. */
export async function byPhone(
  box: Box,
  queue: Queue,
  via: "sms" | "call",
  told: readonly Item[],
): Promise<void> {
  const limit = box.settings().limits[via];
  if (via === "call" && gathers(box, queue, told)) return;
  for (const group of together(told, via, roomNow(queue.sent, limit, box.clock.now()))) {
    const [first] = group;
    if (first === undefined) continue;
    const from = isAwaited(first.about)
      ? box.clock.now()
      : roomFrom(queue.sent, limit, box.clock.now(), first.urgent === true ? 1 : 0);
    if (from > box.clock.now()) {
      for (const item of group) await putOff(box, item, from);
      continue;
    }
    const item = group.length === 1 ? first : await bundle(box, group);
    send(box, queue, item);
    if (via === "call") return;
  }
}

/** Deadlines of the same second are one call: it waits for those that come right after it. */
function gathers(box: Box, queue: Queue, [first]: readonly Item[]): boolean {
  if (first === undefined || standsAlone(first)) return false;
  const next = box.timetable.nextOf("alert");
  if (next === undefined || next > after(first.at, GATHERS) || box.clock.now() >= after(first.at, GATHERS))
    return false;
  queue.gathersUntil = after(first.at, GATHERS);
  return true;
}

async function putOff(box: Box, item: Item, until: Instant): Promise<void> {
  const limited: Item = { ...item, notBefore: until, limited: true };
  if (item.limited !== true) box.meter.told(item.via, { outcome: "postponed", reason: "rate" });
  await save(box, limited);
  box.onChange(limited);
}
