import type { ConnectionHealth } from "../engine/desk.ts";
import type { Chat } from "../engine/ports/chat.ts";
import type { Slack, SlackOptions } from "../slack/adapter.ts";

/**
 * Slack, loaded when it is first needed, or started: its SDK is half of what a start takes, and TheHive can be asked
 * before.
 */
export function slackLater(options: SlackOptions): Slack {
  const { clock, channel, log } = options;
  const since = clock.now();
  let loading: Promise<Slack> | undefined;
  let slack: Slack | undefined;
  let registered: Parameters<Slack["register"]> | undefined;
  let isStopped = false;
  let problem: string | undefined;

  async function load(): Promise<Slack> {
    const { slackAdapter } = await import("../slack/adapter.ts");
    slack = slackAdapter(options);
    if (registered !== undefined) slack.register(...registered);
    return slack;
  }

  function loaded(): Promise<Slack> {
    loading ??= load();
    return loading;
  }

  function health(): ConnectionHealth {
    return slack?.health() ?? { ok: false, detail: problem ?? "connecting", since };
  }

  return {
    chat: chatOf(loaded, () => slack, channel),
    start() {
      loaded().then(
        (adapter) => isStopped || adapter.start(),
        (error: unknown) => {
          problem = "cannot be loaded: install the program again";
          log.error({ err: error }, "Slack cannot be loaded");
        },
      );
    },
    async stop() {
      isStopped = true;
      await (await loading?.catch(() => undefined))?.stop();
    },
    health,
    standing: async (user) => (await loaded()).standing(user),
    connections: () => slack?.connections() ?? 0,
    attach: async (...told) => (await loaded()).attach(...told),
    register(...told) {
      registered = told;
    },
  };
}

function chatOf(loaded: () => Promise<Slack>, known: () => Slack | undefined, channel: string): Chat {
  return {
    channel,
    zoneOf: (user) => known()?.chat.zoneOf(user),
    postCard: async (...told) => (await loaded()).chat.postCard(...told),
    redrawCard: async (...told) => (await loaded()).chat.redrawCard(...told),
    reply: async (...told) => (await loaded()).chat.reply(...told),
    remark: async (...told) => (await loaded()).chat.remark(...told),
    say: async (...told) => (await loaded()).chat.say(...told),
    find: async (...asked) => (await loaded()).chat.find(...asked),
  };
}
