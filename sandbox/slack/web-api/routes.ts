import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Activity } from "./activity.ts";
import { ApiFailure } from "./api-failure.ts";
import type { RawArgs } from "./args.ts";
import type { Effect, Faults } from "./faults.ts";
import {
  type Answer,
  drip,
  type Exchange,
  hang,
  jsonAnswer,
  readRequest,
  reset,
  send,
  stall,
} from "./http-answer.ts";
import type { Desk, Method } from "./method.ts";
import { methodTable } from "./method-table.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { LoggedRequest, RequestLog } from "./request-log.ts";
import type { ResponseUrls } from "./response-urls.ts";

/** What stands behind the HTTP door. */
export interface WebApiParts {
  desk: Desk;
  faults: Faults;
  rateLimits: RateLimits;
  log: RequestLog;
  responseUrls: ResponseUrls;
  activity: Activity;
}

/** The HTTP side of Slack: the Web API, the addresses for uploads and the ones for late answers. */
export function webApi(parts: WebApiParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.on(["GET", "POST"], "/api/:method", async (exchange) => {
    const name = exchange.req.param("method");
    const args = await readRequest(exchange);
    const token = bearer(exchange) ?? (typeof args.token === "string" ? args.token : undefined);
    return await handle(parts, exchange, name, args, token, () => call(parts, name, args, token));
  });
  app.post("/respond/:id", async (exchange) => {
    const body = await readRequest(exchange);
    return await handle(parts, exchange, "response_url", body, undefined, () => {
      parts.responseUrls.answer(exchange.req.param("id"), body);
      return { status: 200, body: "ok" };
    });
  });
  app.post("/upload/v1/:id", async (exchange) => {
    const bytes = await uploadedBytes(exchange);
    const id = exchange.req.param("id");
    return await handle(parts, exchange, "upload", { id, length: bytes.length }, undefined, () =>
      parts.desk.uploads.receive(id, bytes)
        ? { status: 200, body: `OK - ${bytes.length}` }
        : { status: 400, body: "Bad upload" },
    );
  });
  return app;
}

function bearer({ req }: Exchange): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(req.header("authorization") ?? "")?.[1];
}

async function uploadedBytes({ req }: Exchange): Promise<Uint8Array> {
  if (!req.header("content-type")?.startsWith("multipart/form-data"))
    return new Uint8Array(await req.arrayBuffer());
  const form = await req.formData();
  const files = [...form.values()].filter((value) => typeof value !== "string");
  return files[0] ? new Uint8Array(await files[0].arrayBuffer()) : new Uint8Array();
}

// One request from door to door: logged, struck by a fault if one is set, answered.
async function handle(
  parts: WebApiParts,
  exchange: Exchange,
  method: string,
  args: RawArgs,
  token: string | undefined,
  run: () => Answer,
): Promise<Response> {
  const { desk, faults, log, activity } = parts;
  const { clock } = desk.store;
  const kind = token === undefined ? "none" : (desk.credentials.kindOf(token) ?? "unknown");
  const path = exchange.req.path;
  const entry: LoggedRequest = {
    at: clock.now(),
    method,
    path,
    args,
    token: kind,
    status: 0,
    error: undefined,
  };
  log.add(entry);
  activity.begin();
  try {
    const effect = faults.strike(method, args);
    if (effect?.kind === "delay") await clock.sleep(effect.for);
    const early = effect && !isAfter(effect) ? struck(effect) : undefined;
    const outcome = early ?? afterwards(effect, attempt(run, entry));
    return reply(exchange, outcome, entry, clock.now());
  } finally {
    activity.end();
    desk.store.changed({ kind: "request", method });
  }
}

/** How an answer that comes slowly or not at all is sent. */
interface Slow {
  readonly answer: Answer;
  /** Real milliseconds between two characters; undefined: it stops in the middle. */
  readonly every: number | undefined;
}

type Outcome = Answer | Slow | "hang" | "reset";

function reply(
  exchange: Exchange,
  outcome: Outcome,
  entry: LoggedRequest,
  now: number,
): Response | Promise<Response> {
  if (outcome === "hang") return hang(exchange);
  if (outcome === "reset") return reset(exchange);
  if ("answer" in outcome) {
    entry.status = outcome.answer.status;
    const { answer, every } = outcome;
    return every === undefined ? stall(exchange, answer) : drip(exchange, answer, every);
  }
  entry.status = outcome.status;
  return send(outcome, now);
}

function afterwards(effect: Effect | undefined, answer: Answer): Outcome {
  return (effect && isAfter(effect) ? struck(effect, answer) : undefined) ?? answer;
}

function isAfter(effect: Effect): boolean {
  return "when" in effect && effect.when === "after";
}

/** @param answer what would have been answered, where the request took effect */
function struck(effect: Effect, answer: Answer = jsonAnswer({ ok: true })): Outcome | undefined {
  switch (effect.kind) {
    case "stall":
      return { answer, every: undefined };
    case "drip":
      return { answer, every: effect.every };
    case "hang":
    case "reset":
      return effect.kind;
    case "http":
      return { status: effect.status, body: "" };
    case "html":
      return {
        status: 200,
        body: effect.body ?? "<html>Please sign in</html>",
        headers: { "content-type": "text/html" },
      };
    case "rate-limit":
      return rateLimited(effect.retryAfter);
    case "error":
      return jsonAnswer({ ok: false, error: effect.error, ...effect.detail });
    case "delay":
      return undefined;
  }
}

function attempt(run: () => Answer, entry: LoggedRequest): Answer {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    entry.error = error.code;
    const isUrl = entry.method === "response_url";
    return jsonAnswer({ ok: false, error: error.code, ...error.detail }, isUrl ? 404 : 200);
  }
}

function call(
  { desk, rateLimits }: WebApiParts,
  name: string,
  args: RawArgs,
  token: string | undefined,
): Answer {
  const method = methodTable[name];
  if (!method) throw new ApiFailure("unknown_method");
  desk.credentials.check(token, method.token);
  desk.credentials.require(...method.scopes);
  const wait = rateLimits.take(name, method.tier, String(args.channel ?? ""));
  if (wait !== undefined) return rateLimited(wait);
  return jsonAnswer({ ok: true, ...method.run(args, desk) }, 200, scopeHeaders(desk, method));
}

function scopeHeaders({ credentials }: Desk, method: Method): Record<string, string> {
  return {
    "x-oauth-scopes": method.token === "app" ? "connections:write" : [...credentials.scopes].join(","),
    "x-accepted-oauth-scopes": method.scopes.join(","),
  };
}

function rateLimited(seconds: number | string | undefined): Answer {
  const headers: Record<string, string> = seconds === undefined ? {} : { "retry-after": String(seconds) };
  return jsonAnswer({ ok: false, error: "ratelimited" }, 429, headers);
}
