import { rootCertificates } from "node:tls";
import got, { type Got, type Response } from "got";
import { agentsFor } from "../lib/proxy.ts";
import { redactor } from "../lib/redact.ts";
import { type Instant, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { deadlinesOf, either } from "./deadline.ts";
import type { Unsupported } from "./dialect.ts";
import { type Place, problemWith, tooLarge, unanswered } from "./failure.ts";
import type { HiveOptions } from "./options.ts";
import { type SkewMeter, skewMeter } from "./skew.ts";

/**
 * What shares its connections: lists of alerts, what is read of a single one, what is done to it. However many of
 * one kind hang, the others need not wait for a free connection.
 */
export type Lane = "list" | "single" | "act";

/** One request to TheHive. */
export interface HiveRequest {
  readonly method: "GET" | "POST" | "PATCH";
  /** From `/api/`; the base path is put before it. */
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** What it is for, as error texts say it: `list alerts`. */
  readonly doing: string;
  /** What a 403 says is missing. */
  readonly permission?: string;
  /** Whether sending it twice does no harm. Only then is it retried. */
  readonly repeatable: boolean;
  readonly slow?: boolean;
  /** Default `list`. */
  readonly lane?: Lane;
  readonly signal?: AbortSignal | undefined;
}

/** Any answer that arrived. `broken`: meant to be JSON and is none. */
export interface HiveAnswer {
  readonly status: number;
  readonly content: "json" | "empty" | "page" | "broken";
  readonly body: unknown;
  /** The header X-Total. */
  readonly total: string | undefined;
  /** Where a redirect leads, without its query. */
  readonly location: string | undefined;
}

/** TheHive over HTTP. */
export interface HiveHttp {
  /** @throws HiveError "unreachable" when no answer arrived */
  send(request: HiveRequest): Promise<HiveAnswer>;
  /**
   * Insists that an answer is a success.
   *
   * @returns the parsed body; undefined when success has none
   * @throws HiveError
   */
  accept(answer: HiveAnswer, request: HiveRequest): unknown;
  /** Sends and accepts. @throws HiveError */
  json(request: HiveRequest): Promise<unknown>;
  readonly place: Place;
  readonly skew: SkewMeter;
}

// What a second try may heal, within the same deadline. Time-outs are not among them: the next poll comes anyway,
// and a person waits.
const PASSING_FAULTS = ["ECONNRESET", "ECONNREFUSED", "EPIPE", "EADDRINUSE", "ENETUNREACH", "EAI_AGAIN"];
const RETRY = {
  limit: 2,
  methods: ["GET", "POST"] as const,
  statusCodes: [502, 503, 504],
  errorCodes: PASSING_FAULTS,
  backoffLimit: 150,
  noise: 50,
  maxRetryAfter: 1000,
};

/** Opens the way to TheHive; connects at the first request. */
export function hiveHttp(options: HiveOptions): HiveHttp {
  const { clock, realTime = systemClock, largestAnswer = 32 * 1024 * 1024 } = options;
  const deadlines = deadlinesOf(options);
  const place = placeOf(options);
  const skew = skewMeter();
  const clients = { list: clientFor(options), single: clientFor(options), act: clientFor(options) };

  async function ask(request: HiveRequest, signal: AbortSignal): Promise<Response<string>> {
    const { method, path, search, json, repeatable, lane = "list" } = request;
    let sentAt: Instant = clock.now();
    const setOff = () => {
      sentAt = clock.now();
    };
    let isTooLarge: boolean = false;
    const asked = clients[lane](`${place.url}${path}`, {
      method,
      ...(search === undefined ? {} : { searchParams: search }),
      ...(json === undefined ? {} : { json }),
      signal,
      retry: repeatable ? { ...RETRY, methods: [...RETRY.methods] } : { limit: 0 },
      hooks: { beforeRequest: [setOff] },
    });
    asked.on("response", ({ headers }: Response) => skew.add(headers.date, sentAt, clock.now()));
    asked.on("downloadProgress", ({ transferred }) => {
      if (transferred <= largestAnswer) return;
      isTooLarge = true;
      asked.cancel();
    });
    try {
      return await asked;
    } catch (error) {
      throw isTooLarge ? tooLarge(request, place, largestAnswer) : error;
    }
  }

  async function send(request: HiveRequest): Promise<HiveAnswer> {
    const limit = request.slow ? deadlines.promoteRequest : deadlines.request;
    try {
      return answerOf(await within(realTime, limit, (late) => ask(request, either(late, request.signal))));
    } catch (error) {
      throw unanswered(error, request, place);
    }
  }

  function accept(answer: HiveAnswer, request: HiveRequest): unknown {
    const problem = problemWith(answer, request, place);
    if (problem !== undefined) throw problem;
    return answer.body;
  }

  return {
    send,
    accept,
    json: async (request) => accept(await send(request), request),
    place,
    skew,
  };
}

function placeOf({ url, organisation, apiKey }: HiveOptions): Place {
  const { origin, pathname } = new URL(url);
  return { url: `${origin}${pathname.replace(/\/+$/, "")}`, organisation, redact: redactor([apiKey]) };
}

function clientFor({ url, apiKey, organisation, ca, proxy }: HiveOptions): Got {
  return got.extend({
    agent: agentsFor(url, proxy),
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: "application/json",
      "user-agent": "thehive-sla-monitor",
      ...(organisation === undefined ? {} : { "x-organisation": organisation }),
    },
    ...(ca === undefined ? {} : { https: { certificateAuthority: [...rootCertificates, ca] } }),
    // The key must not travel to wherever a redirect points.
    followRedirect: false,
    throwHttpErrors: false,
    responseType: "text",
  });
}

function answerOf({ statusCode, headers, body }: Response<string>): HiveAnswer {
  const location = headers.location?.split("?")[0];
  const rest = { status: statusCode, total: one(headers["x-total"]), location };
  const text = body.trim();
  if (text === "") return { ...rest, content: "empty", body: undefined };
  if (/html/i.test(headers["content-type"] ?? "") || text.startsWith("<")) {
    return { ...rest, content: "page", body: undefined };
  }
  try {
    return { ...rest, content: "json", body: JSON.parse(text) };
  } catch {
    return { ...rest, content: "broken", body: undefined };
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** What a refusal says of asking again: a crash (500) may be gone at the next poll. */
export function unsupported({ status }: HiveAnswer): Unsupported {
  return { kind: "unsupported", forGood: status !== 500 };
}

/** Whether TheHive did not like the request itself, so that asking more simply may help. 500: some crash on it. */
export function isRefusal({ status, content }: HiveAnswer): boolean {
  return content !== "page" && [400, 405, 422, 500, 501].includes(status);
}
