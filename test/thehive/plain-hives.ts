import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a plain TheHive answers: a status and JSON; undefined is a 404 page. */
interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Answerer = (request: { path: string; method: string; body: unknown }) => Answer | undefined;

export interface PlainHive {
  readonly url: string;
  readonly requests: string[];
}

/** A TheHive as somebody else might fake it: it knows no more than `answer` does. */
export async function plainHive(answer: Answerer): Promise<PlainHive> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    requests.push(`${method} ${path}`);
    const found = answer({ method, path, body: await bodyOf(request) });
    if (found === undefined) {
      response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not Found</h1>");
      return;
    }
    response.writeHead(found.status ?? 200, { "content-type": "application/json", ...found.headers });
    response.end(JSON.stringify(found.body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : JSON.parse(text);
}

/** The steps of a v1 query by name; empty for any other body. */
export function stepsOf(body: unknown): Map<string, Record<string, unknown>> {
  if (typeof body !== "object" || body === null || !("query" in body) || !Array.isArray(body.query))
    return new Map();
  return new Map(body.query.map((step: { _name: string }) => [step._name, { ...step }]));
}
