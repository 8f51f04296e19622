import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { plainText } from "../../lib/untrusted.ts";
import type { Voice } from "../options.ts";

/** More than this Twilio refuses (error 32018). */
const LONGEST_TWIML = 4000;
// Escaped, one character can take six; the fixed sentences take few.
const LONGEST_WORDS = 600;

/**
 * The call's script: the words `voice.repeat` times with a pause between, as the first ones are lost while the
 * phone is raised. Fewer repetitions when the script would be longer than Twilio takes.
 */
export function twimlFor(words: string, voice: Omit<Voice, "ringFor">): string {
  const said = plainText(words, LONGEST_WORDS, "...");
  for (let times = Math.max(1, voice.repeat); times > 1; times -= 1) {
    const script = scriptFor(said, times, voice);
    if (script.length <= LONGEST_TWIML) return script;
  }
  return scriptFor(said, 1, voice);
}

function scriptFor(words: string, times: number, { language, voice }: Omit<Voice, "ringFor">): string {
  const response = new VoiceResponse();
  response.pause({ length: 1 });
  for (let round = 1; round <= times; round += 1) {
    if (round > 1) response.pause({ length: 2 });
    // Not `say`: its types know only the languages and voices of the day the package was built.
    const attributes = voice === undefined ? { language } : { language, voice };
    response.addChild("Say", attributes).addText(round === 1 ? words : `Once more. ${words}`);
  }
  return response.toString();
}
