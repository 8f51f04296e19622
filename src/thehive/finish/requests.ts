import { HiveError } from "../../engine/hive-error.ts";
import type { HiveHttp, HiveRequest } from "../http.ts";

/** A request that changes something: sent once. */
export function acting(
  method: "POST" | "PATCH",
  path: string,
  json: unknown,
  doing: string,
  permission: string,
): HiveRequest {
  return { method, path, json, doing, permission, repeatable: false, lane: "act" };
}

/** A request that reads one thing. */
export function reading(path: string, doing: string, signal: AbortSignal): HiveRequest {
  return { method: "GET", path, doing, repeatable: true, lane: "single", signal };
}

/** A search by API v0. Without a range TheHive answers ten rows. */
export function searching(
  what: string,
  query: unknown,
  most: number,
  doing: string,
  signal: AbortSignal,
): HiveRequest {
  const path = `/api/${what}/_search`;
  const search = { range: `0-${most}` };
  return { method: "POST", path, search, json: { query }, doing, repeatable: true, lane: "single", signal };
}

/** The body, or nothing when TheHive says that there is no such thing. @throws HiveError */
export async function unlessMissing(http: HiveHttp, request: HiveRequest): Promise<unknown> {
  try {
    return await http.json(request);
  } catch (error) {
    if (error instanceof HiveError && error.code === "not-found") return undefined;
    throw error;
  }
}

/** What only decorates is left out rather than in the way; a TheHive that does not answer is an error all the same. */
export function unlessUnreachable(error: unknown): undefined {
  if (!(error instanceof HiveError) || error.code === "unreachable") throw error;
}

/** What is only nice to have stands in the way of nothing. */
export function whatever(error: unknown): undefined {
  if (!(error instanceof HiveError)) throw error;
}
