import { type App, SocketModeReceiver } from "@slack/bolt";
import type { Dispatcher } from "undici";
import type { Clock, Duration } from "../../lib/time.ts";
import { seconds } from "../../lib/time.ts";
import { errorText, type Log, sdkLog } from "../api/sdk-log.ts";
import { clientOptions } from "../api/web.ts";
import { NoHello } from "./connect-setback.ts";
import { guardFrames } from "./socket-frames.ts";

export interface SessionOptions {
  /** Tells the connections apart in the log. */
  readonly name: string;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly dispatcher?: Dispatcher | undefined;
  readonly realTime: Clock;
  readonly log: Log;
  readonly patience?: Duration | undefined;
}

/** One WebSocket, from its making to its end. */
export interface SocketSession {
  /** What Bolt is built on. */
  readonly receiver: SocketModeReceiver;
  /** @throws what the SDK throws, nothing at all when the WebSocket fails, or NoHello */
  connect(): Promise<void>;
  /** Resolves once it is over, or Slack asks it to go: with Slack's reason, if it gave one. It may then still be open. */
  readonly ended: Promise<string | undefined>;
  /** Closes it. Never throws. */
  close(): Promise<void>;
  /** What the WebSocket itself said was wrong. */
  problem(): string | undefined;
}

// Slack says hello at once; without it the SDK would wait for ever.
const HELLO_WITHIN = seconds(30);

/**
 * Makes a session. The SDK's own reconnecting is switched off: it gives up on some failures without telling
 * anybody, and a rejection in it ends the process.
 */
export function socketSession(options: SessionOptions, app?: App): SocketSession {
  const { log, name, realTime } = options;
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    autoReconnectEnabled: false,
    logger: sdkLog(log),
    // Bolt's default acknowledges what it could not handle, and a modal's input would be lost.
    processEventErrorHandler: async ({ error }) => {
      log.error({ problem: errorText(error), socket: name }, "a Slack payload could not be handled");
      return false;
    },
    installerOptions: { clientOptions: clientOptions(options) },
    ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
  });
  if (app !== undefined) receiver.init(app);
  const { client } = receiver;
  let problem: string | undefined;
  const ended = new Promise<string | undefined>((resolve) => {
    guardFrames(client, log, resolve);
    client.on("disconnected", () => resolve(undefined));
  });
  client.on("error", (error: Error) => {
    problem = error.message.slice(0, 200);
  });

  async function close(): Promise<void> {
    try {
      await client.disconnect();
    } catch (error) {
      log.warn({ problem: errorText(error), socket: name }, "a Slack connection was not closed well");
    }
  }

  async function connect(): Promise<void> {
    const greeted = new AbortController();
    const tooLate = realTime.sleep(HELLO_WITHIN, greeted.signal).then(() => {
      throw new NoHello();
    });
    try {
      await Promise.race([client.start(), tooLate]);
    } catch (error) {
      if (error instanceof NoHello) await close();
      throw error;
    } finally {
      greeted.abort();
    }
  }

  return { receiver, connect, ended, close, problem: () => problem };
}
