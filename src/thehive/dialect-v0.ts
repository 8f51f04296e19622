import { alertFromV0 } from "./alert-row.ts";
import { caseIn, listIn } from "./answers.ts";
import { type Count, type Dialect, glanceAt, type Page } from "./dialect.ts";
import { type HiveHttp, type HiveRequest, isRefusal, unsupported } from "./http.ts";
import type { HiveLog } from "./options.ts";

const NAMES = {
  id: ["_id", "id"],
  times: ["createdAt", "updatedAt"],
  keys: ["status", "stage", "case", "severity", "title", "tags", "artifacts"],
} as const;

const FIRST: Page = { from: 0, to: 1 };

/** TheHive 3, and 4 by its older API. Observables come inside the alerts. */
export function dialectV0(http: HiveHttp, major: 3 | 4 | 5, log: HiveLog): Dialect {
  let filtered = true;
  const statuses = (open: readonly string[]) =>
    filtered && !open.some((name) => name.toLowerCase() === "updated") ? ["New"] : ["New", "Updated"];

  async function waiting(
    open: readonly string[],
    page: Page,
    doing: string,
    signal: AbortSignal | undefined,
  ) {
    const filter = { _in: { _field: "status", _values: statuses(open) } };
    const request = searchRequest(filtered ? filter : {}, page, doing, signal);
    const answer = await http.send(request);
    if (!filtered || !isRefusal(answer)) return { answer, request };
    if (answer.status < 500) {
      filtered = false;
      log.warn(
        { status: answer.status },
        "TheHive refuses to filter alerts by status: all alerts are read instead",
      );
    }
    const bare = searchRequest({}, page, doing, signal);
    return { answer: await http.send(bare), request: bare };
  }

  return {
    api: "v0",
    async waiting(open, page, signal) {
      const { answer, request } = await waiting(open, page, "list the open alerts", signal);
      return listIn(http.accept(answer, request), request, http);
    },
    lists: (alert, open) => !filtered || statuses(open).includes(alert.status),
    async count(open, signal) {
      const { answer, request } = await waiting(open, FIRST, "count the open alerts", signal);
      if (isRefusal(answer)) return unsupported(answer);
      http.accept(answer, request);
      return countFrom(answer.total);
    },
    async changed(at, page, signal) {
      // The one form of `_gte` that 3 knows.
      const since = { _or: [{ _gte: { createdAt: at } }, { _gte: { updatedAt: at } }] };
      const request = searchRequest(since, page, "list the alerts that changed", signal);
      const answer = await http.send(request);
      return isRefusal(answer) ? unsupported(answer) : listIn(http.accept(answer, request), request, http);
    },
    async row(id, signal) {
      const doing = `read alert ${id}`;
      const request = { ...READ, path: `/api/alert/${encodeURIComponent(id)}`, doing, signal };
      const answer = await http.send(request);
      if (answer.status !== 404) return http.accept(answer, request);
      // A 404 may be a proxy's: ask in another way before an alert counts as deleted.
      const again = searchRequest({ _id: id }, FIRST, doing, signal);
      return listIn(await http.json(again), again, http).find((row) => glanceAt(row, NAMES).id === id);
    },
    glance: (row) => glanceAt(row, NAMES),
    read: alertFromV0,
    observables: () => Promise.resolve(undefined),
    async promote(id, body) {
      const request: HiveRequest = {
        method: "POST",
        path: `/api/alert/${encodeURIComponent(id)}/createCase`,
        json: body,
        doing: `promote alert ${id}`,
        permission: major === 3 ? "write" : "manageAlert",
        repeatable: false,
        slow: true,
        lane: "act",
      };
      return caseIn(await http.json(request), request, http);
    },
    async case(id, signal) {
      const path = `/api/case/${encodeURIComponent(id)}`;
      const request = { ...READ, path, doing: `read case ${id}`, signal };
      return caseIn(await http.json(request), request, http);
    },
  };
}

const READ = { method: "GET", repeatable: true, lane: "single" } as const;

function searchRequest(
  query: unknown,
  page: Page,
  doing: string,
  signal: AbortSignal | undefined,
): HiveRequest {
  return {
    method: "POST",
    path: "/api/alert/_search",
    // Without a range TheHive answers ten rows.
    search: { range: `${page.from}-${page.to}`, sort: "+createdAt" },
    json: { query },
    doing,
    repeatable: true,
    signal,
  };
}

// TheHive 4 answers -1000 for "a thousand or more".
function countFrom(total: string | undefined): Count {
  if (total === undefined || !/^-?\d+$/.test(total)) return { kind: "unsupported", forGood: true };
  const number = Number(total);
  return number < 0 ? { kind: "at-least", number: -number } : { kind: "exact", number };
}
