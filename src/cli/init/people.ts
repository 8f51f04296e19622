import { z } from "zod";
import { Name, Person } from "../../oncall/person.ts";
import { usage } from "../failure.ts";
import type { Ask, Judge } from "./ask.ts";

/** Who is told, by name; the order is that of the answers. */
export interface Team {
  readonly people: Readonly<Record<string, Person>>;
  readonly oncall: readonly string[];
  readonly seniors: readonly string[];
}

export const nobody: Team = { people: {}, oncall: [], seniors: [] };

/** Asks for those on call, one after the other, then for the seniors. */
export async function askTeam(ask: Ask, phones: boolean): Promise<Team> {
  const people: Record<string, Person> = {};
  const add = async (name: string) => {
    people[name] ??= await askPerson(ask, name, phones);
    return name;
  };
  const oncall = await askNames(
    ask,
    "Who is on call? A short name such as alice (Enter: nobody for now)",
    add,
  );
  if (oncall.length === 0) return nobody;
  const seniors = await askNames(
    ask,
    "Who is a senior, called when nobody else answers? (Enter: nobody)",
    add,
  );
  return { people, oncall, seniors };
}

async function askNames(ask: Ask, first: string, add: (name: string) => Promise<string>): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const question = names.length === 0 ? first : "Who else? (Enter: that was all)";
    const name = await ask.text(question, orNothing(Name));
    if (name === "") return names;
    names.push(await add(name));
  }
}

async function askPerson(ask: Ask, name: string, phones: boolean): Promise<Person> {
  const { phone, slack } = Person.shape;
  const number = phones
    ? await ask.text(`${name}'s phone number, such as +447700900001 (Enter: none)`, orNothing(phone))
    : "";
  const id = await ask.text(`${name}'s Slack member ID, such as U024BE7LH (Enter: none)`, orNothing(slack));
  return { ...(number === "" ? {} : { phone: number }), ...(id === "" ? {} : { slack: id }) };
}

function orNothing(schema: z.ZodType): Judge {
  return (answer) => (answer === "" ? undefined : schema.safeParse(answer).error?.issues[0]?.message);
}

const Listed = z.tuple([Name, Person.shape.phone.unwrap()]);

/**
 * Reads people from a variable: `alice +447700900001, bob +447700900002`.
 *
 * @throws CommandFailure 2
 */
export function teamFrom(oncall: string | undefined, seniors: string | undefined): Team {
  const called = peopleIn("INIT_ONCALL", oncall ?? "");
  const senior = peopleIn("INIT_SENIORS", seniors ?? "");
  return {
    people: Object.fromEntries([...called, ...senior].map(([name, phone]) => [name, { phone }])),
    oncall: called.map(([name]) => name),
    seniors: senior.map(([name]) => name),
  };
}

function peopleIn(variable: string, text: string): readonly (readonly [string, string])[] {
  return text.split(",").flatMap((part, index) => {
    if (part.trim() === "") return [];
    const read = Listed.safeParse(part.trim().split(/\s+/));
    if (read.success) return [read.data];
    const why = "a name and a number, such as alice +447700900001, the next behind a comma";
    throw usage(`${variable}: found something else in place ${index + 1}, expected ${why}`);
  });
}
