import type { Message } from "./model.ts";
import { segmentsOf } from "./segments.ts";
import { setStatus } from "./sms-life.ts";
import { enter, lineOf, ownedNumber, type TwilioState } from "./state.ts";

const STOP_WORDS = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]);
const START_WORDS = new Set(["START", "YES", "UNSTOP"]);
const HELP_WORDS = new Set(["HELP", "INFO"]);

/**
 * Receives an SMS for one of the account's numbers; opt-out words are heeded as Twilio does, before
 * anybody else sees them.
 *
 * @throws Error when the account has no such number able to receive
 */
export function receiveSms(state: TwilioState, sms: { from: string; to: string; body: string }): Message {
  if (ownedNumber(state, sms.to)?.capabilities.sms !== true) {
    throw new Error(`${sms.to} is no number of the account that receives SMS`);
  }
  const now = state.timeline.now();
  const message = write(state, { ...sms, direction: "inbound", phone: sms.from });
  message.status = "received";
  message.sentAt = state.quirks.inboundDateSent ? now : null;
  state.changed({ kind: "message", sid: message.sid });
  heedOptOut(state, sms);
  return message;
}

function heedOptOut(
  state: TwilioState,
  { from, to, body }: { from: string; to: string; body: string },
): void {
  const word = body.trim().toUpperCase();
  const { optedOut } = lineOf(state, from);
  const senders = sendersBehind(state, to);
  if (STOP_WORDS.has(word)) {
    for (const sender of senders) optedOut.add(sender);
    answer(state, {
      from: to,
      to: from,
      body: "You are unsubscribed and get no more messages. Reply START to resume.",
    });
  } else if (START_WORDS.has(word)) {
    const wasOut = senders.filter((sender) => optedOut.delete(sender)).length > 0;
    if (wasOut) answer(state, { from: to, to: from, body: "You are subscribed again. Reply STOP to end." });
  } else if (HELP_WORDS.has(word)) {
    answer(state, { from: to, to: from, body: "Reply STOP to unsubscribe." });
  }
}

// With a Messaging Service the block covers the whole pool.
function sendersBehind(state: TwilioState, number: string): string[] {
  const pools = state.services.filter(({ senders }) => senders.includes(number));
  return [...new Set([number, ...pools.flatMap(({ sid, senders }) => [sid, ...senders])])];
}

function answer(state: TwilioState, sms: { from: string; to: string; body: string }): void {
  const message = write(state, { ...sms, direction: "outbound-reply", phone: sms.to });
  setStatus(state, message, "delivered", state.timeline.now());
}

function write(
  state: TwilioState,
  sms: { from: string; to: string; body: string; direction: "inbound" | "outbound-reply"; phone: string },
): Message {
  const now = state.timeline.now();
  const { phone, ...parts } = sms;
  const message: Message = {
    ...state.nextSid("SM"),
    ...parts,
    messagingServiceSid: null,
    status: "queued",
    segments: segmentsOf(sms.body, false),
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    errorCode: null,
    errorMessage: null,
  };
  enter(state.messages, message);
  lineOf(state, phone).messages.push(message);
  return message;
}
