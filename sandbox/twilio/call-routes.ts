import { Hono } from "hono";
import { checkCall, checkScript } from "./call-checks.ts";
import { finish, isOver, placeCall, speak } from "./call-life.ts";
import { dateFilter } from "./date-filter.ts";
import { RestError } from "./errors.ts";
import type { Faults } from "./faults.ts";
import type { Form } from "./form.ts";
import { bodyForm, type HttpEnv, queryOf, recordOf } from "./http-env.ts";
import type { Call } from "./model.ts";
import { pageOf } from "./paging.ts";
import type { TwilioState } from "./state.ts";
import { callJson, notificationJson } from "./wire.ts";

/** `Calls`: create, list, fetch, end or redirect, and what was noted about one. */
export function callRoutes(state: TwilioState, faults: Faults) {
  const isUndated = ({ status }: Call) =>
    status === "queued" && state.quirks.undatedWhileQueued !== "nothing";
  const toJson = (call: Call) => callJson(state.account.sid, call, isUndated(call));
  return new Hono<HttpEnv>()
    .post("/Calls.json", (c) => c.json(toJson(placeCall(state, checkCall(state, bodyForm(c)))), 201))
    .get("/Calls.json", (c) =>
      c.json(
        pageOf({
          records: state.calls.inOrder,
          matches: callFilter(state, faults, queryOf(c)),
          toJson,
          field: "calls",
          path: c.req.path,
          query: queryOf(c),
        }),
      ),
    )
    .get("/Calls/:file", (c) => c.json(toJson(recordOf(c, state.calls.bySid))))
    .post("/Calls/:file", (c) => {
      const call = recordOf(c, state.calls.bySid);
      change(state, call, bodyForm(c));
      return c.json(toJson(call));
    })
    .get("/Calls/:file/Notifications.json", (c) => {
      const call = recordOf(c, state.calls.bySid);
      return c.json(
        pageOf({
          records: call.notifications,
          matches: () => true,
          toJson: (note) => notificationJson(state.account.sid, call, note),
          field: "notifications",
          path: c.req.path,
          query: queryOf(c),
        }),
      );
    });
}

function callFilter(state: TwilioState, faults: Faults, query: URLSearchParams): (call: Call) => boolean {
  const [to, from, status] = ["To", "From", "Status"].map((name) => query.get(name));
  const dates = { granularity: "second", hidesAbsent: true } as const;
  const started = dateFilter(query, "StartTime", dates);
  const ended = dateFilter(query, "EndTime", dates);
  const newest = state.timeline.now() - faults.listDelay;
  return (call) =>
    call.createdAt <= newest &&
    (to === null || call.to === to) &&
    (from === null || call.from === from) &&
    (status === null || call.status === status) &&
    query.get("ParentCallSid") === null &&
    started(call.ringingAt) &&
    ended(call.endedAt);
}

function change(state: TwilioState, call: Call, form: Form): void {
  const now = state.timeline.now();
  if (isOver(call)) throw new RestError(21220);
  const status = form.oneOf("Status", ["canceled", "completed"]);
  if (status === undefined) redirect(state, call, form, now);
  else end(state, call, status, now);
}

function end(state: TwilioState, call: Call, status: "canceled" | "completed", now: number): void {
  const live = call.status === "in-progress";
  // A live call is past cancelling: the request is accepted and changes nothing.
  if (status === "canceled" && live) return;
  finish(state, call, live ? "completed" : "canceled", now);
}

function redirect(state: TwilioState, call: Call, form: Form, now: number): void {
  const { twiml, url } = checkScript(state, form);
  if (call.status !== "in-progress") throw new RestError(21220);
  call.twiml = twiml ?? (url === null ? null : (state.fetchTwiml(url) ?? null));
  call.updatedAt = now;
  speak(state, call, now);
}
