import type { SlackEnvironment } from "../../config/environment.ts";
import type { Check } from "../../lib/check.ts";
import type { ProxySettings } from "../../lib/proxy.ts";
import type { Clock } from "../../lib/time.ts";
import { slackChannels } from "../../slack/channels.ts";
import { proxyDispatcher } from "../../slack/proxy-dispatcher.ts";
import type { Log } from "../../slack/sdk-log.ts";
import { type SlackWeb, slackWeb } from "../../slack/web.ts";

export interface SlackChecksOptions extends SlackEnvironment {
  readonly proxy: ProxySettings | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Without these nothing works; each other scope is for one thing only. */
const NEEDED_SCOPES = ["chat:write", "commands"];
const USEFUL_SCOPES: Readonly<Record<string, string>> = {
  "channels:read": "finding public channels by name",
  "groups:read": "finding private channels by name",
  "channels:history": "looking whether a message was posted before a crash",
  "groups:history": "the same in private channels",
  "im:write": "direct messages",
  "users:read": "knowing who is an admin",
  "users:read.email": "assigning alerts in TheHive",
  "usergroups:read": "user groups as admins",
  "files:write": "the picture of a report",
};

/** Checks both tokens, the scopes and the channel: `slack`, `slack.scopes`, `slack.socket`, `slack.channel`. Posts nothing. */
export async function checkSlack(options: SlackChecksOptions): Promise<Check[]> {
  const { botToken, appToken, apiUrl, proxy, clock, log } = options;
  const dispatcher = proxyDispatcher(proxy);
  const bot = slackWeb({ botToken, apiUrl, dispatcher, clock, log });
  const app = slackWeb({ botToken: appToken, apiUrl, dispatcher, clock, log });
  const [identity, socket] = await Promise.all([identityChecks(bot), socketCheck(app)]);
  // Without a good token the channel would only repeat the same complaint.
  if (identity.some(({ name, ok }) => name === "slack" && !ok)) return [...identity, socket];
  return [...identity, socket, await channelCheck(bot, options.channel)];
}

async function identityChecks(web: SlackWeb): Promise<Check[]> {
  try {
    const answer = await web.ask("auth.test", (client) => client.auth.test());
    const detail = `the app is ${answer.user ?? "there"}, in the workspace ${answer.team ?? "unknown"}`;
    return [{ name: "slack", ok: true, detail }, scopesCheck(answer.response_metadata?.scopes)];
  } catch (error) {
    return [failed("slack", error)];
  }
}

function scopesCheck(scopes: readonly string[] | undefined): Check {
  const name = "slack.scopes";
  if (scopes === undefined) return { name, ok: true, detail: "Slack does not tell them" };
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    const detail = `missing ${missing.join(", ")}: compare the app with manifest.yml and install it again`;
    return { name, ok: false, detail };
  }
  const lacking = Object.entries(USEFUL_SCOPES).filter(([scope]) => !scopes.includes(scope));
  if (lacking.length === 0) return { name, ok: true, detail: "all there" };
  return {
    name,
    ok: true,
    detail: `without ${lacking.map(([scope, use]) => `${scope} (${use})`).join(", ")}`,
  };
}

async function socketCheck(web: SlackWeb): Promise<Check> {
  try {
    await web.ask("apps.connections.open", (client) => client.apps.connections.open());
    return { name: "slack.socket", ok: true, detail: "Socket Mode is on, the app-level token is accepted" };
  } catch (error) {
    return failed("slack.socket", error);
  }
}

async function channelCheck(web: SlackWeb, channel: string): Promise<Check> {
  const name = "slack.channel";
  try {
    const id = await slackChannels(web).idOf(channel);
    const { channel: found } = await web.ask("conversations.info", (client) =>
      client.conversations.info({ channel: id }),
    );
    const shown = found?.name === undefined ? channel : `#${found.name}`;
    if (found?.is_archived === true)
      return { name, ok: false, detail: `${shown} is archived: choose another SLACK_CHANNEL` };
    if (found?.is_member === true) return { name, ok: true, detail: `the app is a member of ${shown}` };
    return { name, ok: false, detail: `the app is no member of ${shown}: type /invite @ and its name there` };
  } catch (error) {
    return failed(name, error);
  }
}

function failed(name: string, error: unknown): Check {
  return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
}
