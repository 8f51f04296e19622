import { mask } from "../lib/mask.ts";
import { Phone } from "../oncall/person.ts";
import type { Ledger } from "./plan.ts";
import type { Section } from "./section.ts";

/**
 * Makes people of the numbers that were told everything, and the two groups that the methods mean.
 *
 * @returns whether there is anybody to text and call
 */
export function importRecipients(twilio: Section | undefined, book: Ledger): boolean {
  const numbers = twilio?.texts("TWILIO_RTCP");
  if (twilio === undefined || numbers === undefined) return false;
  const place = twilio.place("TWILIO_RTCP");
  const usable = [...new Set(numbers.map((number) => number.replace(/[\s().-]/g, "")))].filter((number) => {
    const ok = Phone.safeParse(number).success;
    if (!ok)
      book.leave({
        ...place,
        why: `${mask(number)} is no number in E.164 form: + and country code, then digits only`,
      });
    return ok;
  });
  if (usable.length === 0) return false;
  const names = usable.map((_, index) => `recipient${index + 1}`);
  book.set(["people"], Object.fromEntries(names.map((name, index) => [name, { phone: usable[index] }])));
  book.set(["groups"], { oncall: { members: names }, seniors: { members: names } });
  book.carry({
    ...place,
    to: "people, groups.oncall, groups.seniors",
    note: `${names.join(", ")}: give them names, put a rotation into oncall, and leave the seniors in seniors`,
  });
  return true;
}
