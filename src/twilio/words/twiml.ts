import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { plainText } from "../../lib/untrusted.ts";
import { languageOf } from "../../words/language.ts";
import type { Voice } from "../options.ts";
import type { Speech, SpokenPart } from "./speech.ts";

type Spoken = Pick<Voice, "language" | "repeat" | "voice">;

// Seconds after the last word.
const WAITS_FOR_KEY = 10;
/** More than this Twilio refuses (error 32018). */
const LONGEST_TWIML = 4000;
// Escaped, one character can take six; the fixed sentences take few.
const LONGEST_WORDS = 600;

/**
 * The call's script: the parts `voice.repeat` times with a pause between, as the first words are lost while the
 * phone is raised; the greeting once. A key goes to `keyUrl`, if there is one. Fewer repetitions when the script would
 * be longer than Twilio takes.
 */
export function twimlFor(speech: Speech, voice: Spoken, keyUrl?: string): string {
  for (let times = Math.max(1, voice.repeat); times > 1; times -= 1) {
    const script = scriptFor(speech, times, voice, keyUrl);
    if (script.length <= LONGEST_TWIML) return script;
  }
  return scriptFor(speech, 1, voice, keyUrl);
}

function scriptFor(
  { greeting, parts }: Speech,
  times: number,
  voice: Spoken,
  keyUrl: string | undefined,
): string {
  const response = new VoiceResponse();
  // The echo of Twilio wants GET. Any key is one, # too.
  const key = { numDigits: 1, finishOnKey: "", method: "GET", action: keyUrl, timeout: WAITS_FOR_KEY };
  const script = keyUrl === undefined ? response : response.addChild("Gather", key);
  script.addChild("Pause", { length: 1 });
  for (let round = 1; round <= times; round += 1) {
    if (round > 1) script.addChild("Pause", { length: 2 });
    for (const [index, part] of parts.entries()) {
      const text =
        round === 1 && index === 0 && greeting !== undefined ? `${greeting} ${part.text}` : part.text;
      // Not `say`: its types know only the languages and voices of the day the package was built.
      script.addChild("Say", voiceOf(part, voice)).addText(plainText(text, LONGEST_WORDS, "..."));
    }
  }
  return response.toString();
}

/** English words, where we have none of the language asked for, want an English voice. */
function voiceOf(part: SpokenPart, { language, voice }: Spoken): { language: string; voice?: string } {
  if (part.language !== undefined) return { language: part.language };
  if (languageOf(language) === undefined) return { language: "en-GB" };
  return voice === undefined ? { language } : { language, voice };
}
