import type { ConnectionHealth, Desk } from "../engine/desk.ts";
import type { Chat } from "../engine/ports.ts";
import { type SlackConnectionOptions, slackConnection } from "./connect.ts";
import { slackChat } from "./sender.ts";

export interface SlackOptions extends SlackConnectionOptions {
  /** The channel alerts go to unless a route says otherwise: `#soc`, `soc` or an id. */
  readonly channel: string;
}

/** Slack as the program sees it: one to speak with, and one that listens. */
export interface Slack {
  readonly chat: Chat;
  /** Begins to connect and returns at once; call `register` before. */
  start(): void;
  /** Answers what is open, then closes. Ten seconds at most; never throws. */
  stop(): Promise<void>;
  health(): ConnectionHealth;
  /** Takes people's requests to the desk. Call once. */
  register(desk: Desk): void;
}

export function slackAdapter(options: SlackOptions): Slack {
  const { app: _app, web, channels, start, stop, health } = slackConnection(options);
  return {
    chat: slackChat({ web, channels, channel: options.channel, log: options.log }),
    start,
    stop,
    health,
    register: (_desk) => {},
  };
}
