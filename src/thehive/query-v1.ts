import { type HiveAnswer, type HiveHttp, type HiveRequest, isRefusal } from "./http.ts";

/** A filter in TheHive's own words; only operators that 4 and 5 share. */
export type Filter = Readonly<Record<string, unknown>>;

/** One step of a query: `listAlert`, `filter`, `sort`, `page`, ... */
export interface Step {
  readonly _name: string;
  readonly [key: string]: unknown;
}

/** What a query brought. `refused`: TheHive does not understand it; a plainer one may do. */
export type Asked = Readonly<
  | { kind: "answered"; body: unknown; request: HiveRequest }
  | { kind: "refused"; answer: HiveAnswer; request: HiveRequest }
>;

interface QueryOptions {
  readonly doing: string;
  readonly signal?: AbortSignal | undefined;
  /** Keys left out of the rows; TheHive 5 only. */
  readonly without?: readonly string[];
}

/** Asks API v1's query engine. @throws HiveError */
export type Ask = (steps: readonly Step[], options: QueryOptions) => Promise<Asked>;

export function queryV1(http: HiveHttp): Ask {
  return async (steps, { doing, signal, without }) => {
    const request: HiveRequest = {
      method: "POST",
      path: "/api/v1/query",
      // Only for TheHive's own log.
      search: { name: "sla-monitor" },
      json: { query: steps, ...(without === undefined ? {} : { excludeFields: without }) },
      doing,
      repeatable: true,
      signal,
    };
    const answer = await http.send(request);
    if (isRefusal(answer)) return { kind: "refused", answer, request };
    return { kind: "answered", body: http.accept(answer, request), request };
  };
}
