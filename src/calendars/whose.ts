import type ICAL from "ical.js";
import { folded } from "../lib/fold.ts";
import type { People } from "../oncall/model.ts";

/** Whose a shift is, and whom it names that is not among the people. */
export interface Whose {
  readonly people: readonly string[];
  readonly strangers: readonly string[];
}

/** What stands between words. */
const APART = /[\s<>"'(),:;[\]]/;
const MAIL = /^[^@]+@[^@]+$/;
const LONGEST = 1000;

/**
 * Finds the people of an event: its attendees by e-mail address, else by name; without any of them, the e-mail
 * addresses in its summary, else the names. Who has declined does not come, and a room is nobody.
 */
export function whoseIs(event: ICAL.Component, people: People): Whose {
  const attendees = event.getAllProperties("attendee").flatMap((property) => {
    const parameter = (name: string) => textOf(property.getParameter(name));
    if (/^(room|resource)$/i.test(parameter("cutype") ?? "")) return [];
    if (/^declined$/i.test(parameter("partstat") ?? "")) return [];
    const address = (parameter("email") ?? textOf(property.getFirstValue()) ?? "").replace(/^mailto:/i, "");
    return [{ address, name: parameter("cn") ?? "" }];
  });
  const found = attendees.map(({ address, name }) => ({
    people: named(address, people, "mail") ?? named(name, people, "word") ?? [],
    shown: name === "" || name === address ? address : `${name} (${address})`,
  }));
  const strangers = found.filter((one) => one.people.length === 0).map(({ shown }) => shown);
  if (found.some((one) => one.people.length > 0))
    return { people: [...new Set(found.flatMap((one) => one.people))], strangers };
  const summary = textOf(event.getFirstPropertyValue("summary")) ?? "";
  const bySummary = named(summary, people, "mail") ?? named(summary, people, "word");
  if (bySummary !== undefined) return { people: bySummary, strangers: [] };
  return { people: [], strangers: strangers.length > 0 ? strangers : [summary || "(nobody)"] };
}

function named(text: string, people: People, by: "mail" | "word"): string[] | undefined {
  const short = text.slice(0, LONGEST);
  const found = by === "mail" ? byMail(short, people) : byWord(short, Object.keys(people));
  return found.length === 0 ? undefined : found;
}

function byMail(text: string, people: People): string[] {
  const mails = new Set(
    text
      .split(APART)
      .filter((word) => MAIL.test(word))
      .map(folded),
  );
  return Object.entries(people).flatMap(([name, { email }]) =>
    email !== undefined && mails.has(folded(email)) ? [name] : [],
  );
}

/** The longest name first, so that `bob.smith` is not also `bob`. In the order in which the text has them. */
function byWord(text: string, names: readonly string[]): string[] {
  let rest = ` ${wordsOf(text.replace(MAIL, " "))} `;
  const found: { name: string; at: number }[] = [];
  for (const name of [...names].sort((one, other) => other.length - one.length)) {
    const words = ` ${wordsOf(name)} `;
    const at = rest.indexOf(words);
    if (at === -1) continue;
    found.push({ name, at });
    rest = `${rest.slice(0, at)} ${"\0".repeat(words.length - 2)} ${rest.slice(at + words.length)}`;
  }
  return found.sort((one, other) => one.at - other.at).map(({ name }) => name);
}

function wordsOf(text: string): string {
  return folded(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "")
    .join(" ");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
