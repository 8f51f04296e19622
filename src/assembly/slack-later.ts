import type { ConnectionHealth } from "../engine/desk.ts";
import type { Chat } from "../engine/ports/chat.ts";
import type { Outcome } from "../engine/ports/outcome.ts";
import type { Slack, SlackOptions } from "../slack/adapter.ts";

type Adapter = Pick<typeof import("../slack/adapter.ts"), "slackAdapter">;

/**
 * Slack, loaded when it is first needed, or started: its SDK is half of what a start takes, and TheHive can be asked
 * before. What cannot be loaded is said in the log and by health, and tried again by whoever needs it next.
 *
 * @param bring its code
 */
export function slackLater(
  options: SlackOptions,
  bring: () => Promise<Adapter> = () => import("../slack/adapter.ts"),
): Slack {
  const { clock, channel, log } = options;
  const since = clock.now();
  let loading: Promise<Slack> | undefined;
  let slack: Slack | undefined;
  let registered: Parameters<Slack["register"]> | undefined;
  let isStopped = false;
  let problem: string | undefined;

  async function load(): Promise<Slack> {
    try {
      const { slackAdapter } = await bring();
      const adapter = slackAdapter(options);
      if (registered !== undefined) adapter.register(...registered);
      slack = adapter;
      return adapter;
    } catch (error) {
      loading = undefined;
      if (problem === undefined) log.error({ err: error }, "Slack cannot be loaded");
      problem = "cannot be loaded: install the program again";
      throw error;
    }
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
      loaded()
        .then((adapter) => isStopped || adapter.start())
        // Of what could not be loaded the log tells already.
        .catch((error: unknown) => slack && log.error({ err: error }, "Slack cannot be started"));
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

const why = { detail: "Slack cannot be loaded", reason: { name: "Slack is off" } } as const;

function chatOf(loaded: () => Promise<Slack>, known: () => Slack | undefined, channel: string): Chat {
  const loads = () =>
    loaded().then(
      ({ chat }) => chat,
      () => undefined,
    );
  const told = async (tell: (chat: Chat) => Promise<Outcome>): Promise<Outcome> => {
    const chat = await loads();
    return chat === undefined ? { state: "failed", scope: "setup", ...why } : tell(chat);
  };
  return {
    channel,
    ready: async () => void (await loads()),
    zoneOf: (user) => known()?.chat.zoneOf(user),
    postCard: (...said) => told((chat) => chat.postCard(...said)),
    redrawCard: (...said) => told((chat) => chat.redrawCard(...said)),
    reply: (...said) => told((chat) => chat.reply(...said)),
    remark: (...said) => told((chat) => chat.remark(...said)),
    say: (...said) => told((chat) => chat.say(...said)),
    find: async (...asked) => (await loads())?.find(...asked) ?? { state: "unknown", ...why },
  };
}
