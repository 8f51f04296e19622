import type { AlertId } from "../sla/model.ts";
import { alertFromV1 } from "./alert-row.ts";
import { caseIn, listIn } from "./answers.ts";
import { assigner } from "./assign.ts";
import { type Dialect, glanceAt, type Page } from "./dialect.ts";
import { problemWith } from "./failure.ts";
import { type HiveHttp, type HiveRequest, unsupported } from "./http.ts";
import { observableReader } from "./observables.ts";
import type { HiveLog } from "./options.ts";
import { type Asked, queryV1, type Step } from "./query-v1.ts";
import { type StatusList, type WaitingQuery, waitingQueries } from "./waiting-v1.ts";
import { StatusRow } from "./wire.ts";

const NAMES = {
  id: ["_id"],
  times: ["_createdAt", "_updatedAt"],
  keys: ["status", "stage", "read", "caseId", "severity", "assignee", "title", "tags", "observableCount"],
} as const;

const LIST: Step = { _name: "listAlert" };
const SORT: Step = { _name: "sort", _fields: [{ _createdAt: "asc" }] };
// Attackers may make it large, and nobody here reads it.
const HEAVY = ["description"];
const READ = { method: "GET", repeatable: true } as const;

/** TheHive 4 and 5 by API v1. Observables are served apart from the alerts. */
export function dialectV1(http: HiveHttp, major: 4 | 5, log: HiveLog): Dialect {
  const ask = queryV1(http);
  const ladder = waitingQueries[major];
  let rung = 0;
  const current = () => ladder[rung] ?? ladder[0];
  const insist = ({ kind, ...asked }: Asked): unknown => {
    if ("body" in asked) return asked.body;
    return http.accept(asked.answer, asked.request);
  };

  const statuses: StatusList = async () => {
    const asked = await ask([{ _name: "listAlertStatus" }], { doing: "list the alert statuses" });
    const parsed = StatusRow.array().safeParse(asked.kind === "answered" ? asked.body : undefined);
    return parsed.success ? parsed.data : undefined;
  };

  async function askWaiting(
    how: WaitingQuery,
    open: readonly string[],
    last: Step,
    doing: string,
    signal?: AbortSignal,
  ) {
    const filter: Step[] =
      how.filter === undefined ? [] : [{ _name: "filter", ...(await how.filter(open, statuses)) }];
    const sort = how.sorted && last._name === "page" ? [SORT] : [];
    return ask([LIST, ...filter, ...sort, last], { doing, signal, ...(how.slim ? { without: HEAVY } : {}) });
  }

  async function waiting(open: readonly string[], page: Page, signal?: AbortSignal) {
    const last = { _name: "page", ...page };
    const doing = "list the open alerts";
    let asked = await askWaiting(current(), open, last, doing, signal);
    for (let lower = rung + 1; asked.kind === "refused" && lower < ladder.length; lower++) {
      const how = ladder[lower] ?? ladder[0];
      const { status } = asked.answer;
      asked = await askWaiting(how, open, last, doing, signal);
      // A crash may be gone at the next poll; a refusal stays.
      if (asked.kind === "answered" && status < 500) {
        rung = lower;
        log.warn(
          { status, how: how.name },
          "TheHive refuses the usual way to list open alerts: a plainer one is used",
        );
      }
    }
    return listIn(insist(asked), asked.request, http);
  }

  async function row(id: AlertId, signal?: AbortSignal): Promise<unknown> {
    const doing = `read alert ${id}`;
    const request = { ...READ, path: `/api/v1/alert/${encodeURIComponent(id)}`, doing, signal };
    const answer = await http.send(request);
    if (answer.status !== 404) return http.accept(answer, request);
    // A 404 may be a proxy's: ask in another way before an alert counts as deleted.
    const asked = await ask([{ _name: "getAlert", idOrName: id }], { doing, signal }).catch(() => undefined);
    if (asked?.kind === "answered" && Array.isArray(asked.body)) {
      return asked.body.find((found) => glanceAt(found, NAMES).id === id);
    }
    const problem = problemWith(answer, request, http.place);
    if (problem?.code === "not-found") return undefined;
    throw problem;
  }

  return {
    api: "v1",
    waiting,
    lists: (alert, open) => current().lists(alert, open),
    async count(open, signal) {
      const asked = await askWaiting(current(), open, { _name: "count" }, "count the open alerts", signal);
      if (asked.kind === "refused") return unsupported(asked.answer);
      const number = asked.body;
      return typeof number === "number" && Number.isInteger(number)
        ? { kind: "exact", number }
        : { kind: "unsupported", forGood: true };
    },
    async changed(at, page, signal) {
      const since = (field: string) => ({ _gte: { _field: field, _value: at } });
      const steps = [
        LIST,
        { _name: "filter", _or: [since("_createdAt"), since("_updatedAt")] },
        ...(current().sorted ? [SORT] : []),
        { _name: "page", ...page },
      ];
      const slim = current().slim ? { without: HEAVY } : {};
      const asked = await ask(steps, { doing: "list the alerts that changed", signal, ...slim });
      return asked.kind === "refused" ? unsupported(asked.answer) : listIn(asked.body, asked.request, http);
    },
    row: major === 4 ? async (id, signal) => withCase(await row(id, signal), http, signal) : row,
    glance: (found) => glanceAt(found, NAMES),
    read: alertFromV1,
    observables: observableReader(ask, log),
    async promote(id) {
      const request: HiveRequest = {
        method: "POST",
        path: `/api/v1/alert/${encodeURIComponent(id)}/case`,
        json: {},
        doing: `promote alert ${id}`,
        permission: major === 4 ? "manageAlert" : "manageAlert/import",
        repeatable: false,
        slow: true,
      };
      return caseIn(await http.json(request), request, http);
    },
    async case(id) {
      const request = { ...READ, path: `/api/v1/case/${encodeURIComponent(id)}`, doing: `read case ${id}` };
      return caseIn(await http.json(request), request, http);
    },
    ...(major === 5 ? { assign: assigner(http, ask), comment: commenter(http) } : {}),
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
    });
  };
}

// 4.1.13 forgets to tell the case in API v1, but marks the alert as read; v0 still knows.
async function withCase(row: unknown, http: HiveHttp, signal?: AbortSignal): Promise<unknown> {
  if (typeof row !== "object" || row === null || "caseId" in row || !("read" in row) || row.read !== true)
    return row;
  const id = "_id" in row ? String(row._id) : "";
  const request = {
    ...READ,
    path: `/api/alert/${encodeURIComponent(id)}`,
    doing: `read alert ${id}`,
    signal,
  };
  const older = await http.json(request).catch(() => undefined);
  const known = typeof older === "object" && older !== null && "case" in older ? older.case : undefined;
  return typeof known === "string" ? { ...row, caseId: known } : row;
}
