import { A_FEW, paced } from "../lib/paced.ts";
import { after, days, hours, iso } from "../lib/time.ts";
import { type AlertId, system } from "../sla/model.ts";
import type { Rooms } from "./rooms.ts";

/** How long a handled alert is remembered. */
const KEEP_HANDLED = days(90);

/** Reads all that is remembered; before anything else. */
export async function load({
  journal,
  store,
  watch,
  outbox,
  alarm,
  escalate,
  digests,
  replies,
  writeBack,
  board,
  clock,
}: Rooms) {
  await journal.load();
  const { records, damaged } = await store.records();
  watch.load(records);
  const unread = [...damaged.map(({ key, why }) => `${key}: ${why}`), ...(await outbox.load())];
  await Promise.all([alarm.load(), escalate.storms.load(), digests.load(), replies.load(), writeBack.load()]);
  board.changed();
  await journal.write([], [{ at: iso(clock.now()), event: "monitor.started", actor: system }]);
  if (unread.length > 0) await alarm.tellDamaged(unread);
}

/**
 * The first look after a start: what TheHive holds now decides whether what was left open is still wanted.
 * @returns whether TheHive could be read
 */
export async function firstPoll(rooms: Rooms, signal: AbortSignal): Promise<boolean> {
  const { watch, outbox, cards, cases } = rooms;
  const { polls, escalation, storms } = rooms.escalate;
  const seen = await polls.poll(signal);
  const attend = (id: AlertId): void => {
    const { handled, card } = watch.get(id)?.record ?? {};
    if (handled === undefined) escalation.attend(id);
    if (card !== undefined && (card.stale || handled === undefined)) cards.outdate(id);
  };
  await paced(
    Array.from(watch.all(), ({ record }) => record.alertId),
    attend,
    A_FEW,
  );
  cases.reconsider();
  rooms.writeBack.reconsider();
  outbox.resume();
  storms.resume();
  return seen;
}

/** Forgets what is long over, once a day. */
export function sweep(rooms: Rooms): void {
  const { clock, watch, outbox, cases, replies, journal, jobs, timetable } = rooms;
  const now = clock.now();
  const limit = now - KEEP_HANDLED;
  const old = [...watch.all()].filter(
    ({ record: { alertId, handled } }) =>
      handled !== undefined && handled.at < limit && !cases.isAhead(alertId),
  );
  const gone = old.flatMap(({ record }) => watch.forget(record.alertId));
  jobs.start("sweep", () => journal.write([...gone, ...outbox.sweep(now), ...replies.sweep(now)]));
  timetable.at("sweep", "", after(clock.now(), hours(24)), () => sweep(rooms));
}
