import { disclosedTo, shownEvent } from "../sla/disclosure.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AlertId } from "../sla/model.ts";
import type { Desk } from "./desk.ts";
import { finishing } from "./finish/finish.ts";
import { promotions } from "./finish/promotions.ts";
import { findAlert } from "./respond/find-alert.ts";
import { responses } from "./respond/responses.ts";
import { testMessages } from "./respond/test-message.ts";
import type { Rooms } from "./rooms.ts";
import { onCallNow } from "./show/board.ts";
import { type CardSources, factsOf } from "./show/card-facts.ts";
import { explain } from "./show/explain.ts";
import { firstAct } from "./show/first-act.ts";

/** An event as Slack may show it. */
function disclosedEvent(event: AuditEvent, { watch, settings }: CardSources): AuditEvent {
  const id = AlertId.safeParse(event.alertId).data;
  const entry = id === undefined ? undefined : watch.get(id);
  // Of an alert that was forgotten nobody knows any more how far it may be told.
  return shownEvent(event, disclosedTo(entry?.alert ?? { tlp: "red" }, settings().disclosure, "slack"));
}

/** The desk, served by the rooms. @param reconsider works every deadline out anew */
export function counter(rooms: Rooms, reconsider: () => void): Desk {
  const { watch, sources, roster, clock, alarm, names } = rooms;
  const history: Rooms["history"] = async (...asked) =>
    (await rooms.history(...asked)).map((event) => disclosedEvent(event, sources));
  const { escalation } = rooms.escalate;
  const finish = finishing(rooms);
  const answered = responses({ ...rooms, escalation, promotions: promotions(rooms) });
  return {
    find: (name) => findAlert(name, watch.byNumber, (id) => watch.get(id) !== undefined),
    facts: (id) => factsOf(sources, id),
    record: (id) => watch.get(id)?.record,
    respond(id, response, person) {
      names.meet(person);
      return answered(id, response, person);
    },
    ...finish,
    close(ids, status, note, person) {
      names.meet(person);
      return finish.close(ids, status, note, person);
    },
    merge(id, caseName, person) {
      names.meet(person);
      return finish.merge(id, caseName, person);
    },
    board: rooms.board.board,
    prepareBoard: rooms.board.draw,
    firstAct: () => firstAct(sources),
    health: rooms.health,
    onCall: () => onCallNow(roster(), clock.now()),
    why: (id) => explain(sources, roster(), id, (alertId) => history(alertId, 100)),
    audit: history,
    pause: (until, reason, actor) => alarm.pauses.pause(until, reason, actor).finally(reconsider),
    resume: (actor) => alarm.pauses.resume(actor).finally(reconsider),
    test: testMessages(rooms),
    readiness: alarm.readiness.look,
    onChange: (listener) => watch.onChange(() => listener()),
  };
}
