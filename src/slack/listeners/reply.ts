import type { RespondFn } from "@slack/bolt";
import { type Clock, milliseconds } from "../../lib/time.ts";
import { slackError } from "../api/errors.ts";
import type { Log } from "../api/sdk-log.ts";
import type { SlackWeb } from "../api/web.ts";
import type { Message } from "../blocks/fit.ts";
import { sorry } from "../blocks/sorry.ts";

/** Answers the one person who asked, where they asked; nobody else sees it. */
export interface Reply {
  /** Never throws. @param replace writes over the message whose button was pressed: only for answers of our own */
  say(message: Message, replace?: boolean): Promise<void>;
}

/** By the address that came with the request, and by the channel when that address does not answer. */
export function replyTo(
  { web, log }: { web: SlackWeb; log: Log },
  { respond, channel, user }: { respond: RespondFn; channel: string; user: string },
): Reply {
  async function byChannel({ text, blocks }: Message): Promise<void> {
    try {
      await web.write.chat.postEphemeral({ channel, user, text, blocks });
    } catch (error) {
      log.warn({ err: slackError(error, "chat.postEphemeral"), user }, "an answer did not get through");
    }
  }

  return {
    async say(message, replace = false) {
      try {
        const { text, blocks } = message;
        await respond({ response_type: "ephemeral", replace_original: replace, text, blocks });
      } catch (error) {
        log.warn({ err: slackError(error, "response_url") }, "the answer is sent by the channel instead");
        await byChannel(message);
      }
    },
  };
}

const LONG = milliseconds(1000);

/**
 * Tells the person what came of `work`, and before that, if it takes longer than a second, that it is under way.
 * What goes wrong with it is said too.
 */
export async function answerWith(
  reply: Reply,
  work: Promise<Message | undefined>,
  { underWay, realTime, log }: { underWay: Message; realTime: Clock; log: Log },
): Promise<void> {
  const done = new AbortController();
  const waiting = realTime.sleep(LONG, done.signal).then(
    () => reply.say(underWay),
    () => undefined,
  );
  try {
    const message = await work;
    done.abort();
    await waiting;
    if (message !== undefined) await reply.say(message);
  } catch (error) {
    done.abort();
    log.error({ err: error }, "a request from Slack failed");
    await reply.say(sorry(error));
  }
}
