import type { Page, PageSubject, PhoneAnswer } from "../../engine/ports/phones.ts";
import { between, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { catalogues } from "../../words/catalogue.ts";
import type { Language } from "../../words/language.ts";
import type { PhoneWords } from "../../words/phone-words.ts";
import { leadOf, nextClause } from "./ahead.ts";
import { type Alphabet, gsm, ucs2 } from "./alphabet.ts";
import { clockTime } from "./clock-time.ts";
import { type Draft, fitted } from "./fit.ts";
import { markOf } from "./mark.ts";
import { personName } from "./person-name.ts";
import { isLostInGsm } from "./script.ts";

const MOST_NUMBERS = 5;

/** One text in the making. */
interface Making {
  readonly page: Page;
  readonly now: Instant;
  readonly words: PhoneWords;
  readonly alphabet: Alphabet;
}

/**
 * The text of a page, without anything to click, whatever was written into the alert: one SMS (160 septets of the GSM
 * alphabet), or two in Unicode where the title is in another script. It holds the page's mark.
 */
export function smsText(page: Page, now: Instant, language: Language): string {
  const words = catalogues[language].phone;
  const alphabet = strangersIn(page.about).some(isLostInGsm) ? ucs2 : gsm;
  return fitted(draftsFor({ page, now, words, alphabet }), alphabet, words.text.noTitle);
}

function strangersIn(about: PageSubject): readonly string[] {
  if (about.kind === "alert") return [about.title, about.highRiskWord ?? ""];
  if (about.kind === "case") return [about.title];
  return about.kind === "digest" ? [about.worst.title] : [];
}

function draftsFor(making: Making): readonly Draft[] {
  const { page, now, words } = making;
  const { about } = page;
  const { text } = words;
  const simple = (before: string, ...after: readonly string[]) => [
    { before, after: [...after, endOf(page)] },
  ];
  switch (about.kind) {
    case "alert":
      return alertDrafts(about, making);
    case "digest":
      return digestDrafts(about, making);
    case "case":
      return [caseDraft(about, making)];
    case "hive-down": {
      const before = text.hiveDown(clockTime(about.since, page.zone, now), between(about.since, now));
      return [
        { before, flexible: text.hiveTrouble[about.trouble], after: [text.hiveDownMeans, markOf(page)] },
      ];
    }
    case "hive-up":
      return simple(text.hiveUp(about.downFor));
    case "test":
      return simple(
        text.test(personName(about.by, words)),
        page.code === undefined ? text.testEnd : text.testReply(page.code),
      );
    case "taken":
    case "too-late":
    case "not-understood":
    case "test-passed":
      return simple(answerText(about, making));
    default:
      return unreachable(about);
  }
}

/** A code is a mark of its own. */
function endOf(page: Page): string {
  return page.code === undefined ? markOf(page) : "";
}

type About<Kind> = Extract<PageSubject, { kind: Kind }>;

/** What follows is said in full, or left out for want of room. */
function withNext({ next }: About<"alert" | "digest">, { page, now, words }: Making) {
  if (next === undefined) return ["last", undefined] as const;
  const when = words.text.at(clockTime(next.at, page.zone, now));
  return [nextClause(next, when, words), undefined] as const;
}

function alertDrafts(about: About<"alert">, making: Making): readonly Draft[] {
  const { page, words, alphabet } = making;
  const { text } = words;
  const { severity, number, age, unconfirmed, slack } = about;
  const lead = leadOf(about, (word) => alphabet.theirs(word, alphabet.word));
  const [all, none] = withNext(about, making);
  // The word found is the last to go.
  const bare = lead.kind === "high-risk" ? { ...lead, word: undefined } : lead;
  const ways = [
    [all, lead],
    [none, lead],
    [none, bare],
  ] as const;
  return ways.map(([next, why]) => ({
    before: text.alert({ lead: why, severity, number, age }),
    flexible: titleOf(about, text),
    after: [
      unconfirmed ? text.doubt(1) : undefined,
      ...(page.code === undefined
        ? [text.lookIn(slack ? "slack" : "thehive", next), markOf(page)]
        : [text.reply(page.code, 1, next)]),
    ],
  }));
}

function digestDrafts(about: About<"digest">, making: Making): readonly Draft[] {
  const { page, words, alphabet } = making;
  const { text } = words;
  const { count, missed, oldest, worst, unconfirmed, slack, reference } = about;
  const list = slack ? text.list(alphabet.theirs(reference, alphabet.word)) : undefined;
  const [all, none] = withNext(about, making);
  // Where the list stands is the last to go.
  const ends = [[all, list], [none, list], ...(page.code === undefined ? [] : [[none, undefined]])] as const;
  return ends.map(([next, listed]) => ({
    before: text.digest({ count, missed, oldest, severity: worst.severity, number: worst.number }),
    flexible: titleOf(worst, text),
    after: [
      unconfirmed ? text.doubt(count) : undefined,
      listed,
      ...(page.code === undefined
        ? [slack ? undefined : text.lookIn("thehive", next), markOf(page)]
        : [text.reply(page.code, count, next)]),
    ],
  }));
}

/** Nothing to answer: whoever reads it has to do something in TheHive. */
function caseDraft(about: About<"case">, { page, words: { text } }: Making): Draft {
  const { step, caseNumber, severity, number, age, unconfirmed } = about;
  return {
    before: text.case({ step, caseNumber, severity, number, age }),
    flexible: titleOf(about, text),
    after: [unconfirmed ? text.caseDoubt : undefined, text.caseTodo(step), markOf(page)],
  };
}

function titleOf(
  { title, withheld }: { title: string; withheld?: string },
  text: PhoneWords["text"],
): string {
  return withheld === undefined ? title : text.withheld(withheld);
}

/** The text back to a reply. */
function answerText(answer: PhoneAnswer, { page, now, words }: Making): string {
  const { text } = words;
  switch (answer.kind) {
    case "taken": {
      const { numbers, until, from } = answer;
      const list = listed(numbers, words);
      const by = from === undefined ? undefined : personName(from, words);
      return text.taken({ list, count: numbers.length, until: clockTime(until, page.zone, now), from: by });
    }
    case "too-late":
      return text.tooLate(answer.numbers.length);
    case "not-understood":
      return text.notUnderstood;
    case "test-passed":
      return text.testPassed;
    default:
      return unreachable(answer);
  }
}

function listed(numbers: readonly number[], { text }: PhoneWords): string {
  const shown = numbers.slice(0, MOST_NUMBERS).map((number) => `#${number}`);
  const more = numbers.length - shown.length;
  return more > 0 ? `${shown.join(", ")} ${text.more(more)}` : shown.join(", ");
}
