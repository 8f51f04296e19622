import http from "node:http";
import https from "node:https";
import got, { RequestError, type Response, TimeoutError } from "got";
import { HttpsProxyAgent } from "hpagent";
import { proxyFor } from "../lib/proxy.ts";
import { withoutEndSlashes } from "../lib/slashes.ts";
import { type Duration, seconds } from "../lib/time.ts";
import { gate } from "./gate.ts";
import type { TwilioAccount } from "./options.ts";
import { TwilioError } from "./twilio-error.ts";

/** What the SDK hands to its HTTP client, as far as it matters. */
export interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers?: object;
  readonly params?: object;
  readonly data?: object;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers: unknown;
}

const TWILIO = "https://api.twilio.com";
const IN_FLIGHT = 3;
const DEADLINES = { create: seconds(30), read: seconds(10) };
const CONNECT_WITHIN = seconds(10);
const FAILED_TLS = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH)/;
const FAILED_DNS = /^(ENOTFOUND|EAI_)/;

/**
 * Carries the SDK's requests: to the place in the settings, through the proxy, within a deadline that a dripping
 * server cannot stretch, at most three at a time, each once.
 *
 * @throws TwilioError for every answer but a readable 2xx
 */
export function twilioHttp(account: TwilioAccount): (request: SdkRequest) => Promise<SdkResponse> {
  const passing = gate(IN_FLIGHT);
  const authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString("base64")}`;
  const deadlines = account.deadlines ?? DEADLINES;
  const base = account.apiUrl ?? TWILIO;
  const agent = freshConnections(base, account);
  return (request) =>
    passing(async () => {
      const isRead = request.method.toLowerCase() === "get";
      const headers = { ...request.headers, authorization };
      const within = isRead ? deadlines.read : deadlines.create;
      const exchanged = exchange(urlFor(request, base), {
        isRead,
        headers,
        within,
        form: request.data,
        agent,
      });
      return accepted(await exchanged);
    });
}

interface Exchange {
  readonly isRead: boolean;
  readonly headers: Record<string, string>;
  readonly within: Duration;
  readonly form: object | undefined;
  readonly agent: { http: http.Agent; https: https.Agent };
}

async function exchange(url: URL, request: Exchange): Promise<Response<string>> {
  try {
    return await got(url, {
      method: request.isRead ? "GET" : "POST",
      headers: request.headers,
      ...(request.isRead ? {} : { body: encoded(request.form).toString() }),
      agent: request.agent,
      timeout: {
        lookup: CONNECT_WITHIN,
        connect: CONNECT_WITHIN,
        secureConnect: CONNECT_WITHIN,
        request: request.within,
      },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
    });
  } catch (error) {
    // Rethrown without its cause: got's errors hold the request's headers.
    throw new TwilioError(transportFailure(error, url));
  }
}

// A connection kept alive may have died unnoticed: whatever is sent into it ends as "may have happened".
// Requests are few, and a page is worth a handshake.
function freshConnections(base: string, { proxy }: TwilioAccount): Exchange["agent"] {
  const by = proxyFor(base, proxy);
  const secure =
    by === undefined
      ? new https.Agent({ keepAlive: false })
      : new HttpsProxyAgent({ keepAlive: false, proxy: by });
  return { http: new http.Agent({ keepAlive: false }), https: secure };
}

function urlFor(request: SdkRequest, base: string): URL {
  const asked = new URL(request.uri);
  const url = new URL(base);
  url.pathname = withoutEndSlashes(url.pathname) + asked.pathname;
  url.search = asked.search;
  for (const [name, value] of encoded(request.params)) url.searchParams.append(name, value);
  return url;
}

function encoded(values: object = {}): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null) form.append(name, String(value));
  }
  return form;
}

function transportFailure(error: unknown, url: URL) {
  const code = error instanceof RequestError ? error.code : "UNKNOWN";
  if (error instanceof RequestError && neverSent(error, url)) return { kind: "not-sent", code } as const;
  if (error instanceof TimeoutError) return { kind: "late" } as const;
  return { kind: "lost", code } as const;
}

// Being sure of this is worth some care: it is what allows to send again at once, without looking first.
function neverSent(error: RequestError, url: URL): boolean {
  if (FAILED_TLS.test(error.code) || FAILED_DNS.test(error.code)) return true;
  const { connect, secureConnect } = error.timings ?? {};
  return connect === undefined || (url.protocol === "https:" && secureConnect === undefined);
}

function accepted(response: Response<string>): SdkResponse {
  const { statusCode: status, body, headers } = response;
  const json = parsed(body);
  if (status >= 400) {
    throw new TwilioError({
      kind: "refused",
      status,
      ...codeIn(json),
      ...retryAfterIn(headers["retry-after"]),
    });
  }
  if (status >= 300) throw new TwilioError({ kind: "redirected", status });
  if (typeof json !== "object" || json === null) throw new TwilioError({ kind: "unreadable" });
  return { statusCode: status, body: json, headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeIn(body: unknown): { code?: number } {
  if (typeof body !== "object" || body === null || !("code" in body)) return {};
  return typeof body.code === "number" ? { code: body.code } : {};
}

function retryAfterIn(header: string | undefined): { retryAfter?: Duration } {
  return header !== undefined && /^\d{1,4}$/.test(header) ? { retryAfter: seconds(Number(header)) } : {};
}
