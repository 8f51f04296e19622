import { Hono } from "hono";
import { dateFilter } from "./date-filter.ts";
import { RestError } from "./errors.ts";
import type { Faults } from "./faults.ts";
import type { Form } from "./form.ts";
import { bodyForm, type HttpEnv, queryOf, recordOf } from "./http-env.ts";
import type { Message } from "./model.ts";
import { pageOf } from "./paging.ts";
import { checkSms } from "./sms-checks.ts";
import { isSettled, sendSms, setStatus } from "./sms-life.ts";
import { strike, type TwilioState } from "./state.ts";
import { messageJson } from "./wire.ts";

/** `Messages`: create, list, fetch, redact or cancel, delete. */
export function messageRoutes(state: TwilioState, faults: Faults) {
  const isUndated = ({ status }: Message) =>
    ["accepted", "queued"].includes(status) && state.quirks.undatedWhileQueued === "all";
  const toJson = (message: Message) => messageJson(state.account.sid, message, isUndated(message));
  return new Hono<HttpEnv>()
    .post("/Messages.json", (c) => c.json(toJson(sendSms(state, checkSms(state, bodyForm(c)))), 201))
    .get("/Messages.json", (c) =>
      c.json(
        pageOf({
          records: state.messages.inOrder,
          matches: messageFilter(state, faults, queryOf(c)),
          toJson,
          field: "messages",
          path: c.req.path,
          query: queryOf(c),
        }),
      ),
    )
    .get("/Messages/:file", (c) => c.json(toJson(recordOf(c, state.messages.bySid))))
    .post("/Messages/:file", (c) => {
      const message = recordOf(c, state.messages.bySid);
      change(state, message, bodyForm(c));
      return c.json(toJson(message));
    })
    .delete("/Messages/:file", (c) => {
      const message = recordOf(c, state.messages.bySid);
      requireSettled(message);
      strike(state.messages, message);
      state.changed({ kind: "message", sid: message.sid });
      return c.body(null, 204);
    });
}

function messageFilter(
  state: TwilioState,
  faults: Faults,
  query: URLSearchParams,
): (message: Message) => boolean {
  const to = query.get("To");
  const from = query.get("From");
  const sent = dateFilter(query, "DateSent", {
    granularity: state.quirks.dateSentGranularity,
    hidesAbsent: state.quirks.dateSentHidesUnsent,
  });
  const newest = state.timeline.now() - faults.listDelay;
  return (message) =>
    (message.direction !== "inbound" || state.quirks.inboundListed) &&
    message.createdAt <= newest &&
    (to === null || message.to === to) &&
    (from === null || message.from === from) &&
    sent(message.sentAt);
}

function change(state: TwilioState, message: Message, form: Form): void {
  const now = state.timeline.now();
  if (form.text("Body") !== undefined) throw new RestError(20001, "A body can only be made empty");
  const status = form.oneOf("Status", ["canceled"]);
  if (status !== undefined) {
    if (!["scheduled", "accepted", "queued"].includes(message.status)) throw new RestError(30409);
    setStatus(state, message, status, now);
  } else if (form.has("Body")) {
    requireSettled(message);
    message.body = "";
    setStatus(state, message, message.status, now);
  } else {
    throw new RestError(20001, "Body or Status is required");
  }
}

// `sent` may be the last word of a carrier: it counts as complete.
function requireSettled(message: Message): void {
  if (!isSettled(message) && message.status !== "sent") throw new RestError(20009);
}
