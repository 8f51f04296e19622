import type { Clock } from "../../lib/time.ts";
import { type SlackError, slackError } from "../api/errors.ts";
import type { Log } from "../api/sdk-log.ts";
import type { SlackWeb } from "../api/web.ts";
import { type Setback, waitAfter } from "./connect-setback.ts";

/** Who we are in the workspace. */
interface Bot {
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
  /** The bot's name. */
  readonly name: string;
  readonly team: string;
}

/** Learns who we are, for as long as it takes. Nothing waits for it. */
export interface Identity {
  readonly bot: Bot | undefined;
  /** Why it is not known yet; undefined when it is, or was not asked yet. */
  readonly problem: string | undefined;
  /** Resolves when it is known or `signal` is aborted. Never throws. */
  learn(signal: AbortSignal): Promise<void>;
}

export function slackIdentity(options: {
  web: SlackWeb;
  clock: Clock;
  log: Log;
  random: () => number;
  onChange: () => void;
}): Identity {
  const { web, clock, log, random, onChange } = options;
  let bot: Bot | undefined;
  let problem: string | undefined;

  async function ask(): Promise<SlackError | undefined> {
    try {
      const answer = await web.ask("auth.test", (client) => client.auth.test());
      bot = {
        botId: answer.bot_id,
        botUserId: answer.user_id,
        name: answer.user ?? "the app",
        team: answer.team ?? "the workspace",
      };
      return undefined;
    } catch (error) {
      return slackError(error, "auth.test");
    }
  }

  return {
    get bot() {
      return bot;
    },
    get problem() {
      return problem;
    },
    async learn(signal) {
      for (let failures = 1; !signal.aborted; failures += 1) {
        const error = await ask();
        problem = error?.plain;
        onChange();
        if (error === undefined) return;
        const wait = waitAfter(paceOf(error), failures, random());
        log.warn({ problem, wait }, "Slack does not tell who we are, asking again");
        await clock.sleep(wait, signal).catch(() => undefined);
      }
    },
  };
}

function paceOf({ plain, code, retryAfter }: SlackError): Setback {
  const pace = code === "setup" ? "slow" : "quick";
  return { problem: plain, pace, ...(retryAfter === undefined ? {} : { retryAfter }) };
}
