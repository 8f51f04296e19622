import type { PageSubject, PhoneAnswer } from "../../engine/ports/phones.ts";
import type { Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { personName } from "./person-name.ts";

/** What a text is made of; `flexible` is cut when it does not fit. */
interface Draft {
  readonly before: string;
  readonly flexible: string;
  readonly after: string;
}

const MOST_NUMBERS = 5;
const kinds: ReadonlySet<string> = new Set<PhoneAnswer["kind"]>([
  ...(["taken", "too-late", "not-understood", "test-passed"] as const),
]);

/** Whether it answers somebody who answered. */
export function isAnswer(about: PageSubject): about is PhoneAnswer {
  return kinds.has(about.kind);
}

/** The text back to a reply. */
export function answerDraft(answer: PhoneAnswer): Draft {
  switch (answer.kind) {
    case "taken":
      return {
        before: "",
        flexible: `You have ${listed(answer.numbers)} until ${clockTime(answer.until)}`,
        after: `${answer.from === undefined ? "" : `It was ${personName(answer.from)}'s. `}Nobody else is called till then.`,
      };
    case "too-late":
      return { before: "", flexible: capital(done(answer.numbers)), after: "Nothing to do." };
    case "not-understood":
      return {
        before: "",
        flexible: "Nothing was taken",
        after: "Reply with the four letters and digits at the end of the alert's text.",
      };
    case "test-passed":
      return { before: "", flexible: "Your reply arrived", after: "This was a test. Nothing to do." };
    default:
      return unreachable(answer);
  }
}

/** What a caller hears after a key. */
export function spokenAnswer(answer: PhoneAnswer): string {
  switch (answer.kind) {
    case "taken":
      return [
        `Thank you. ${spokenList(answer.numbers)} yours until ${spokenTime(answer.until)}.`,
        ...(answer.from === undefined ? [] : [`It was ${personName(answer.from)}'s before.`]),
        "Nobody else is called until then. Please look at it in TheHive now, and close it or make it a case. Goodbye.",
      ].join(" ");
    case "too-late":
      return `Thank you. ${capital(done(answer.numbers))}. There is nothing for you to do. Goodbye.`;
    case "not-understood":
      return "Nothing was taken. Goodbye.";
    case "test-passed":
      return "Thank you. Your key arrived. This was a test. Goodbye.";
    default:
      return unreachable(answer);
  }
}

function done(numbers: readonly number[]): string {
  return numbers.length > 1 ? "they were handled already" : "it was handled already";
}

function listed(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST_NUMBERS).map((number) => `#${number}`);
  const more = numbers.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function spokenList(numbers: readonly number[]): string {
  const [first] = numbers;
  return numbers.length === 1 ? `Alert number ${first} is` : `All ${numbers.length} alerts are`;
}

function clockTime(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(11, 16)} UTC`;
}

function spokenTime(instant: Instant): string {
  const [hour = "", minute = ""] = new Date(instant).toISOString().slice(11, 16).split(":");
  return `${Number(hour)} ${minute === "00" ? "hours" : minute}, U T C`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
