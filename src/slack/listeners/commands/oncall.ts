import type { DutyAnswer } from "../../../control/duty.ts";
import { parseDuration } from "../../../lib/duration-text.ts";
import { zoneOf } from "../../../oncall/roster.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { fitMessage, type Message } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { clearedMessage, dutyMessage, onCallMessage } from "../../blocks/oncall.ts";
import { lines, words as ours } from "../../blocks/rich.ts";
import { verbatimText } from "../../blocks/text.ts";
import type { Control } from "../../control.ts";
import { findPerson } from "../find-person.ts";
import type { Command, Request } from "./command.ts";

/** Who is on call; and whoever may, changes it. */
export const oncall: Command = {
  usage: "/sla oncall [take 4h | override @bob 22:00-08:00 | clear] [GROUP]",
  help: "Who is on call now and next, gaps, and people, groups and rotations to edit.",
  example: "/sla oncall override @bob 22:00-08:00",
  async run(request) {
    const { counter, user } = request;
    const { control, rights, clock } = counter;
    if (control === undefined) return plainAnswer("The duty is not known here.");
    const [wish = "", ...rest] = request.words;
    if (wish === "") {
      const editable = await rights.isAdmin(user);
      return onCallMessage(control.live.roster(), clock.now(), { editable });
    }
    const change = Object.hasOwn(changes, wish.toLowerCase()) ? changes[wish.toLowerCase()] : undefined;
    if (change === undefined) return usageMessage("That is none of the words I know.", oncall);
    const refused = await rights.objection("change", user, "change who is on call");
    return refused ?? (await change({ ...request, words: rest }, control));
  },
};

type Change = (request: Request, control: Control) => Promise<Message>;

const changes: Readonly<Record<string, Change>> = { take, override, clear };

async function take({ user, words: [length = "", name] }: Request, control: Control): Promise<Message> {
  const duration = parseDuration(length);
  if (duration === undefined || duration === 0) return usageMessage("For how long?", oncall);
  const person = control.duty.personOf(user);
  if (person === undefined) {
    return plainAnswer(
      "You are not one of the people who can be on call: an admin can add you, with your Slack user, by /sla oncall.",
    );
  }
  const group = groupOrAsk(control, name);
  if (typeof group !== "string") return group;
  return answer(await control.duty.take(group, person, duration, user), control);
}

async function override(
  { counter, user, words: [who, ...when] }: Request,
  control: Control,
): Promise<Message> {
  if (who === undefined || when.length === 0) return usageMessage("Who, and when?", oncall);
  const found = await findPerson(counter, control, who);
  if ("say" in found) return found.say;
  const last = when.at(-1);
  const named = when.length > 1 && last !== undefined && isGroupLike(last) ? last : undefined;
  const group = groupOrAsk(control, named);
  if (typeof group !== "string") return group;
  const window = (named === undefined ? when : when.slice(0, -1)).join(" ");
  return answer(await control.duty.override(group, found.name, window, user), control);
}

async function clear({ counter, user, words: [name] }: Request, control: Control): Promise<Message> {
  const group = groupOrAsk(control, name);
  if (typeof group !== "string") return group;
  const { live, duty } = control;
  if (!Object.hasOwn(live.roster().groups, group)) return noGroup(control, group);
  const cleared = await duty.clear(group, user);
  return clearedMessage(cleared, group, live.roster(), counter.clock.now());
}

// Times begin with a digit, and groups seldom do: "22:00 - 08:00" is one time in three words.
function isGroupLike(word: string): boolean {
  return /^\p{L}/u.test(word) && word !== "to";
}

/** The group that is meant: the one named, `oncall`, or the only one there is. */
function groupOrAsk(control: Control, name: string | undefined): string | Message {
  const groups = Object.keys(control.live.roster().groups);
  if (name !== undefined) return groups.includes(name) ? name : noGroup(control, name);
  if (groups.includes("oncall")) return "oncall";
  const [only, ...others] = groups;
  return only !== undefined && others.length === 0 ? only : noGroup(control, undefined);
}

function noGroup({ live }: Control, name: string | undefined): Message {
  const groups = Object.keys(live.roster().groups);
  const known = groups.length === 0 ? "There are none yet: /sla oncall" : `Groups: ${groups.join(", ")}`;
  const text = name === undefined ? `Which group? ${known}` : `There is no group "${name}". ${known}`;
  return said(text);
}

function answer(made: DutyAnswer, { live }: Control): Message {
  if (made.kind === "refused") return said(made.why);
  return dutyMessage(made.override, zoneOf(live.roster(), made.override.group));
}

function said(text: string): Message {
  return fitMessage({ text: verbatimText(text, 1000), blocks: [lines([ours(text)])] });
}
