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
const DRIP_MS = 50;
const HTML = "<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>";

type StatusFault = Extract<Fault, { kind: "status" }>;

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
  if (fault.kind === "stall") return stall(env, await handle());
  if (fault.kind === "rows") return withRows(fault.rows, await handle());
  if (fault.when === "after") await handle();
  switch (fault.kind) {
    case "status":
      return statusAnswer(fault);
    case "json":
      return Response.json(fault.body, { status: fault.status ?? 200 });
    case "html":
      return new Response(HTML, { status: fault.status ?? 200, headers: { "content-type": "text/html" } });
    case "reset":
      env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case "hang":
      await closed(env);
      return RESPONSE_ALREADY_SENT;
    case "drip":
      return drip(fault.every ?? DRIP_MS, env);
    default:
      return unreachable(fault);
  }
}

function statusAnswer({ status, code = USUAL_CODES[status], retryAfter }: StatusFault): Response {
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  return Response.json(new RestError(code ?? 20500, undefined, status).body, { status, headers });
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
  await sendHalf(outgoing, answer);
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function stall(env: HttpBindings, answer: Response): Promise<Response> {
  await sendHalf(env.outgoing, answer);
  await closed(env);
  return RESPONSE_ALREADY_SENT;
}

async function sendHalf(outgoing: HttpBindings["outgoing"], answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  outgoing.writeHead(answer.status, { "content-type": "application/json", "content-length": body.length });
  await new Promise((resolve) => outgoing.write(body.subarray(0, body.length >> 1), resolve));
}

// In real time: a connection is kept awake by what arrives, whatever the sandbox's clock does.
async function drip(every: number, env: HttpBindings): Promise<Response> {
  env.outgoing.writeHead(200, { "content-type": "application/json" });
  const drops = setInterval(() => env.outgoing.write(" "), every);
  await closed(env);
  clearInterval(drops);
  return RESPONSE_ALREADY_SENT;
}

async function withRows(rows: readonly unknown[], answer: Response): Promise<Response> {
  const body = Object.entries(Object(await answer.json())).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...rows, ...value] : value,
  ]);
  return Response.json(Object.fromEntries(body), { status: answer.status });
}

function closed({ outgoing }: HttpBindings): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once("close", () => resolve());
  });
}
