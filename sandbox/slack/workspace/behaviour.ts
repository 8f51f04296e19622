/** Switches for what is not known for certain of the real Slack. */
export interface Behaviour {
  /** The error for a private channel the bot is not in. */
  privateWithoutBot: "channel_not_found" | "not_in_channel";
  /** Whether a reply to a message that does not exist is posted at top level or refused. */
  orphanReplies: "refuse" | "accept";
  /** Milliseconds on the sandbox clock until a message can be read back from history. */
  historyDelay: number;
  /** Whether user groups may be used at all. */
  plan: "paid" | "free";
  /** Whether the Home tab is switched on in the app's settings. */
  homeTab: boolean;
  /** Whether a WebSocket address admits more than one connection. */
  reusableTickets: boolean;
}

/** The likelier of each. */
export const likelyBehaviour: Behaviour = {
  privateWithoutBot: "channel_not_found",
  orphanReplies: "refuse",
  historyDelay: 0,
  plan: "paid",
  homeTab: true,
  reusableTickets: false,
};
