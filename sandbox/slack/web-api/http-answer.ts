import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";

/** A request with its raw sockets at hand. */
export type Exchange = Context<{ Bindings: HttpBindings }>;

/** What goes back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer. */
export function jsonAnswer(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    body: JSON.stringify(value),
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  };
}

/** Sends an answer with the sandbox's time in its Date header. */
export function send({ status, body, headers }: Answer, now: number): Response {
  return new Response(body, { status, headers: { ...headers, date: new Date(now).toUTCString() } });
}

/** Leaves a request without an answer until its caller gives up. */
export async function hang({ env }: Exchange): Promise<Response> {
  if (!env.outgoing.destroyed) await new Promise((resolve) => env.outgoing.once("close", resolve));
  return RESPONSE_ALREADY_SENT;
}

/** Breaks the connection as a crashing proxy does. */
export function reset({ env }: Exchange): Response {
  env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Sends the headers and half of an answer, and never the rest. */
export async function stall(exchange: Exchange, answer: Answer): Promise<Response> {
  const { outgoing } = exchange.env;
  const body = begin(exchange, answer);
  outgoing.write(body.subarray(0, Math.ceil(body.length / 2)));
  return await hang(exchange);
}

/** Sends an answer byte by byte, one every so many real milliseconds. */
export async function drip(exchange: Exchange, answer: Answer, every: number): Promise<Response> {
  const { outgoing } = exchange.env;
  const body = begin(exchange, answer);
  let sent = 0;
  const timer = setInterval(() => {
    outgoing.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent >= body.length) outgoing.end();
  }, every);
  await hang(exchange);
  clearInterval(timer);
  return RESPONSE_ALREADY_SENT;
}

function begin({ env }: Exchange, { status, body, headers }: Answer): Buffer {
  const bytes = Buffer.from(body);
  env.outgoing.writeHead(status, { ...headers, "content-length": bytes.length });
  env.outgoing.flushHeaders();
  return bytes;
}

/** The arguments of a request, from its query and from a form, a multipart form or JSON. */
export async function readRequest({ req }: Exchange): Promise<Record<string, unknown>> {
  const query: Record<string, unknown> = req.query();
  const type = req.header("content-type") ?? "";
  if (req.method === "GET") return query;
  if (type.startsWith("multipart/form-data"))
    return { ...query, ...Object.fromEntries(await req.formData()) };
  const text = await req.text();
  if (!type.startsWith("application/json"))
    return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
  return { ...query, ...jsonObject(text) };
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
