import type { AlertId } from "../sla/model.ts";
import { problemWith } from "./failure.ts";
import type { HiveHttp } from "./http.ts";
import type { Ask } from "./query-v1.ts";

const READ = { method: "GET", repeatable: true, lane: "single" } as const;

/** Reads one alert by API v1 as it is now; undefined when there is none. @throws HiveError */
export type RowReader = (id: AlertId, signal?: AbortSignal) => Promise<unknown>;

export function rowReader(http: HiveHttp, ask: Ask, major: 4 | 5): RowReader {
  return async (id, signal) => {
    const path = `/api/v1/alert/${encodeURIComponent(id)}`;
    const request = { ...READ, path, doing: `read alert ${id}`, signal };
    const answer = await http.send(request);
    if (answer.status !== 404) {
      const row = http.accept(answer, request);
      return major === 4 ? withCase(row, id, http, signal) : row;
    }
    // A 404 may be a proxy's: ask in another way before an alert counts as deleted.
    const query = [{ _name: "getAlert", idOrName: id }];
    const asked = await ask(query, { doing: request.doing, signal }).catch(() => undefined);
    if (asked?.kind === "answered" && Array.isArray(asked.body)) {
      return asked.body.find((row) => isObject(row) && row._id === id);
    }
    const problem = problemWith(answer, request, http.place);
    if (problem?.code === "not-found") return undefined;
    throw problem;
  };
}

// 4.1.13 forgets to tell the case in API v1, but marks the alert as read; v0 still knows.
async function withCase(row: unknown, id: AlertId, http: HiveHttp, signal?: AbortSignal): Promise<unknown> {
  if (!isObject(row) || row.read !== true || typeof row.caseId === "string") return row;
  const path = `/api/alert/${encodeURIComponent(id)}`;
  const older = await http.json({ ...READ, path, doing: `read alert ${id}`, signal }).catch(() => undefined);
  return isObject(older) && typeof older.case === "string" ? { ...row, caseId: older.case } : row;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
