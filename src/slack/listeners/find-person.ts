import { plainAnswer } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import { lines, person, theirs, words } from "../blocks/rich.ts";
import { personText, theirText } from "../blocks/text.ts";
import type { Control } from "../control.ts";
import { mentionedUser } from "./command-text.ts";
import type { Counter } from "./counter.ts";

/**
 * Finds the person of the settings that a word means: `<@U…>`, a name of theirs, or what Slack calls them.
 *
 * @returns their name in the settings, or what to say when nobody or more than one is meant
 */
export async function findPerson(
  counter: Counter,
  { live, duty }: Control,
  word: string,
): Promise<{ name: string } | { say: Message }> {
  const mentioned = mentionedUser(word);
  if (mentioned !== undefined) {
    const name = duty.personOf(mentioned);
    return name === undefined ? { say: notOfThePeople(mentioned) } : { name };
  }
  const wanted = word.replace(/^@/, "").toLowerCase();
  const { people } = live.roster();
  if (Object.hasOwn(people, wanted)) return { name: wanted };
  const called = await calledInSlack(counter, people, wanted);
  const [name, ...others] = called;
  if (name === undefined) return { say: nobodyCalled(word, Object.keys(people)) };
  if (others.length === 0) return { name };
  return { say: plainAnswer(`Which one? ${called.join(", ")}`) };
}

async function calledInSlack(
  { people, log }: Pick<Counter, "people" | "log">,
  known: ReturnType<Control["live"]["roster"]>["people"],
  wanted: string,
): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(known).map(async ([name, { slack }]) => {
      if (slack === undefined) return [];
      const profile = await people.profile(slack).catch((error: unknown) => {
        log.warn({ err: error, user: slack }, "a person cannot be looked up in Slack");
        return people.lastProfile(slack);
      });
      return profile?.names.some((called) => called.toLowerCase() === wanted) ? [name] : [];
    }),
  );
  return found.flat();
}

function notOfThePeople(user: string): Message {
  return {
    text: `${personText(user)} is not one of the people who can be on call. An admin can add them: /sla oncall`,
    blocks: [
      lines([
        person(user),
        words(" is not one of the people who can be on call. An admin can add them: /sla oncall"),
      ]),
    ],
  };
}

function nobodyCalled(word: string, names: readonly string[]): Message {
  const known = names.length === 0 ? "There are no people yet: /sla oncall" : `People: ${names.join(", ")}`;
  return {
    text: `Nobody is called ${theirText(word, 60)}. ${known}`,
    blocks: [lines([words("Nobody is called "), theirs(word, 60), words(`. ${known}`)])],
  };
}
