import { z } from "zod";

/** Reasons whose English words are their names. */
export const plainReasons = [
  "handled first",
  "ignored first",
  "taken first",
  "the monitor is paused",
  "a later tier took over",
  "switched off in the settings",
  "said in another channel",
  "over before it could be said",
  "the alert is forgotten",
  "nothing is left of it",
  "told as itself",
  "answered by a key",
  "a machine answered",
  "the line was busy",
  "nobody answered",
  "the call could not be connected",
  "no answer in time",
  "nobody knows whether it got through",
  "Slack is off",
  "Twilio is not set up",
] as const;

/** Why a try to tell somebody went as it did. Each language has words for each of them. */
const reasonNames = [
  ...plainReasons,
  "told together with others",
  // A call.
  "by a person",
  "by a person or voicemail",
  "the call was cancelled",
  "its end is not known",
  // Ours, and our settings'.
  "no words for it",
  "another copy leads",
  "no longer reachable",
  "nobody is on call",
  "no phone number",
  "no Slack id",
  // Twilio's account and sender.
  "credentials refused",
  "not allowed",
  "no such account",
  "too many requests",
  "too many calls",
  "account suspended",
  "trial account",
  "test credentials",
  "busy with an earlier request",
  "proxy credentials",
  "TwiML address refused",
  "sender unusable",
  "sender cannot text",
  "sender cannot call",
  "no Messaging Service",
  "not understood",
  "queue full",
  "queue overflowed",
  // Somebody's number.
  "premium number",
  "country not allowed",
  "number does not exist",
  "no mobile number",
  "number not verified",
  "number blocked",
  "number of the sender",
  "opted out",
  "no route",
  "suspected fraud",
  // What a carrier did with a text.
  "phone out of reach",
  "texts blocked",
  "filtered as spam",
  "no reason given",
  "carrier's rate limit",
  "carrier's daily limit",
  "sender not registered",
  "waited too long",
  "too long for a trial",
  "carrier silent",
  "not delivered",
  // The way to Twilio.
  "text refused",
  "call refused",
  "Twilio's error",
  "Twilio redirects",
  "Twilio unreadable",
  "Twilio unreachable",
  "Twilio broke off",
  "Twilio silent",
  "Twilio client unusable",
  "unexpected",
  // Slack.
  "Slack unreachable",
  "Slack broke off",
  "Slack silent",
  "Slack in trouble",
  "Slack takes no more",
  "not Slack",
  "Slack does not say where",
  "Slack refuses",
  "scope missing",
  "app not in channel",
  "no such channel",
  "channel archived",
  "Messages tab off",
  "token wrong",
  "token missing",
  "token revoked",
  "app removed",
  "tokens swapped",
  "no such Slack user",
  "paid plan needed",
] as const;
export type ReasonName = (typeof reasonNames)[number];

/** A reason with what its sentence needs. */
export const Reason = z.strictObject({
  name: z.enum(reasonNames),
  /** A person, a group, or several with commas between; never a number. */
  who: z.string().optional(),
  /** What is the same in every language, with the blank or comma before it: ` (HTTP 503)`, `, 12 s`. */
  note: z.string().optional(),
});
export type Reason = Readonly<z.infer<typeof Reason>>;

/** What is known of an outcome: in English for log and trail, and as a reason for those who read another language. */
export interface Because {
  readonly detail: string;
  readonly reason?: Reason | undefined;
}

export function because<Name extends (typeof plainReasons)[number]>(
  name: Name,
): { detail: Name; reason: Reason } {
  return { detail: name, reason: { name } };
}
