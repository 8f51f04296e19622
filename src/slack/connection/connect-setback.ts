import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { type Duration, milliseconds, minutes, seconds } from "../../lib/time.ts";
import { slackError } from "../api/errors.ts";

/** Why a connection was not made or did not last. */
export interface Setback {
  /** One line in plain words. */
  readonly problem: string;
  /** `slow` when only a person can change it; Slack must not be asked again and again meanwhile. */
  readonly pace: "quick" | "slow";
  /** Slack's own wish, which is kept. */
  readonly retryAfter?: Duration;
  /** It had worked: the first new attempt need not wait. */
  readonly hadWorked?: boolean;
}

const QUICK = { first: seconds(1), longest: seconds(30) };
const SLOW = { first: seconds(30), longest: minutes(5) };

/**
 * How long to wait before the next attempt: longer each time, up to a limit, and never the same for two
 * connections, which would otherwise come back together for ever.
 *
 * @param failures how many attempts failed in a row, this one included
 * @param random between 0 and 1
 */
export function waitAfter(setback: Setback, failures: number, random: number): Duration {
  const { pace, retryAfter, hadWorked } = setback;
  if (hadWorked && failures === 1) return milliseconds(0);
  const { first, longest } = pace === "quick" ? QUICK : SLOW;
  const full = Math.min(longest, first * 2 ** Math.min(failures - 1, 20));
  return milliseconds(Math.max(retryAfter ?? 0, full * (0.5 + random / 2)));
}

/** What a failed attempt means. @param socketProblem what the WebSocket said, if it came so far */
export function setbackOf(error: unknown, socketProblem: string | undefined): Setback {
  if (isSdkError(error)) {
    const { code, plain, retryAfter } = slackError(error, "apps.connections.open");
    const pace = code === "setup" || code === "ours" ? "slow" : "quick";
    return { problem: plain, pace, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }
  if (error instanceof NoHello) return { problem: error.message, pace: "quick" };
  const said = socketProblem === undefined ? "" : ` (${socketProblem})`;
  return { problem: `Slack's WebSocket cannot be opened${said}`, pace: "quick" };
}

/** What the end of a connection means, when it was too soon or meant for good. @param reason Slack's word */
export function setbackOfEnd(reason: string | undefined, wasStable: boolean): Setback | undefined {
  if (reason === "link_disabled") {
    return { problem: "Socket Mode is switched off in the Slack app's settings", pace: "slow" };
  }
  if (reason === "too_many_websockets") {
    return { problem: "The Slack app has too many connections: is it running elsewhere?", pace: "slow" };
  }
  if (wasStable) return undefined;
  return { problem: "Slack ended the connection soon after it was made", pace: "quick", hadWorked: true };
}

/** The WebSocket opened and Slack never said hello. */
export class NoHello extends Error {
  override readonly name = "NoHello";
  constructor() {
    super("Slack accepted the WebSocket and never said hello");
  }
}

function isSdkError(error: unknown): boolean {
  return (
    error instanceof WebAPIPlatformError ||
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIHTTPError ||
    error instanceof WebAPIRateLimitedError
  );
}
