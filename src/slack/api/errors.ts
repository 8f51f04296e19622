import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { proxyFailureIn } from "../../lib/proxy-error.ts";
import { type Duration, milliseconds, minutes, seconds } from "../../lib/time.ts";
import type { Because, Reason } from "../../sla/reason.ts";
import { explained } from "../../words/reason-text.ts";
import { sentence } from "../blocks/text.ts";
import { advice, codes, type SlackErrorCode } from "./error-codes.ts";

/** The only error our calls to Slack throw. Its message is for operators and holds no secret. */
export class SlackError extends Error {
  override readonly name = "SlackError";
  readonly code: SlackErrorCode;
  /** Slack's own word, such as `not_in_channel`; undefined when the answer was not Slack's. */
  readonly slackCode: string | undefined;
  readonly retryAfter: Duration | undefined;
  /** What it means, for people: no method, and no code where there are words. Begins with a capital, ends without a stop. */
  readonly plain: string;
  /** The same for those who read another language. */
  readonly reason: Reason | undefined;

  constructor(
    code: SlackErrorCode,
    message: string,
    options: {
      slackCode?: string;
      retryAfter?: Duration;
      reason?: Reason;
      plain?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    const { reason } = options;
    this.code = code;
    this.slackCode = options.slackCode;
    this.retryAfter = options.retryAfter;
    this.reason = reason;
    this.plain = options.plain ?? (reason === undefined ? message : sentence(explained(reason).detail));
  }

  get because(): Because {
    return { detail: this.plain, ...(this.reason === undefined ? {} : { reason: this.reason }) };
  }
}

/** Translates whatever the SDK throws. `method` is said in the message. */
export function slackError(error: unknown, method: string): SlackError {
  if (error instanceof SlackError) return error;
  if (error instanceof WebAPIRateLimitedError) return rateLimited(method, error.retryAfter);
  if (error instanceof WebAPIPlatformError) return platformError(error, method);
  if (error instanceof WebAPIHTTPError) {
    const code = error.statusCode >= 500 ? "unknown" : "unreached";
    return new SlackError(code, `Slack answered ${method} with HTTP ${error.statusCode}`, {
      reason: { name: "Slack in trouble", note: ` (HTTP ${error.statusCode})` },
    });
  }
  if (error instanceof WebAPIRequestError) return requestError(error.original, method);
  // A 429 without Retry-After has no class of its own in the SDK, and a body cut short neither.
  if (error instanceof Error && error.message.startsWith("Retry header")) return rateLimited(method, 30);
  return requestError(error, method);
}

// Longer than this is a mistake, or no wish of Slack's: asked once more, Slack says so again.
const LONGEST_WISH = minutes(5);

/** @param wish seconds; whatever a header held */
function rateLimited(method: string, wish: number): SlackError {
  const retryAfter = milliseconds(Math.min(LONGEST_WISH, Math.max(1, wish) * 1000));
  return new SlackError("rate", `Slack allows no more calls of ${method} for now`, {
    retryAfter,
    reason: { name: "Slack takes no more" },
  });
}

function platformError(error: WebAPIPlatformError, method: string): SlackError {
  const slackCode = error.data.error;
  if (!/^[a-z][a-z0-9_.-]{1,60}$/.test(slackCode)) {
    return new SlackError(
      "unknown",
      `${method} was answered by something that is not Slack (a proxy's page?)`,
      { reason: { name: "not Slack" } },
    );
  }
  const needed = "needed" in error.data ? String(error.data.needed) : undefined;
  const code = codes[slackCode] ?? "ours";
  const reason = adviceFor(slackCode, needed);
  const said = reason === undefined ? "" : `: ${explained(reason).detail}`;
  return new SlackError(code, `Slack refuses ${method}: ${slackCode}${said}`, {
    slackCode,
    reason: reason ?? { name: "Slack refuses", note: ` (${slackCode})` },
    ...(code === "rate" ? { retryAfter: seconds(30) } : {}),
  });
}

function adviceFor(slackCode: string, needed: string | undefined): Reason | undefined {
  if (needed !== undefined) return { name: "scope missing", note: ` ${needed}` };
  const name = advice[slackCode];
  return name === undefined ? undefined : { name };
}

// Where the connection was never made, nothing can have happened.
const beforeConnecting = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function requestError(error: unknown, method: string): SlackError {
  const proxy = proxyFailureIn(error);
  if (proxy !== undefined) {
    return new SlackError("unreached", `Slack cannot be reached for ${method}: ${proxy.message}`, {
      reason: { name: "Slack unreachable" },
      plain: `Slack cannot be reached: ${proxy.message}`,
    });
  }
  const reason = systemCode(error);
  if (reason !== undefined && beforeConnecting.has(reason)) {
    return new SlackError("unreached", `Slack cannot be reached for ${method} (${reason})`, {
      reason: { name: "Slack unreachable", note: ` (${reason})` },
    });
  }
  const timedOut = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  const why = timedOut ? "no answer in time" : (reason ?? "the connection broke");
  return new SlackError("unknown", `Slack gave no answer to ${method} (${why})`, {
    reason: timedOut
      ? { name: "Slack silent" }
      : { name: "Slack broke off", note: reason === undefined ? "" : ` (${reason})` },
  });
}

/** The first system error code along the chain of causes. */
function systemCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z0-9_]+$/.test(at.code)) return at.code;
    if (at instanceof AggregateError) return systemCode(at.errors[0]);
  }
  return undefined;
}

/** Whether Slack did not take the blocks themselves: words alone may still get through. */
export function isAboutBlocks(error: SlackError): boolean {
  return /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|invalid_attachments)$/.test(
    error.slackCode ?? "",
  );
}
