import { sluice } from "../../lib/sluice.ts";
import { after, seconds } from "../../lib/time.ts";
import type { Actor, Alert, AlertId } from "../../sla/model.ts";
import type { Confirmed } from "./confirm.ts";
import { fireNext, type NotEscalated } from "./fire-next.ts";
import { leave } from "./leave.ts";
import { AT_ONCE, type EscalationOptions, type Parts } from "./parts.ts";
import { note, refresh, see } from "./seen.ts";
import { look } from "./turn.ts";

/** When something of ours failed. */
const TRY_AGAIN_AFTER = seconds(10);

export interface Escalation {
  /** Starts a turn of an alert: what it needs now is done, and when to look again is noted. Safe to call at any time. */
  attend(id: AlertId): void;
  /** Takes note of an alert as TheHive just showed it, and attends to it. */
  observe(id: AlertId, alert: Alert): Promise<void>;
  /** Reads an alert again, to learn what became of it. @throws when TheHive does not tell */
  lookFor(id: AlertId): Promise<void>;
  /** Takes note of what TheHive said of an alert, for whoever is about to be told of it. */
  see(id: AlertId, found: Confirmed): Promise<void>;
  /** Takes note of an alert as it was just read, without acting upon it. */
  refresh(alert: Alert): void;
  /** Fires the next tier now, because a person asked for it. @returns why not; undefined when it has fired */
  escalate(id: AlertId, by: Actor): Promise<NotEscalated | undefined>;
}

/** What each alert needs, when it is time: the policy's tiers, their end, and the silence after them. */
export function escalation(options: EscalationOptions): Escalation {
  const { clock, lanes, timetable, jobs, source } = options;
  const attend = (id: AlertId) => jobs.start(`attend ${id}`, () => inTurn(id, () => look(parts, id)));
  const parts: Parts = { ...options, attend, pass: sluice(AT_ONCE) };

  /** One job of an alert at a time. One that fails is not the last one. */
  function inTurn<Result>(id: AlertId, job: () => Promise<Result>): Promise<Result> {
    return lanes.inLane(id, async () => {
      try {
        return await job();
      } catch (error) {
        // Beside the alert's own deadline, which may be nearer.
        timetable.at("again", id, after(clock.now(), TRY_AGAIN_AFTER), attend);
        throw error;
      }
    });
  }

  /** TheHive showed it, or has it no longer; then what it needs. */
  async function take(id: AlertId, alert: Alert | undefined): Promise<void> {
    await (alert === undefined ? leave(parts, id, undefined) : note(parts, id, alert));
    await look(parts, id);
  }

  return {
    attend,
    observe: (id, alert) => inTurn(id, () => take(id, alert)),
    lookFor: (id) => inTurn(id, async () => take(id, await source.read(id))),
    see: (id, found) => see(parts, id, found),
    refresh: (alert) => refresh(parts, alert),
    // In its turn, so that no deadline fires the same tier beside it.
    escalate: (id, by) =>
      inTurn(id, async () => {
        const refused = await fireNext(parts, id, by);
        await look(parts, id);
        return refused;
      }),
  };
}
