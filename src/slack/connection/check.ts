import type { AuthTestResponse } from "@slack/web-api";
import type { Check } from "../../lib/check.ts";
import type { ProxySettings } from "../../lib/proxy.ts";
import { type Clock, systemClock } from "../../lib/time.ts";
import { slackChannels } from "../api/channels.ts";
import { slackError } from "../api/errors.ts";
import { requiredScopes } from "../api/scopes.ts";
import type { Log } from "../api/sdk-log.ts";
import { type SlackWeb, slackWeb } from "../api/web.ts";
import { setbackOf } from "./connect-setback.ts";
import { proxyDispatcher } from "./proxy-dispatcher.ts";
import { type SessionOptions, socketSession } from "./socket-session.ts";

/** What is not given is not looked at. */
export interface SlackCheckOptions {
  readonly botToken?: string | undefined;
  readonly appToken?: string | undefined;
  /** Looked at with the bot's token. */
  readonly channel?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
  readonly clock?: Clock;
  /** For what has to do with the network and not with the time people live in. */
  readonly realTime?: Clock;
  readonly log?: Log;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Looks whether Slack can be used: `slack.bot`, `slack.app`, `slack.scopes`, `slack.channel`. Posts nothing; opens
 * Slack's WebSocket until Slack says hello, as an address alone does not tell whether it can be reached. What cannot
 * be looked at because of an earlier failure is left out.
 */
export async function checkSlack(options: SlackCheckOptions): Promise<readonly Check[]> {
  const { botToken, appToken, proxy, clock = systemClock, log = silent } = options;
  const apiUrl = options.apiUrl ?? "https://slack.com/api/";
  const dispatcher = proxyDispatcher(proxy);
  try {
    const realTime = options.realTime ?? systemClock;
    const [bot, app] = await Promise.all([
      botToken === undefined
        ? []
        : botChecks(slackWeb({ botToken, apiUrl, dispatcher, clock, log }), botToken, options.channel),
      appToken === undefined ? [] : appChecks({ name: "check", appToken, apiUrl, dispatcher, realTime, log }),
    ]);
    return [...bot.slice(0, 1), ...app, ...bot.slice(1)];
  } finally {
    await dispatcher?.destroy();
  }
}

async function botChecks(web: SlackWeb, token: string, channel?: string): Promise<readonly Check[]> {
  if (token.startsWith("xapp-")) {
    return [failed("slack.bot", "SLACK_BOT_TOKEN is an app token (xapp-): are the two tokens swapped?")];
  }
  try {
    const answer = await web.ask("auth.test", (client) => client.auth.test());
    const detail = `${answer.user ?? "the app"} in ${answer.team ?? "the workspace"}`;
    const inChannel = channel === undefined ? [] : [await channelCheck(web, channel)];
    return [{ name: "slack.bot", ok: true, detail }, scopesCheck(answer), ...inChannel];
  } catch (error) {
    return [failed("slack.bot", `SLACK_BOT_TOKEN: ${slackError(error, "auth.test").message}`)];
  }
}

async function appChecks(options: SessionOptions): Promise<readonly Check[]> {
  if (options.appToken.startsWith("xoxb-")) {
    return [failed("slack.app", "SLACK_APP_TOKEN is a bot token (xoxb-): are the two tokens swapped?")];
  }
  const session = socketSession(options);
  try {
    await session.connect();
    return [{ name: "slack.app", ok: true, detail: "Socket Mode was opened, and closed again" }];
  } catch (error) {
    const { problem } = setbackOf(error, session.problem());
    return [failed("slack.app", `SLACK_APP_TOKEN: ${problem}`)];
  } finally {
    await session.close();
  }
}

function scopesCheck({ response_metadata }: AuthTestResponse): Check {
  const { scopes } = response_metadata ?? {};
  if (scopes === undefined) return { name: "slack.scopes", ok: true, detail: "Slack does not tell them" };
  const granted = new Set(scopes);
  const missing = Object.entries(requiredScopes).filter(([scope]) => !granted.has(scope));
  if (missing.length === 0) return { name: "slack.scopes", ok: true, detail: `${granted.size} granted` };
  const named = missing.map(([scope, what]) => `${scope} (to ${what})`).join(", ");
  return failed("slack.scopes", `missing: ${named}. Add them and install the app again`);
}

async function channelCheck(web: SlackWeb, channel: string): Promise<Check> {
  try {
    const id = await slackChannels(web).idOf(channel);
    const answer = await web.ask("conversations.info", (client) =>
      client.conversations.info({ channel: id }),
    );
    const { name, is_archived, is_member } = answer.channel ?? {};
    const shown = `#${name ?? channel.replace(/^#/, "")}`;
    if (is_archived) return failed("slack.channel", `${shown} is archived`);
    if (is_member) return { name: "slack.channel", ok: true, detail: `${shown}, the app is in it` };
    return failed("slack.channel", `the app is not in ${shown}: type /invite and its name there`);
  } catch (error) {
    return failed("slack.channel", slackError(error, "conversations.info").message);
  }
}

function failed(name: string, detail: string): Check {
  return { name, ok: false, detail };
}
