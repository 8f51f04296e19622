import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { authenticate, demand } from "./auth.ts";
import type { View } from "./entities.ts";
import { badJson, HiveProblem } from "./errors.ts";
import type { Hive } from "./hive.ts";
import type { Dialect } from "./model.ts";

/** What travels with a request through the routes. */
export interface HiveEnv {
  Bindings: HttpBindings;
  Variables: { body: Body };
}

export type HiveContext = Context<HiveEnv>;

/** A body as it came; read once, for the log and for the route. */
export type Body = { kind: "none" } | { kind: "json"; value: unknown } | { kind: "unreadable" };

/** Reads a body that says it is JSON; any other counts as none. */
export async function readBody(c: HiveContext): Promise<Body> {
  if (!/\bjson\b/.test(c.req.header("content-type") ?? "")) return { kind: "none" };
  const text = await c.req.text();
  if (text === "") return { kind: "none" };
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return { kind: "unreadable" };
  }
}

/** @throws HiveProblem 400 when the body is not JSON although it says so */
export function bodyOf(c: HiveContext, { settings }: Hive): unknown {
  const body = c.get("body");
  if (body.kind === "unreadable") throw badJson(settings.version, c.req.method, c.req.path);
  return body.kind === "json" ? body.value : undefined;
}

/** Lets the caller in; @throws HiveProblem 401, or 403 where even reading takes a right */
export function viewFor(c: HiveContext, hive: Hive, dialect: Dialect): View {
  const caller = authenticate(hive, (name) => c.req.header(name));
  demand(hive, caller, "read");
  return { hive, caller, dialect };
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

export function nothing(): Response {
  return new Response(null, { status: 204 });
}

export function html(page: string, status = 200): Response {
  return new Response(page, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** A refusal as the wire shows it; anything unforeseen is the server's fault. */
export function problemResponse(error: unknown): Response {
  if (!(error instanceof HiveProblem)) {
    return json(
      { type: "InternalError", message: error instanceof Error ? error.message : String(error) },
      500,
    );
  }
  const { status, body, headers } = error;
  if (typeof body !== "string") return json(body, status, headers);
  return new Response(body, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });
}
