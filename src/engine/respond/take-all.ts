import { after, type Instant } from "../../lib/time.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { takeOver } from "../../sla/hand-over.ts";
import { type Actor, type AlertId, severities } from "../../sla/model.ts";
import type { Person } from "../desk.ts";
import { handOverItems } from "../items/hand-over-items.ts";
import type { Item } from "../items/item.ts";
import type { Also } from "../outbox/box.ts";
import type { Watched } from "../work/watchlist.ts";
import type { ResponsesOptions } from "./responses.ts";
import { tellTheHive } from "./tell-the-hive.ts";

/** What somebody took by phone: alerts by number, the worst first. `from`: who had one of them. */
export interface Taken {
  readonly numbers: readonly number[];
  readonly until: Instant;
  readonly from: Actor | undefined;
}

/** Takes alerts for a person. @param more what is written with it, made of what was taken */
export type TakeAll = (
  ids: readonly AlertId[],
  person: Person,
  more: (taken: Taken) => Also & {
    readonly items?: readonly Item[];
    /** By what it was taken: a text that came in, or a call. */
    readonly ref?: string | undefined;
  },
) => Promise<Taken>;

/**
 * Takes alerts for somebody who answered by phone: the press of *I'm on it* for each of them, in one write with
 * whatever belongs to it. What was handled is left.
 */
export function takingAll(options: Omit<ResponsesOptions, "promotions">): TakeAll {
  const { sources, source, settings, roster, jobs, escalation, outbox, cards } = options;
  const { clock, watch } = sources;

  return async (ids, person, more) => {
    const now = clock.now();
    const until = after(now, settings().acknowledgeFor);
    const open = ids
      .flatMap((id) => watch.get(id) ?? [])
      .filter(({ record }) => record.handled === undefined)
      .sort(worstFirst);
    const from = open
      .map(({ record }) => holderOf(record, now))
      .find((by) => by !== undefined && by !== person.actor);
    const taken: Taken = { numbers: open.map(({ record }) => record.number), until, from };
    const { items = [], entries = [], events = [], ref } = more(taken);
    const handed = open.map(({ record }) => ({ record, after: takeOver(record, until, now, person.actor) }));
    await outbox.add(
      [...items, ...handed.flatMap(({ record, after }) => handOverItems(record, after, now))],
      {
        entries: [
          ...handed.flatMap(({ after }) => watch.change(after.record.alertId, after.record)),
          ...entries,
        ],
        events: [
          ...handed.flatMap(({ after }) => after.events.map((event) => answered(event, person, ref))),
          ...events,
        ],
      },
    );
    for (const { record } of handed) {
      cards.refresh(record.alertId);
      escalation.attend(record.alertId);
      jobs.start(`note of ${record.alertId}`, () =>
        tellTheHive(source, record.alertId, "acknowledge", person, roster()),
      );
    }
    return taken;
  };
}

function holderOf({ hold }: Watched["record"], now: Instant): Actor | undefined {
  return hold !== undefined && hold.until > now ? hold.by : undefined;
}

function worstFirst(one: Watched, other: Watched): number {
  const rank = ({ alert }: Watched) => severities.indexOf(alert.severity);
  const byAge = one.alert.createdAt - other.alert.createdAt;
  return rank(other) - rank(one) || byAge || one.record.number - other.record.number;
}

/** Tells in the trail by which way and by what. */
function answered(event: AuditEvent, { by }: Person, ref: string | undefined): AuditEvent {
  return { ...event, via: by, detail: { ...Object(event.detail), ref } };
}
