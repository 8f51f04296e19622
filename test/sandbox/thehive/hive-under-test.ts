import { type Got, got, type Method, type Response } from "got";
import { onTestFinished } from "vitest";
import { SandboxClock } from "../../../sandbox/clock.ts";
import type { TheHiveOptions } from "../../../sandbox/thehive/options.ts";
import { TheHiveServer } from "../../../sandbox/thehive/server.ts";

/** The instant at which the tests' time stands still. */
export const NIGHT = Date.parse("2026-03-02T02:00:00Z");

/** A started TheHive on a clock moved by hand, and a client that has the key and never retries. */
export async function startHive(options: Omit<TheHiveOptions, "clock"> = {}) {
  const clock = new SandboxClock({ at: NIGHT });
  const hive = new TheHiveServer({ clock, ...options });
  await hive.start();
  onTestFinished(() => hive.stop());
  return { clock, hive, api: client(hive) };
}

/** Calls of TheHive's API; an answer of any status is an answer. */
export function client(hive: TheHiveServer, key = hive.apiKey, headers: Record<string, string> = {}) {
  const http: Got = got.extend({
    headers: { Authorization: `Bearer ${key}`, ...headers },
    retry: { limit: 0 },
    throwHttpErrors: false,
  });
  const call = async (method: Method, path: string, json?: unknown) => {
    const response: Response<string> = await http(`${hive.url}${path}`, {
      method,
      ...(json === undefined ? {} : { json }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: parse(response.body),
    };
  };
  return {
    get: (path: string) => call("GET", path),
    post: (path: string, json?: unknown) => call("POST", path, json),
    patch: (path: string, json?: unknown) => call("PATCH", path, json),
    delete: (path: string) => call("DELETE", path),
    query: (...steps: readonly unknown[]) => call("POST", "/api/v1/query", { query: steps }),
    filter: (filter: object) =>
      call("POST", "/api/v1/query", { query: [{ _name: "listAlert" }, { _name: "filter", ...filter }] }),
    search: (query: unknown, parameters = "") => call("POST", `/api/alert/_search${parameters}`, { query }),
  };
}

/** Titles of the rows of an answer, in its order. */
export function titles(answer: { body: unknown }): unknown[] {
  return rows(answer).map(({ title }) => title);
}

/** The rows of an answer. */
export function rows({ body }: { body: unknown }): Record<string, unknown>[] {
  if (!Array.isArray(body)) throw new Error(`Not a list: ${JSON.stringify(body)}`);
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
