import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { RestError } from "./errors.ts";
import type { Fault } from "./faults.ts";
import type { Clock } from "./timeline.ts";
import { unreachable } from "./unreachable.ts";

const USUAL_CODES: Readonly<Record<number, number>> = {
  401: 20003,
  403: 20006,
  404: 20404,
  429: 20429,
  500: 20500,
  503: 20503,
};
const HTML = "<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>";

/**
 * Acts a fault out around the real handling of a request.
 *
 * @param handle does what was asked and gives the true answer
 */
export async function actOut(
  fault: Fault,
  env: HttpBindings,
  clock: Clock,
  handle: () => Promise<Response>,
): Promise<Response> {
  if (fault.kind === "slow") return slowly(fault.delay, env, clock, handle);
  if (fault.kind === "cut") return cut(env, await handle());
  if (fault.when === "after") await handle();
  switch (fault.kind) {
    case "status":
      return statusAnswer(fault.status, fault.code);
    case "html":
      return new Response(HTML, { status: fault.status ?? 200, headers: { "content-type": "text/html" } });
    case "reset":
      env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case "hang":
      await closed(env);
      return RESPONSE_ALREADY_SENT;
    default:
      return unreachable(fault);
  }
}

function statusAnswer(status: number, code = USUAL_CODES[status]): Response {
  return Response.json(new RestError(code ?? 20500, undefined, status).body, { status });
}

async function slowly(
  delay: number,
  env: HttpBindings,
  clock: Clock,
  handle: () => Promise<Response>,
): Promise<Response> {
  const gone = new AbortController();
  env.outgoing.once("close", () => gone.abort());
  const inTime = await clock.sleep(delay, gone.signal).then(
    () => true,
    () => false,
  );
  return inTime ? handle() : RESPONSE_ALREADY_SENT;
}

async function cut({ outgoing }: HttpBindings, answer: Response): Promise<Response> {
  const body = Buffer.from(await answer.arrayBuffer());
  outgoing.writeHead(answer.status, { "content-type": "application/json", "content-length": body.length });
  outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}

function closed({ outgoing }: HttpBindings): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once("close", () => resolve());
  });
}
