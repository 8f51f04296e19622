import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Page, PageSubject } from "../engine/ports/phones.ts";
import { type Duration, type Instant, minutes, seconds } from "../lib/time.ts";
import { type Language, languageOf } from "../words/language.ts";
import type { Sender, TwilioOptions, Voice } from "./options.ts";
import type { Progress } from "./progress.ts";
import { progressOf } from "./reading.ts";
import { smsText } from "./words/sms.ts";
import { speechAbout } from "./words/speech.ts";

// A page that arrives later than this is noise.
const TEXT_VALID_FOR = minutes(10);
// Ends a voicemail that never hangs up.
const LONGEST_CALL = minutes(3);

/** Hands a text to Twilio. @throws TwilioError */
export async function sendText(
  client: Twilio,
  page: Page,
  { from, messagingServiceSid, voice }: Sender & Pick<TwilioOptions, "voice">,
  now: Instant,
): Promise<Progress> {
  const text = await client.messages.create({
    to: page.phone,
    body: smsText(page, now, wordsOf(voice())),
    ...(messagingServiceSid === undefined ? { from: from ?? "" } : { messagingServiceSid }),
    validityPeriod: inSeconds(TEXT_VALID_FOR),
    smartEncoded: true,
    // The recipients are the customer's own staff; the check's false alarms block a number for half an hour.
    riskCheck: "disable",
  });
  return progressOf(text);
}

interface CallOptions {
  readonly from: string;
  readonly twimletUrl?: string | undefined;
  /** Where a key goes; undefined: none is offered. */
  readonly keyUrl?: string | undefined;
  readonly voice: Voice;
}

/** Has Twilio place a call. @throws TwilioError */
export async function placeCall(
  client: Twilio,
  page: Page,
  call: CallOptions,
  now: Instant,
): Promise<Progress> {
  const placed = await client.calls.create({
    to: page.phone,
    from: call.from,
    timeout: inSeconds(call.voice.ringFor),
    timeLimit: inSeconds(LONGEST_CALL),
    ...(call.voice.machineDetection ? { machineDetection: "Enable" } : {}),
    ...(await scriptOf(page, call, now)),
  });
  return progressOf(placed);
}

async function scriptOf(
  page: Page,
  { twimletUrl, keyUrl, voice }: CallOptions,
  now: Instant,
): Promise<{ url: string; method: "GET" } | { twiml: string }> {
  // Twimlets answer a GET; to a POST they have been seen to fail.
  if (twimletUrl !== undefined) return { url: twimletUrl, method: "GET" };
  // Loaded with the first call, like the rest of the SDK.
  const { twimlFor } = await import("./words/twiml.ts");
  const url = canBeAnswered(page.about) ? keyUrl : undefined;
  const { about, zone } = page;
  const spoken = { language: wordsOf(voice), zone, offersKey: url !== undefined };
  return { twiml: twimlFor(speechAbout(about, now, spoken), voice, url) };
}

/** The language of our words; English where we have none of the one that is asked for. */
export function wordsOf({ language }: Pick<Voice, "language">): Language {
  return languageOf(language) ?? "en";
}

/** Whether a key would mean something. */
function canBeAnswered({ kind }: PageSubject): boolean {
  return kind === "alert" || kind === "digest" || kind === "test";
}

function inSeconds(duration: Duration): number {
  return Math.round(duration / seconds(1));
}
