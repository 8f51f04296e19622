import { App, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { onTestFinished } from "vitest";
import { SandboxClock } from "../../../sandbox/clock.ts";
import { SlackServer, type SlackServerOptions } from "../../../sandbox/slack/server.ts";

/** The first of March 2026, noon. */
export const start = Date.UTC(2026, 2, 1, 12);

/** Two people of the default workspace. */
export const ann = "U0ANN00001";
export const bob = "U0BOB00001";

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A started sandbox Slack that ends with the test. */
export async function sandboxSlack(options: Partial<SlackServerOptions> = {}) {
  const clock = options.clock ?? new SandboxClock({ at: start });
  const slack = new SlackServer({ clock, patience: { most: 400 }, ...options });
  await slack.start();
  onTestFinished(() => slack.stop());
  return { slack, clock, client: webClient(slack, slack.botToken) };
}

/** An unmodified client that tells of every failure at once. */
export function webClient(slack: SlackServer, token: string | undefined): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.url,
    logger: silent,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5000,
  });
}

/** A receiver of Bolt's own that talks to the sandbox. */
export function receiverFor(slack: SlackServer) {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silent,
    clientPingTimeout: 400,
    installerOptions: {
      clientOptions: { slackApiUrl: slack.url, retryConfig: { retries: 0 } },
    },
  });
  onTestFinished(async () => {
    await receiver.client.disconnect();
  });
  return receiver;
}

/** A Bolt app connected to a sandbox Slack; `listen` adds its listeners. */
export async function boltApp(listen: (app: App) => void, options: Partial<SlackServerOptions> = {}) {
  const { slack, clock, client } = await sandboxSlack(options);
  const receiver = receiverFor(slack);
  const app = new App({
    receiver,
    logger: silent,
    authorize: async () => ({
      botToken: slack.botToken,
      botUserId: slack.botUserId,
      botId: slack.store.bot.botId,
    }),
    clientOptions: { slackApiUrl: slack.url, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.start();
  return { slack, clock, client, app, receiver };
}

/** The error code of a refused call; the answer itself when it was not refused. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  return await call.then(
    (answer) => answer,
    (error: { data?: { error?: string } }) => error.data?.error ?? error,
  );
}
