import { plainText } from "../../lib/untrusted.ts";

const SLACK_USER = /^[UW][A-Z0-9]{6,}$/;
const LONGEST = 40;

/** How a text or a call names who asked for it: nobody can use a Slack id on the phone. */
export function personName(by: string): string {
  if (by === "system") return "the monitor itself";
  return SLACK_USER.test(by) ? "a colleague in Slack" : plainText(by, LONGEST);
}
