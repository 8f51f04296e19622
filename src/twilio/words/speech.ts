import type { PageSubject, PhoneAnswer } from "../../engine/ports/phones.ts";
import { between, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import { catalogues } from "../../words/catalogue.ts";
import type { Language } from "../../words/language.ts";
import type { PhoneWords } from "../../words/phone-words.ts";
import { leadOf, nextClause } from "./ahead.ts";
import { clockTime } from "./clock-time.ts";
import { personName } from "./person-name.ts";
import { firstOf, foreignWords, sayable } from "./sayable.ts";
import { isForeign, languageIn } from "./script.ts";

/** What a call says: the greeting once, the parts in each pass. */
export interface Speech {
  readonly greeting?: string;
  readonly parts: readonly SpokenPart[];
}

export interface SpokenPart {
  readonly text: string;
  /** Said by a voice of that language instead of the call's own. */
  readonly language?: string;
}

/** Less than 15 seconds at 150 words a minute. */
const MOST_WORDS = 37;
/** So much of a title is worth more than what else could be said. */
const TITLE_WORDS = 6;
const RISK_WORDS = 3;

interface Spoken {
  readonly language: Language;
  /** Of whoever is called. */
  readonly zone?: TimeZone | undefined;
  readonly offersKey?: boolean | undefined;
}

/** What a call says: calm sentences for somebody who was asleep a moment ago. */
export function speechAbout(about: PageSubject, now: Instant, spoken: Spoken): Speech {
  const words = catalogues[spoken.language].phone;
  const { speech } = words;
  const { greeting } = speech;
  const one = (...sentences: readonly string[]) => [{ text: sentences.join(" ") }];
  switch (about.kind) {
    case "alert":
    case "digest":
      return { greeting, parts: pass(about, now, { words, offersKey: spoken.offersKey === true }) };
    case "case":
      return { greeting, parts: casePass(about, words) };
    case "hive-down":
      return { greeting, parts: one(speech.hiveDown(between(about.since, now))) };
    case "hive-up":
      return { greeting, parts: one(speech.hiveUp(about.downFor)) };
    case "test": {
      const end = spoken.offersKey === true ? speech.testPress : speech.testEnd;
      return { greeting, parts: one(speech.test(personName(about.by, words)), end) };
    }
    case "taken":
    case "too-late":
    case "not-understood":
    case "test-passed":
      return { parts: one(spokenAnswer(about, words, (at) => clockTime(at, spoken.zone, now))) };
    default:
      return unreachable(about);
  }
}

type Telling = Extract<PageSubject, { kind: "alert" | "digest" }>;
interface Way {
  readonly words: PhoneWords;
  readonly offersKey: boolean;
}

/** First what waits, then what to do, then what happens otherwise, unless that leaves nothing of the title. */
function pass(about: Telling, now: Instant, way: Way): readonly SpokenPart[] {
  const { words, offersKey } = way;
  const { speech } = words;
  const start = firstWords(about, words);
  const count = about.kind === "digest" ? about.count : 1;
  const doubt = about.unconfirmed ? [speech.doubt(count)] : [];
  const todo = offersKey ? speech.press(count) : speech.lookIn(about.slack ? "slack" : "thehive");
  const ends = [[...doubt, todo, ahead(about, now, words)].join(" "), [...doubt, todo].join(" ")];
  const left = ends.map((end) => MOST_WORDS - countOf(`${speech.greeting} ${start} ${end}`));
  const titled = about.kind === "digest" ? about.worst : about;
  const wanted = Math.min(TITLE_WORDS, countOf(titleParts(titled, MOST_WORDS, words).text));
  const kept = (left[0] ?? 0) >= wanted ? 0 : 1;
  return joined(start, titleParts(titled, Math.max(2, left[kept] ?? 0), words), ends[kept] ?? "");
}

/** A case cannot be taken by phone: no key is offered. */
function casePass(about: Extract<PageSubject, { kind: "case" }>, words: PhoneWords): readonly SpokenPart[] {
  const { speech } = words;
  const { step, caseNumber, severity, age, unconfirmed } = about;
  const start = speech.case({ step, caseNumber, severity, age });
  const end = [...(unconfirmed ? [speech.caseDoubt] : []), speech.caseTodo(step)].join(" ");
  const left = MOST_WORDS - countOf(`${speech.greeting} ${start} ${end}`);
  return joined(start, titleParts(about, Math.max(2, left), words), end);
}

function firstWords(about: Telling, { speech }: PhoneWords): string {
  if (about.kind === "digest") {
    const { count, oldest, worst } = about;
    return speech.digest({ count, oldest, severity: worst.severity });
  }
  const word = (theirs: string) => firstOf(sayable(theirs, speech), RISK_WORDS);
  return speech.alert({ lead: leadOf(about, word), severity: about.severity, age: about.age });
}

function ahead({ next }: Telling, now: Instant, words: PhoneWords): string {
  const { speech } = words;
  if (next === undefined) return speech.last;
  return speech.otherwise(nextClause(next, speech.inTime(between(now, next.at)), words));
}

function titleParts(
  { title, withheld }: { title: string; withheld?: string },
  most: number,
  { speech }: PhoneWords,
): SpokenPart {
  // `TLP:RED` as it is read aloud.
  if (withheld !== undefined) return { text: `${speech.withheld(withheld.replace(/\W+/g, " "))}.` };
  if (isForeign(title)) {
    const language = languageIn(title);
    const text = foreignWords(title, most);
    return language === undefined || text === "" ? { text: `${speech.otherScript}.` } : { text, language };
  }
  const text = firstOf(sayable(title, speech), most) || speech.noTitle;
  return { text: /[.!?]$/.test(text) ? text : `${text}.` };
}

function joined(start: string, title: SpokenPart, end: string): readonly SpokenPart[] {
  if (title.language !== undefined) return [{ text: start }, title, { text: end }];
  return [{ text: `${start} ${title.text} ${end}` }];
}

function countOf(text: string): number {
  return text.split(" ").length;
}

/** What a caller hears after a key. */
function spokenAnswer(
  answer: PhoneAnswer,
  words: PhoneWords,
  clock: (at: Instant) => ReturnType<typeof clockTime>,
): string {
  const { speech } = words;
  switch (answer.kind) {
    case "taken": {
      const { numbers, until, from } = answer;
      const by = from === undefined ? undefined : personName(from, words);
      return speech.taken({ numbers, until: clock(until), from: by });
    }
    case "too-late":
      return speech.tooLate(answer.numbers.length);
    case "not-understood":
      return speech.notUnderstood;
    case "test-passed":
      return speech.testPassed;
    default:
      return unreachable(answer);
  }
}
