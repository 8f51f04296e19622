import { plainText } from "../../lib/untrusted.ts";
import type { PhoneWords } from "../../words/phone-words.ts";

const SLACK_USER = /^[UW][A-Z0-9]{6,}$/;
const LONGEST = 20;

/** How a text or a call names somebody of the settings: nobody can use a Slack id on the phone. */
export function personName(by: string, { colleague, monitor }: PhoneWords): string {
  if (by === "system") return monitor;
  return SLACK_USER.test(by)
    ? colleague
    : readable(by).replace(/(?<!\p{L})\p{Ll}/gu, (first) => first.toUpperCase());
}

/** A name of the settings, such as `bob.smith`, without what a phone would take for an address. */
export function readable(name: string): string {
  return plainText(name.replace(/[._-]+/g, " "), LONGEST, "...");
}
