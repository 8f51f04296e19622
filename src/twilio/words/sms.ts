import type { Page, PageSubject } from "../../engine/ports/phones.ts";
import { ageText } from "../../lib/duration-text.ts";
import { between, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { defangAndCut, plainText } from "../../lib/untrusted.ts";
import { answerDraft } from "./answers.ts";
import { cutGsm, ONE_SMS, septets, toGsm } from "./gsm.ts";
import { markOf } from "./mark.ts";
import { personName } from "./person-name.ts";

/** The words around the one part that gives way when there is too little room. */
interface Draft {
  readonly before: string;
  readonly flexible: string;
  readonly after: string;
}

// Far more than fits, and a bound on the work a title of a megabyte can cause.
const LONGEST = 400;
const LONGEST_WORD = 16;

/**
 * The text of a page: one SMS (160 septets of the GSM alphabet) whatever was written into the alert,
 * without anything to click, ending in the page's mark.
 */
export function smsText(page: Page, now: Instant): string {
  const { before, flexible, after } = draftFor(page.about, now);
  const end = page.code === undefined ? ` ${after} ${markOf(page)}` : ` ${answerable(page.about, page.code)}`;
  const room = ONE_SMS - septets(before) - septets(end) - ".".length;
  const middle = gsm(flexible, room);
  return before + middle + (/[.!?]$/.test(middle) ? "" : ".") + end;
}

/** How a text ends that can be answered. */
function answerable(about: PageSubject, code: string): string {
  const doubt = "unconfirmed" in about && about.unconfirmed;
  switch (about.kind) {
    case "digest":
      return `${doubt ? "TheHive is silent. " : ""}List: Slack, ${gsm(about.reference, LONGEST_WORD)}. Reply ${code} to take them all.`;
    case "test":
      return `Reply ${code} to try that out.`;
    default:
      return `${doubt ? "TheHive is silent, so it may be handled. " : ""}Reply ${code} to take it.`;
  }
}

function draftFor(about: PageSubject, now: Instant): Draft {
  switch (about.kind) {
    case "alert":
      return alertDraft(about);
    case "digest":
      return digestDraft(about);
    case "hive-down":
      return {
        before: `TheHive unreadable since ${clockTime(about.since)} (${ageText(between(about.since, now))}): `,
        flexible: about.why,
        after: "New alerts are NOT watched. Please check TheHive.",
      };
    case "hive-up":
      return {
        before: "TheHive is back ",
        flexible: `after ${ageText(about.downFor)}`,
        after: "Alerts are watched again. Nothing to do.",
      };
    case "test":
      return {
        before: "Test of the SLA monitor, asked for by ",
        flexible: personName(about.by),
        after: "Your phone can be reached. Nothing to do.",
      };
    case "taken":
    case "too-late":
    case "not-understood":
    case "test-passed":
      return answerDraft(about);
    default:
      return unreachable(about);
  }
}

function alertDraft(about: Extract<PageSubject, { kind: "alert" }>): Draft {
  const again = about.repeat > 0 ? "REMINDER: " : "";
  const alert = `${about.severity.toUpperCase()} alert #${about.number} waiting ${ageText(about.age)}`;
  const risk = about.highRiskWord === undefined ? "" : `, high risk ${gsm(about.highRiskWord, LONGEST_WORD)}`;
  return {
    before: `${again}${alert}${risk}: `,
    flexible: about.title,
    after: about.unconfirmed
      ? "TheHive is silent, so it may be handled. See Slack."
      : "Open Slack to promote or ignore.",
  };
}

function digestDraft(about: Extract<PageSubject, { kind: "digest" }>): Draft {
  const { count, worst } = about;
  const alerts = count === 1 ? "1 alert" : `${count} alerts`;
  const missed = count === 1 ? " missed its SLA" : " missed their SLA";
  const list = `List: Slack, ${gsm(about.reference, LONGEST_WORD)}.`;
  return {
    before: `${alerts}${about.missed ? missed : " for you at once"}, oldest ${ageText(about.oldest)}. Worst: ${worst.severity.toUpperCase()} #${worst.number} `,
    flexible: worst.title,
    after: about.unconfirmed ? `TheHive is silent, some may be handled. ${list}` : list,
  };
}

// Other alphabets are rewritten before links are broken: a full-width dot becomes a real one.
function gsm(text: string, max: number): string {
  const clean = toGsm(plainText(text, LONGEST));
  return clean === "" ? "(no text)" : defangAndCut(clean, (safe) => cutGsm(safe, max));
}

function clockTime(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(11, 16)} UTC`;
}
