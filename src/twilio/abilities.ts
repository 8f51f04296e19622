import type { Sender } from "./options.ts";

/** What the senders in the settings are good for: a Messaging Service cannot call, nor can a name or short code. */
export function methodsOf({ from, messagingServiceSid }: Sender): ReadonlySet<"sms" | "call"> {
  const texts = from !== undefined || messagingServiceSid !== undefined;
  const calls = from?.startsWith("+") === true;
  return new Set([...(texts ? (["sms"] as const) : []), ...(calls ? (["call"] as const) : [])]);
}

/** Whether texts of this sender can be replied to: a name has no number. */
export function canBeRepliedTo({ from, messagingServiceSid }: Sender): boolean {
  return messagingServiceSid !== undefined || (from !== undefined && /^\+?\d+$/.test(from));
}
