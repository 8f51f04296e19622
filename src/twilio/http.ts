import type http from "node:http";
import type https from "node:https";
import got, { type Response } from "got";
import { agentsFor } from "../lib/proxy.ts";
import { withoutEndSlashes } from "../lib/slashes.ts";
import { type Duration, milliseconds, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { accepted, type SdkResponse } from "./answer.ts";
import { endIfFrozen } from "./connecting.ts";
import { gate } from "./gate.ts";
import type { Deadlines, TwilioAccount } from "./options.ts";
import { transportFailure } from "./transport-failure.ts";
import { TwilioError } from "./twilio-error.ts";

/** What the SDK hands to its HTTP client, as far as it matters. */
export interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers?: object;
  readonly params?: object;
  readonly data?: object;
}

const TWILIO = "https://api.twilio.com";
// Real time, whatever clock the rest runs on: the network knows no other.
const PASSING = { width: 3, patience: seconds(1), sleep: systemClock.sleep };
const DEADLINES: Deadlines = { create: seconds(30), read: seconds(10), connect: seconds(10) };
const GRACE = seconds(1);
const FROZEN_FOR = seconds(3);
// Bytes. Twenty texts of ten parts are a tenth of this.
const LARGEST = 1_000_000;

/**
 * Carries the SDK's requests: to the place in the settings, through the proxy, each once, within a deadline that a
 * dripping or silent server cannot stretch. Pages and questions pass three at a time each, and keep none waiting
 * for longer than a second.
 *
 * @throws TwilioError for every answer but a readable 2xx
 */
export function twilioHttp(account: TwilioAccount): (request: SdkRequest) => Promise<SdkResponse> {
  const gates = { page: gate(PASSING), other: gate(PASSING) };
  const authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString("base64")}`;
  const deadlines = account.deadlines ?? DEADLINES;
  const base = account.apiUrl ?? TWILIO;
  // A connection kept alive may have died unnoticed: whatever is sent into it ends as "may have happened".
  // Requests are few, and a page is worth a handshake.
  const proxy = account.proxy && { ...account.proxy, patience: deadlines.connect };
  const agent = agentsFor(base, proxy, { keepAlive: false });
  return (request) => {
    const isPage = placesPage(request);
    return gates[isPage ? "page" : "other"](async () =>
      accepted(
        await exchange(urlFor(request, base), {
          isRead: request.method.toLowerCase() === "get",
          headers: { ...request.headers, authorization },
          within: isPage ? deadlines.create : deadlines.read,
          connectWithin: deadlines.connect,
          frozenFor: deadlines.frozen ?? FROZEN_FOR,
          form: request.data,
          agent,
        }),
      ),
    );
  };
}

// The only requests that must not be made twice, and are given the time that Twilio itself takes.
function placesPage({ method, uri }: SdkRequest): boolean {
  return method.toLowerCase() === "post" && /\/(Messages|Calls)\.json$/.test(new URL(uri).pathname);
}

interface Exchange {
  readonly isRead: boolean;
  readonly headers: Record<string, string>;
  readonly within: Duration;
  readonly connectWithin: Duration;
  readonly frozenFor: Duration;
  readonly form: object | undefined;
  readonly agent: { http: http.Agent; https: https.Agent };
}

async function exchange(url: URL, request: Exchange): Promise<Response<string>> {
  // Got's own deadline tells how far it came, but does not end a proxy that takes the connection and stays silent.
  const limit = milliseconds(request.within + GRACE);
  try {
    return await within(systemClock, limit, (signal) => asked(url, request, signal));
  } catch (error) {
    // Rethrown without its cause: got's errors hold the request's headers.
    throw new TwilioError(transportFailure(error, url));
  }
}

async function asked(url: URL, request: Exchange, signal: AbortSignal): Promise<Response<string>> {
  const { connectWithin } = request;
  const answer = got(url, {
    method: request.isRead ? "GET" : "POST",
    headers: request.headers,
    ...(request.isRead ? {} : { body: encoded(request.form).toString() }),
    agent: request.agent,
    signal,
    timeout: {
      lookup: connectWithin,
      connect: connectWithin,
      secureConnect: connectWithin,
      request: request.within,
    },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });
  answer.on("request", (made) => made.once("socket", (socket) => endIfFrozen(socket, request.frozenFor)));
  answer.on("downloadProgress", ({ transferred }) => {
    if (transferred > LARGEST) answer.cancel();
  });
  return answer;
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
