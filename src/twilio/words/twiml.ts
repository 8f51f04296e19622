import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { plainText } from "../../lib/untrusted.ts";
import type { Voice } from "../options.ts";

type Spoken = Pick<Voice, "language" | "repeat" | "voice">;

// Seconds after the last word.
const WAITS_FOR_KEY = 10;
/** More than this Twilio refuses (error 32018). */
const LONGEST_TWIML = 4000;
// Escaped, one character can take six; the fixed sentences take few.
const LONGEST_WORDS = 600;

/**
 * The call's script: the words `voice.repeat` times with a pause between, as the first ones are lost while the
 * phone is raised. A key goes to `keyUrl`, if there is one. Fewer repetitions when the script would be longer than Twilio takes.
 */
export function twimlFor(words: string, voice: Spoken, keyUrl?: string): string {
  const said = plainText(words, LONGEST_WORDS, "...");
  for (let times = Math.max(1, voice.repeat); times > 1; times -= 1) {
    const script = scriptFor(said, times, voice, keyUrl);
    if (script.length <= LONGEST_TWIML) return script;
  }
  return scriptFor(said, 1, voice, keyUrl);
}

function scriptFor(
  words: string,
  times: number,
  { language, voice }: Spoken,
  keyUrl: string | undefined,
): string {
  const response = new VoiceResponse();
  // The echo of Twilio wants GET. Any key is one, # too.
  const key = { numDigits: 1, finishOnKey: "", method: "GET", action: keyUrl, timeout: WAITS_FOR_KEY };
  const script = keyUrl === undefined ? response : response.addChild("Gather", key);
  script.addChild("Pause", { length: 1 });
  for (let round = 1; round <= times; round += 1) {
    if (round > 1) script.addChild("Pause", { length: 2 });
    // Not `say`: its types know only the languages and voices of the day the package was built.
    const attributes = voice === undefined ? { language } : { language, voice };
    script.addChild("Say", attributes).addText(round === 1 ? words : `Once more. ${words}`);
  }
  return response.toString();
}
