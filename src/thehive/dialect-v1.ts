import type { AlertId } from "../sla/model.ts";
import { alertFromV1 } from "./alert-row.ts";
import { caseIn, listIn } from "./answers.ts";
import { assigner } from "./assign.ts";
import { type Count, type Dialect, glanceAt } from "./dialect.ts";
import { type HiveHttp, type HiveRequest, unsupported } from "./http.ts";
import { observableReader } from "./observables.ts";
import type { HiveLog } from "./options.ts";
import { type Asked, queryV1 } from "./query-v1.ts";
import { rowReader } from "./row-v1.ts";
import { byCreation, heavy, listAlert, waitingList } from "./waiting-list.ts";

const NAMES = {
  id: ["_id"],
  times: ["_createdAt", "_updatedAt"],
  keys: ["status", "stage", "read", "caseId", "severity", "assignee", "title", "tags", "observableCount"],
} as const;

/** TheHive 4 and 5 by API v1. Observables are served apart from the alerts. */
export function dialectV1(http: HiveHttp, major: 4 | 5, log: HiveLog): Dialect {
  const ask = queryV1(http);
  const waiting = waitingList(ask, major, log);
  return {
    api: "v1",
    async waiting(open, page, signal) {
      const asked = await waiting.page(open, page, signal);
      return listIn(bodyOf(asked, http), asked.request, http);
    },
    lists: (alert, open) => waiting.how().lists(alert, open),
    count: async (open, signal) => countIn(await waiting.count(open, signal)),
    async changed(at, { from, to }, signal) {
      const since = (field: string) => ({ _gte: { _field: field, _value: at } });
      const filter = { _name: "filter", _or: [since("_createdAt"), since("_updatedAt")] };
      const { sorted, slim } = waiting.how();
      const steps = [listAlert, filter, ...(sorted ? [byCreation] : []), { _name: "page", from, to }];
      const options = { doing: "list the alerts that changed", signal, ...(slim ? { without: heavy } : {}) };
      const asked = await ask(steps, options);
      return asked.kind === "refused" ? unsupported(asked.answer) : listIn(asked.body, asked.request, http);
    },
    row: rowReader(http, ask, major),
    glance: (row) => glanceAt(row, NAMES),
    read: alertFromV1,
    observables: observableReader(ask, log),
    async promote(id, body) {
      const request = promotion(id, body, major);
      return caseIn(await http.json(request), request, http);
    },
    async case(id, signal) {
      const path = `/api/v1/case/${encodeURIComponent(id)}`;
      const request = {
        method: "GET",
        path,
        doing: `read case ${id}`,
        repeatable: true,
        lane: "single",
        signal,
      } as const;
      return caseIn(await http.json(request), request, http);
    },
    ...(major === 5 ? { assign: assigner(http, ask), comment: commenter(http) } : {}),
  };
}

function promotion(id: AlertId, json: Readonly<Record<string, string>>, major: 4 | 5): HiveRequest {
  return {
    method: "POST",
    path: `/api/v1/alert/${encodeURIComponent(id)}/case`,
    json,
    doing: `promote alert ${id}`,
    permission: major === 4 ? "manageAlert" : "manageAlert/import",
    repeatable: false,
    slow: true,
    lane: "act",
  };
}

function commenter(http: HiveHttp): (id: AlertId, text: string) => Promise<void> {
  return async (id, text) => {
    await http.json({
      method: "POST",
      path: `/api/v1/alert/${encodeURIComponent(id)}/comment`,
      json: { message: text },
      doing: `comment on alert ${id}`,
      permission: "manageComment",
      repeatable: false,
      lane: "act",
    });
  };
}

function bodyOf(asked: Asked, http: HiveHttp): unknown {
  return asked.kind === "answered" ? asked.body : http.accept(asked.answer, asked.request);
}

function countIn(asked: Asked): Count {
  if (asked.kind === "refused") return unsupported(asked.answer);
  const { body } = asked;
  const isCount = typeof body === "number" && Number.isInteger(body);
  return isCount ? { kind: "exact", number: body } : { kind: "unsupported", forGood: true };
}
