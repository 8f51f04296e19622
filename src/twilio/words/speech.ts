import type { PageSubject, PhoneAnswer } from "../../engine/ports/phones.ts";
import { between, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { defang, plainText } from "../../lib/untrusted.ts";
import { isAnswer, spokenAnswer } from "./answers.ts";
import { personName } from "./person-name.ts";
import { spokenDuration } from "./spoken-duration.ts";

const LONGEST_TITLE = 160;
const LONGEST_WORD = 40;

/** What a call says, once through: calm sentences for somebody who was asleep a moment ago. */
export function spokenWords(
  about: PageSubject,
  now: Instant,
  { offersKey = false }: { readonly offersKey?: boolean } = {},
): string {
  if (isAnswer(about)) return spokenAnswer(about);
  const said = ["Hello. This is the S L A monitor.", ...sentences(about, now)];
  return (offersKey ? [...said.slice(0, -1), keyWords(about), ...said.slice(-1)] : said).join(" ");
}

function keyWords(about: Exclude<PageSubject, PhoneAnswer>): string {
  if (about.kind === "test") return "Press any key to try that out.";
  return about.kind === "digest" && about.count > 1
    ? `Press any key to take all ${about.count} of them.`
    : "Press any key to take it.";
}

function sentences(about: Exclude<PageSubject, PhoneAnswer>, now: Instant): string[] {
  switch (about.kind) {
    case "alert":
      return alertSentences(about);
    case "digest":
      return digestSentences(about);
    case "hive-down":
      return [
        `TheHive has not been readable for ${spokenDuration(between(about.since, now))}.`,
        "New alerts are not being watched. Please check TheHive.",
      ];
    case "hive-up":
      return [`TheHive is back after ${spokenDuration(about.downFor)}.`, "There is nothing for you to do."];
    case "test":
      return [
        `This is a test, asked for by ${sayable(personName(about.by), LONGEST_WORD)}.`,
        "Your phone can be reached. There is nothing for you to do.",
      ];
    default:
      return unreachable(about);
  }
}

function alertSentences(about: Extract<PageSubject, { kind: "alert" }>): string[] {
  const again = about.repeat > 0 ? ["This is a reminder."] : [];
  const risk =
    about.highRiskWord === undefined
      ? []
      : [`It holds the high risk word ${sayable(about.highRiskWord, LONGEST_WORD)}.`];
  const doubt = about.unconfirmed ? ["TheHive does not answer, so it may have been handled already."] : [];
  return [
    ...again,
    `Alert number ${about.number}, of ${about.severity} severity, has been waiting for ${spokenDuration(about.age)}.`,
    `It says: ${ended(sayable(about.title, LONGEST_TITLE))}`,
    ...risk,
    ...doubt,
    "Please open Slack to promote or ignore it.",
  ];
}

function digestSentences(about: Extract<PageSubject, { kind: "digest" }>): string[] {
  const { count, worst } = about;
  const doubt = about.unconfirmed ? ["TheHive does not answer, so some may have been handled already."] : [];
  return [
    `${count === 1 ? "One alert" : `${count} alerts`} in TheHive ${digestState(about)}.`,
    `The worst is number ${worst.number}, of ${worst.severity} severity.`,
    `It says: ${ended(sayable(worst.title, LONGEST_TITLE))}`,
    `The oldest has been waiting for ${spokenDuration(about.oldest)}.`,
    ...doubt,
    `Please open Slack to see the list, digest ${sayable(about.reference, LONGEST_WORD)}.`,
  ];
}

function digestState({ count, missed }: Extract<PageSubject, { kind: "digest" }>): string {
  if (!missed) return count === 1 ? "needs somebody" : "need somebody at once";
  return count === 1 ? "missed its deadline" : "missed their deadline";
}

function sayable(text: string, max: number): string {
  // Cut before and after: the words said for a link may be longer than it, and no title may cost much.
  const words = plainText(text, 4 * max, "...")
    .normalize("NFKC")
    .split(" ")
    .map(sayableWord)
    .join(" ");
  return plainText(words, max, "...") || "nothing";
}

/*
 * Half asleep, "evil dot com" is understood, and brackets are not. Paths, queries and hashes help nobody on
 * the phone: they are in Slack.
 */
function sayableWord(word: string): string {
  const link = /^\W*\w{2,10}:[\\/]{2}([^\\/?#]*)/.exec(word);
  if (link !== null) return spokenDots(link[1] ?? "") || "a link";
  if (/[\da-f]{16}/i.test(word)) return "a hash";
  return word.length > LONGEST_WORD ? "a long word" : spokenDots(word);
}

function spokenDots(word: string): string {
  const safe = defang(word);
  return safe.includes("[:]") ? "an address" : safe.replaceAll("[.]", " dot ").replace(/ +/g, " ");
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
