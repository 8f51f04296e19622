import type { AlertId } from "../../sla/model.ts";
import type { Change } from "../../sla/respond.ts";
import type { CardSources } from "../show/card-facts.ts";
import type { Cards } from "../show/cards.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watched } from "../work/watchlist.ts";

export interface NoteEndOptions {
  readonly sources: CardSources;
  readonly timetable: Timetable;
  readonly cards: Cards;
}

/**
 * Notes that an alert has come to its end in TheHive.
 * @param ended the record afterwards; undefined when the record as it stands tells of this end already
 */
export async function noteEnd(
  id: AlertId,
  ended: (entry: Watched) => Change | undefined,
  { sources: { watch }, timetable, cards }: NoteEndOptions,
): Promise<void> {
  const entry = watch.get(id);
  const change = entry && ended(entry);
  if (change === undefined) return;
  timetable.cancel("alert", id);
  await watch.commit(id, change);
  cards.refresh(id);
}
