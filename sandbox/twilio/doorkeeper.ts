import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { MiddlewareHandler } from "hono";
import { checkAccess } from "./access.ts";
import { RestError } from "./errors.ts";
import { actOut } from "./fault-acting.ts";
import type { Faults } from "./faults.ts";
import type { Ctx, HttpEnv } from "./http-env.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { TwilioState } from "./state.ts";
import type { Clock } from "./timeline.ts";

/** What the REST API is made of. */
export interface Parts {
  readonly state: TwilioState;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly log: (request: LoggedRequest) => LoggedRequest;
}

/** Logs each request, lets it meet its fault, and checks it before it is served. */
export function doorkeeper({ state, faults, clock, log }: Parts): MiddlewareHandler<HttpEnv> {
  let inFlight = 0;
  return async (c, next) => {
    const form = await readForm(c);
    c.set("form", form);
    const { method, path } = c.req;
    const fault = faults.take(method, path);
    const entry = log(logged(c, form, clock.now(), fault?.kind));
    inFlight += 1;
    const load = inFlight;
    const serve = () =>
      answerOf(async () => {
        if (load > state.limits.concurrentRequests) throw new RestError(20429);
        state.timeline.settle();
        checkAccess(state.account, { authorization: c.req.header("authorization"), method, path });
        await next();
        return c.res;
      });
    const answer = fault === undefined ? await serve() : await actOut(fault, c.env, clock, serve);
    inFlight -= 1;
    c.res = undefined;
    c.res = answer;
    if (answer !== RESPONSE_ALREADY_SENT) {
      entry.status = answer.status;
      c.res.headers.set("date", new Date(clock.now()).toUTCString());
      c.res.headers.set("twilio-concurrent-requests", String(load));
    }
    state.changed({ kind: "request", method, path, status: entry.status });
  };
}

/** A refusal as Twilio answers it; other errors are bugs of the sandbox and go on. */
export function refusal(error: unknown): Response {
  if (error instanceof RestError) return Response.json(error.body, { status: error.status });
  throw error;
}

async function answerOf(serve: () => Promise<Response>): Promise<Response> {
  try {
    return await serve();
  } catch (error) {
    return refusal(error);
  }
}

async function readForm(c: Ctx): Promise<URLSearchParams> {
  const isForm = c.req.header("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  return new URLSearchParams(isForm ? await c.req.text() : "");
}

function logged(c: Ctx, form: URLSearchParams, at: number, fault: string | undefined): LoggedRequest {
  const { method, path } = c.req;
  return { at, method, path, query: c.req.query(), form: Object.fromEntries(form), fault, status: undefined };
}
