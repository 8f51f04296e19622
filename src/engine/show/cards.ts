import { backOff } from "../../lib/back-off.ts";
import { after, type Duration, seconds } from "../../lib/time.ts";
import type { AlertId } from "../../sla/model.ts";
import { type AlertRecord, snapshot } from "../../sla/record.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import type { Chat } from "../ports/chat.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Lanes } from "../work/lanes.ts";
import type { Timetable } from "../work/timetable.ts";
import { type CardSources, cardFacts } from "./card-facts.ts";

/** Keeps every card as true as its record. */
export interface Cards {
  /** Redraws a card that no longer shows the truth; changes within `soon` share one redraw. */
  refresh(id: AlertId, soon?: Duration): void;
  /** What a card shows has changed although its record has not. */
  outdate(id: AlertId, soon?: Duration): void;
  /** Settings, people or a pause have changed: redraws the cards that would show something else. */
  reconsider(): void;
}

export interface CardsOptions extends CardSources {
  readonly chat: Chat | undefined;
  readonly lanes: Lanes;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
}

export function cards(options: CardsOptions): Cards {
  const { chat, watch, lanes, timetable, clock, jobs } = options;
  const failures = new Map<AlertId, number>();
  /** Counts what a redraw under way cannot have shown yet. */
  const outdated = new Map<AlertId, number>();
  /** What of each open card was drawn last that is in no record. */
  const drawnAs = new Map<AlertId, string>();

  async function redraw(id: AlertId): Promise<void> {
    const drawn = watch.get(id);
    const card = drawn?.record.card;
    if (chat === undefined || drawn === undefined || card === undefined || !card.stale) return;
    const changes = outdated.get(id);
    const facts = cardFacts(options, drawn);
    const outcome = await chat.redrawCard(card, facts);
    if (outcome.state === "failed" && outcome.again === undefined && outcome.scope === "person")
      return forgetCard(id, card.ts);
    if (outcome.state !== "sent" && outcome.state !== "delivered") return tryLater(id);
    failures.delete(id);
    if (drawn.record.handled === undefined) drawnAs.set(id, besideRecord(facts));
    else drawnAs.delete(id);
    const now = watch.get(id);
    if (now?.record.card === undefined) return;
    if (outdated.get(id) !== changes) return refresh(id);
    if (now.record !== drawn.record && !sameForReader(now.record, drawn.record)) return refresh(id);
    outdated.delete(id);
    await watch.commit(id, {
      record: { ...now.record, card: { ...now.record.card, stale: false } },
      events: [],
    });
  }

  // Deleted by hand: the next tier posts a new one.
  async function forgetCard(id: AlertId, ts: string): Promise<void> {
    const record = watch.get(id)?.record;
    if (record === undefined || record.card?.ts !== ts) return;
    const { card: _, ...rest } = record;
    await watch.commit(id, { record: rest, events: [] });
  }

  function tryLater(id: AlertId): void {
    const failed = (failures.get(id) ?? 0) + 1;
    failures.set(id, failed);
    refresh(id, backOff(failed, seconds(20)));
  }

  function refresh(id: AlertId, soon = seconds(0)): void {
    // Most alerts of a storm have none.
    if (chat === undefined || watch.get(id)?.record.card === undefined) return;
    const job = () => jobs.start(`redraw ${id}`, () => lanes.inLane(`card ${id}`, () => redraw(id)));
    timetable.at("redraw", id, after(clock.now(), soon), job);
  }

  function outdate(id: AlertId, soon?: Duration): void {
    const record = watch.get(id)?.record;
    if (record?.card === undefined) return;
    outdated.set(id, (outdated.get(id) ?? 0) + 1);
    // Not worth a write of its own: after a restart every open card is drawn anew.
    if (!record.card.stale) watch.change(id, { ...record, card: { ...record.card, stale: true } });
    refresh(id, soon);
  }

  return {
    refresh,
    outdate,
    reconsider() {
      for (const id of watch.open()) {
        const entry = watch.get(id);
        if (entry?.record.card === undefined) continue;
        if (besideRecord(cardFacts(options, entry)) !== drawnAs.get(id)) outdate(id, seconds(1));
      }
    },
  };
}

/** The part of a card that changes with settings, people and pauses. */
function besideRecord({ next, tierCount, ignoreFor, duty, language }: CardFacts): string {
  return JSON.stringify([next, tierCount, ignoreFor, duty, language]);
}

// A poll takes note of an alert by a new object that says the same.
function sameForReader(one: AlertRecord, other: AlertRecord): boolean {
  return textOf(one) === textOf(other);
}

function textOf(record: AlertRecord): string {
  return JSON.stringify({ ...record, alert: snapshot(record.alert) });
}
