import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { type Duration, milliseconds, minutes, seconds } from "../lib/time.ts";

/**
 * What went wrong with a call to Slack, as far as it changes what we do.
 *
 * `setup`: tokens, scopes, workspace: nothing gets through until somebody changes it. `destination`: this
 * channel or person cannot be reached, as long as it is as it is. `gone`: the message to change is no longer there. `ours`: Slack refuses
 * what we sent. `rate`: too many calls; nothing happened. `unreached`: Slack never saw it. `unknown`: it may
 * have happened. `passed`: an interaction came too late.
 */
export type SlackErrorCode =
  | "setup"
  | "destination"
  | "gone"
  | "ours"
  | "rate"
  | "unreached"
  | "unknown"
  | "passed";

/** The only error our calls to Slack throw. Its message is fit for people and holds no secret. */
export class SlackError extends Error {
  override readonly name = "SlackError";
  readonly code: SlackErrorCode;
  /** Slack's own word, such as `not_in_channel`; undefined when the answer was not Slack's. */
  readonly slackCode: string | undefined;
  readonly retryAfter: Duration | undefined;

  constructor(
    code: SlackErrorCode,
    message: string,
    options: { slackCode?: string; retryAfter?: Duration; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.slackCode = options.slackCode;
    this.retryAfter = options.retryAfter;
  }
}

/** Translates whatever the SDK throws. `method` is said in the message. */
export function slackError(error: unknown, method: string): SlackError {
  if (error instanceof SlackError) return error;
  if (error instanceof WebAPIRateLimitedError) return rateLimited(method, error.retryAfter);
  if (error instanceof WebAPIPlatformError) return platformError(error, method);
  if (error instanceof WebAPIHTTPError) {
    const code = error.statusCode >= 500 ? "unknown" : "unreached";
    return new SlackError(code, `Slack answered ${method} with HTTP ${error.statusCode}`);
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
  return new SlackError("rate", `Slack allows no more calls of ${method} for now`, { retryAfter });
}

function platformError(error: WebAPIPlatformError, method: string): SlackError {
  const slackCode = error.data.error;
  if (!/^[a-z][a-z0-9_.-]{1,60}$/.test(slackCode)) {
    return new SlackError(
      "unknown",
      `${method} was answered by something that is not Slack (a proxy's page?)`,
    );
  }
  const needed = "needed" in error.data ? String(error.data.needed) : undefined;
  const code = codes[slackCode] ?? "ours";
  const said = advice[slackCode] ?? "";
  const scope = needed === undefined ? "" : `: add the scope ${needed} and install the app again`;
  const options = code === "rate" ? { slackCode, retryAfter: seconds(30) } : { slackCode };
  return new SlackError(code, `Slack refuses ${method}: ${slackCode}${said}${scope}`, options);
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
  const reason = systemCode(error);
  if (reason !== undefined && beforeConnecting.has(reason)) {
    return new SlackError("unreached", `Slack cannot be reached for ${method} (${reason})`);
  }
  const timedOut = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  const why = timedOut ? "no answer in time" : (reason ?? "the connection broke");
  return new SlackError("unknown", `Slack gave no answer to ${method} (${why})`);
}

/** The first system error code along the chain of causes. */
function systemCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z0-9_]+$/.test(at.code)) return at.code;
    if (at instanceof AggregateError) return systemCode(at.errors[0]);
  }
  return undefined;
}

/** Slack's words by what they mean to us. Words that are not listed are taken as our own mistake. */
const codes: Readonly<Record<string, SlackErrorCode>> = {
  ...all("setup", [
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "user_removed_from_team",
    "team_disabled",
    "org_login_required",
    "not_allowed_token_type",
    "missing_scope",
    "no_permission",
    "access_denied",
    "accesslimited",
    "app_access_restricted",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "team_access_not_granted",
    "not_enabled",
    "plan_upgrade_required",
    "paid_teams_only",
  ]),
  ...all("destination", [
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "is_inactive",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "channel_is_limited_access",
    "channel_type_not_supported",
    "method_not_supported_for_channel_type",
    "user_not_found",
    "user_not_visible",
    "user_disabled",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "user_not_in_channel",
    "thread_not_found",
    "message_limit_exceeded",
  ]),
  ...all("gone", ["message_not_found", "cant_update_message", "edit_window_closed", "block_mismatch"]),
  ...all("passed", [
    "expired_trigger_id",
    "exchanged_trigger_id",
    "invalid_trigger_id",
    "hash_conflict",
    "not_found",
    "push_limit_reached",
  ]),
  ...all("rate", ["ratelimited", "rate_limited"]),
  ...all("unknown", [
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
  ]),
};

const advice: Readonly<Record<string, string>> = {
  not_in_channel: ": invite the app to the channel",
  channel_not_found: ": the channel does not exist, or is private and the app was not invited",
  is_archived: ": the channel is archived",
  is_inactive: ": the channel is archived",
  messages_tab_disabled: ": switch on the Messages tab in the Slack app's settings",
  invalid_auth: ": the token is wrong or of another workspace",
  not_authed: ": the token is missing",
  token_revoked: ": the token was revoked, install the app again",
  account_inactive: ": the app was removed from the workspace",
  not_allowed_token_type: ": the bot token (xoxb-) and the app token (xapp-) are swapped",
  user_not_found: ": no such Slack user",
};

function all(code: SlackErrorCode, words: readonly string[]): Record<string, SlackErrorCode> {
  return Object.fromEntries(words.map((word) => [word, code]));
}

/** Whether Slack did not take the blocks themselves: words alone may still get through. */
export function isAboutBlocks(error: SlackError): boolean {
  return /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|invalid_attachments)$/.test(
    error.slackCode ?? "",
  );
}
