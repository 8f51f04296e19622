import { after, type Duration, minutes, seconds } from "../lib/time.ts";
import type { AlertId } from "../sla/model.ts";
import type { Context } from "./context.ts";
import { factsOf } from "./facts.ts";

/** Keeps every card as true as its record. */
export interface Cards {
  /** Redraws a card that no longer shows the truth; changes within `soon` share one redraw. */
  refresh(id: AlertId, soon?: Duration): void;
}

export function cards(context: Context): Cards {
  const { chat, watch, lanes, timetable, clock, work } = context;
  const failures = new Map<AlertId, number>();

  async function redraw(id: AlertId): Promise<void> {
    const drawn = watch.get(id);
    const card = drawn?.record.card;
    if (chat === undefined || drawn === undefined || card === undefined || !card.stale) return;
    const outcome = await chat.redrawCard(card, factsOf(context, drawn));
    if (outcome.state === "failed" && outcome.again === undefined && outcome.scope === "person")
      return forgetCard(id, card.ts);
    if (outcome.state !== "sent" && outcome.state !== "delivered") return tryLater(id);
    failures.delete(id);
    await lanes.inLane(id, async () => {
      const now = watch.get(id);
      if (now?.record.card === undefined) return;
      if (now.record !== drawn.record && !sameForReader(now.record, drawn.record)) return refresh(id);
      await watch.commit(id, {
        record: { ...now.record, card: { ...now.record.card, stale: false } },
        events: [],
      });
    });
  }

  // Deleted by hand, or its channel archived: the next tier posts a new one.
  async function forgetCard(id: AlertId, ts: string): Promise<void> {
    await lanes.inLane(id, async () => {
      const record = watch.get(id)?.record;
      if (record === undefined || record.card?.ts !== ts) return;
      const { card: _, ...rest } = record;
      await watch.commit(id, { record: rest, events: [] });
    });
  }

  function tryLater(id: AlertId): void {
    const failed = (failures.get(id) ?? 0) + 1;
    failures.set(id, failed);
    refresh(id, Math.min(minutes(1), seconds(2 ** failed)) as Duration);
  }

  function refresh(id: AlertId, soon = seconds(0)): void {
    if (chat === undefined) return;
    const job = () => work.start(`redraw ${id}`, () => lanes.inLane(`card ${id}`, () => redraw(id)));
    timetable.at(`redraw ${id}`, after(clock.now(), soon), job);
  }

  return { refresh };
}

// A poll takes note of an alert by a new object that says the same.
function sameForReader(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
