import type { Gather } from "./model.ts";
import { parseXml, type XmlElement, XmlError } from "./xml.ts";

/** Something in the TwiML that Twilio would note. */
interface Problem {
  readonly level: "error" | "warning";
  readonly code: number;
  readonly text: string;
}

/** What a listener hears. */
export interface Speech {
  /** One item per `<Say>` and repetition, in order. */
  readonly words: string[];
  /** ms; Infinity for an endless loop. */
  readonly lasts: number;
  readonly problems: Problem[];
  /** While a key is waited for, in ms from the first word on. */
  readonly gathers: Gather[];
  /** The queue the call is put into at the end. */
  readonly queue: string | null;
}

const WORD_MS = 400;
const APOLOGY_MS = 3000;
const SAY_LIMIT = 4096;
const ENCODED_SAY_LIMIT = 4500;
// A page wants to show a repetition, not an endless loop.
const SHOWN_REPETITIONS = 10;
const SILENT_VERBS = new Set([
  "Play",
  "Dial",
  "Record",
  "Leave",
  "Sms",
  "Message",
  "Refer",
  "Pay",
  "Prompt",
  "Connect",
  "Start",
  "Stop",
  "Siprec",
]);
const LAST_VERBS = new Set(["Enqueue", "Hangup", "Reject", "Redirect"]);

/** Plays TwiML as far as words go. Never throws: what is wrong is in `problems`. */
export function playTwiml(twiml: string): Speech {
  try {
    const root = parseXml(twiml);
    if (root.name !== "Response") return apology(12100, "The root element is not Response");
    return playVerbs(root.children);
  } catch (error) {
    if (error instanceof XmlError) return apology(12100, `Document parse failure: ${error.message}`);
    throw error;
  }
}

/** What a caller hears when there is nothing to play. */
export function apology(code: number, text: string): Speech {
  return { ...silence(APOLOGY_MS), problems: [{ level: "error", code, text }] };
}

function playVerbs(nodes: readonly (XmlElement | string)[]): Speech {
  const words: string[] = [];
  const problems: Problem[] = [];
  const gathers: Gather[] = [];
  let lasts = 0;
  let queue: string | null = null;
  for (const node of nodes) {
    if (typeof node === "string") continue;
    const part = playVerb(node);
    words.push(...part.words);
    problems.push(...part.problems);
    gathers.push(
      ...part.gathers.map(({ from, until, action }) => ({
        from: lasts + from,
        until: lasts + until,
        action,
      })),
    );
    queue ??= part.queue;
    lasts += part.lasts;
    if (LAST_VERBS.has(node.name) || part.problems.some(({ level }) => level === "error")) break;
  }
  return { words, lasts, problems, gathers, queue };
}

function playVerb(verb: XmlElement): Speech {
  switch (verb.name) {
    case "Say":
      return say(verb);
    case "Pause":
      return silence(seconds(verb, "length", 1));
    case "Gather": {
      const asked = playVerbs(verb.children);
      const lasts = asked.lasts + seconds(verb, "timeout", 5);
      const action = verb.attributes.get("action") ?? null;
      return { ...asked, lasts, gathers: [{ from: 0, until: lasts, action }] };
    }
    case "Enqueue":
      return { ...silence(0), queue: textOf(verb).trim() };
    default:
      if (SILENT_VERBS.has(verb.name) || LAST_VERBS.has(verb.name)) return silence(0);
      return { ...silence(0), problems: [warning(12200, `Unknown verb ${verb.name}`)] };
  }
}

function say(verb: XmlElement): Speech {
  const text = textOf(verb).replace(/\s+/g, " ").trim();
  if (text === "") return { ...silence(0), problems: [warning(13520, "Say has no text")] };
  if (text.length > SAY_LIMIT || encodeURIComponent(text).length > ENCODED_SAY_LIMIT) {
    return apology(13521, "The text of Say is too long");
  }
  const loop = count(verb, "loop", 1);
  const times = loop === 0 ? Number.POSITIVE_INFINITY : loop;
  return {
    ...silence(0),
    words: Array.from({ length: Math.min(times, SHOWN_REPETITIONS) }, () => text),
    lasts: text.split(" ").length * WORD_MS * times,
  };
}

function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : ` ${textOf(child)} `)).join("");
}

function silence(lasts: number): Speech {
  return { words: [], lasts, problems: [], gathers: [], queue: null };
}

function seconds(verb: XmlElement, attribute: string, otherwise: number): number {
  return count(verb, attribute, otherwise) * 1000;
}

function count(verb: XmlElement, attribute: string, otherwise: number): number {
  const text = verb.attributes.get(attribute) ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
}

function warning(code: number, text: string): Problem {
  return { level: "warning", code, text };
}
