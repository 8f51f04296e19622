import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Fault } from "./faults.ts";
import type { Hive } from "./hive.ts";
import { type HiveContext, html, json } from "./http.ts";

const WRONG_PAGE =
  '<!doctype html><html><head><title>TheHive</title></head><body><div id="app"></div></body></html>';
const PROXY_PAGE =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/** Lets the faults that strike a request have their way with it, before and after it is handled. */
export async function passGate(
  hive: Hive,
  c: HiveContext,
  faults: readonly Fault[],
  handle: () => Promise<Response>,
): Promise<Response> {
  for (const fault of faults) {
    const answer = await before(hive, c, fault);
    if (answer !== undefined) return answer;
  }
  let response = await handle();
  for (const fault of faults) response = await after(hive, c, fault, response);
  return response;
}

/** Whether the connection was left without an answer, or with its own. */
export function isUnanswered(response: Response): boolean {
  return response.headers.has("x-hono-already-sent");
}

async function before(hive: Hive, c: HiveContext, fault: Fault): Promise<Response | undefined> {
  switch (fault.kind) {
    case "reset":
    case "dropBeforeEffect":
      return drop(c);
    case "hang":
      return RESPONSE_ALREADY_SENT;
    case "html200":
      return html(WRONG_PAGE);
    case "html502":
      return html(PROXY_PAGE, 502);
    case "status":
      return json(
        fault.body ?? { type: "InternalError", message: "Out of order" },
        fault.status,
        fault.headers,
      );
    case "null520":
      return json(null, 520);
    case "slow":
      await hive.settings.clock.sleep(fault.ms, hive.stopped());
      return undefined;
    case "slowAnswer":
    case "truncatedJson":
    case "cutStream":
    case "stall":
    case "drip":
    case "endless":
    case "dropAfterEffect":
      return undefined;
  }
}

async function after(hive: Hive, c: HiveContext, fault: Fault, response: Response): Promise<Response> {
  switch (fault.kind) {
    case "slowAnswer":
      await hive.settings.clock.sleep(fault.ms, hive.stopped());
      return response;
    case "truncatedJson":
      return new Response(await firstHalf(response), response);
    case "cutStream":
      return cut(c, response);
    case "stall":
      return stall(c, response);
    case "drip":
      return drip(c, response, fault.ms);
    case "endless":
      return endless(c, response);
    case "dropAfterEffect":
      return drop(c);
    case "reset":
    case "dropBeforeEffect":
    case "hang":
    case "html200":
    case "html502":
    case "status":
    case "null520":
    case "slow":
      return response;
  }
}

function drop(c: HiveContext): Response {
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

async function cut(c: HiveContext, response: Response): Promise<Response> {
  const half = await firstHalf(response);
  begun(c, response).write(half, () => c.env.incoming.socket.destroy());
  return RESPONSE_ALREADY_SENT;
}

async function stall(c: HiveContext, response: Response): Promise<Response> {
  begun(c, response).write(await firstHalf(response));
  return RESPONSE_ALREADY_SENT;
}

async function drip(c: HiveContext, response: Response, ms: number): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer()).values();
  const outgoing = begun(c, response);
  const timer = setInterval(() => {
    const { value, done } = bytes.next();
    if (done) outgoing.end();
    else outgoing.write(Uint8Array.of(value));
  }, ms);
  outgoing.on("close", () => clearInterval(timer));
  return RESPONSE_ALREADY_SENT;
}

async function endless(c: HiveContext, response: Response): Promise<Response> {
  const row = `${JSON.stringify({ description: "x".repeat(65_536) })},`;
  // A 204 has no body: what is written to it goes nowhere, without ever being too much.
  const outgoing = begun(c, { status: response.status === 204 ? 200 : response.status });
  const more = () => {
    while (!outgoing.destroyed && outgoing.write(row));
  };
  outgoing.on("drain", more);
  outgoing.write("[", more);
  return RESPONSE_ALREADY_SENT;
}

/** The answer's head is out; what follows is up to the fault. */
function begun(c: HiveContext, { status }: Pick<Response, "status">): HttpBindings["outgoing"] {
  c.env.outgoing.writeHead(status, { "Content-Type": "application/json" });
  return c.env.outgoing;
}

async function firstHalf(response: Response): Promise<string> {
  const text = await response.text();
  return text.slice(0, Math.ceil(text.length / 2));
}
