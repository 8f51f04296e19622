import type { ReasonName } from "../../sla/reason.ts";

/**
 * What went wrong with a call to Slack, as far as it changes what we do.
 *
 * `setup`: tokens, scopes, workspace: nothing gets through until somebody changes it. `destination`: this
 * channel or person cannot be reached, as long as it is as it is. `gone`: the message to change is no longer
 * there. `ours`: Slack refuses what we sent. `rate`: too many calls; nothing happened. `unreached`: Slack never
 * saw it. `unknown`: it may have happened. `passed`: an interaction came too late.
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

/** Slack's words by what they mean to us. Words that are not listed are taken as our own mistake. */
export const codes: Readonly<Record<string, SlackErrorCode>> = {
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

/** What to do about it, where a person can do something. */
export const advice: Readonly<Record<string, ReasonName>> = {
  not_in_channel: "app not in channel",
  channel_not_found: "no such channel",
  is_archived: "channel archived",
  is_inactive: "channel archived",
  messages_tab_disabled: "Messages tab off",
  invalid_auth: "token wrong",
  not_authed: "token missing",
  token_revoked: "token revoked",
  account_inactive: "app removed",
  not_allowed_token_type: "tokens swapped",
  user_not_found: "no such Slack user",
  plan_upgrade_required: "paid plan needed",
};

function all(code: SlackErrorCode, words: readonly string[]): Record<string, SlackErrorCode> {
  return Object.fromEntries(words.map((word) => [word, code]));
}
