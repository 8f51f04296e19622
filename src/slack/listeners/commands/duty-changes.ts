import type { DutyAnswer } from "../../../control/duty.ts";
import { parseDuration } from "../../../lib/duration-text.ts";
import { zoneOf } from "../../../oncall/roster.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { dutyMessage, swapText, whichNight } from "../../blocks/duty.ts";
import type { Message } from "../../blocks/fit.ts";
import { type HelpEntry, usageMessage } from "../../blocks/help.ts";
import { clearedMessage } from "../../blocks/oncall.ts";
import type { Control } from "../../control.ts";
import { findPerson } from "../find-person.ts";
import { dutyObjection } from "../rights/may-change-duty.ts";
import type { Request } from "./command.ts";
import { groupOrAsk, noGroup, said, timeAndGroup } from "./duty-group.ts";

/** One way to change the duty. @param entry how it is used, for whoever used it wrongly */
export type Change = (request: Request, control: Control, entry: HelpEntry) => Promise<Message>;

/** Every change by the word that calls it. */
export const changes: Readonly<Record<string, Change>> = { take, override, swap, clear };

async function take(
  { counter, user, words: [length = "", name] }: Request,
  control: Control,
  entry: HelpEntry,
) {
  const duration = parseDuration(length);
  if (duration === undefined || duration === 0) return usageMessage("For how long?", entry);
  const group = groupOrAsk(control, name);
  if (typeof group !== "string") return group;
  const refused = await dutyObjection(counter, control, user, { kind: "take", group });
  if (refused !== undefined) return refused;
  const person = control.duty.personOf(user);
  if (person === undefined) return noneOfThePeople;
  return dutyAnswer(await control.duty.take(group, person, duration, user), control);
}

async function override(
  { counter, user, words: [who, ...typed] }: Request,
  control: Control,
  entry: HelpEntry,
): Promise<Message> {
  if (who === undefined || typed.length === 0) return usageMessage("Who, and when?", entry);
  const found = await findPerson(counter, control, who);
  if ("say" in found) return found.say;
  const { window, group } = timeAndGroup(control, typed);
  if (typeof group !== "string") return group;
  const when = control.duty.when(group, window);
  if (when.kind === "refused") return said(when.why);
  const person = found.name;
  const [first] = when.kind === "which" ? when.nights : [when];
  const { from, until } = first;
  const refused = await dutyObjection(counter, control, user, {
    kind: "override",
    group,
    person,
    from,
    until,
  });
  if (refused !== undefined) return refused;
  if (when.kind === "which")
    return whichNight({ group, person }, when.nights, zoneOf(control.live.roster(), group));
  return dutyAnswer(await control.duty.override(group, person, when, user), control);
}

async function swap(
  { counter, user, words: [who, ...typed] }: Request,
  control: Control,
  entry: HelpEntry,
): Promise<Message> {
  if (who === undefined || typed.length === 0) return usageMessage("With whom, and when?", entry);
  const asks = control.duty.personOf(user);
  if (asks === undefined) return noneOfThePeople;
  const found = await findPerson(counter, control, who);
  if ("say" in found) return found.say;
  const { window, group } = timeAndGroup(control, typed);
  if (typeof group !== "string") return group;
  const refused = await dutyObjection(counter, control, user, { kind: "swap", group });
  if (refused !== undefined) return refused;
  const when = control.duty.when(group, window);
  if (when.kind === "refused") return said(when.why);
  // Of two nights the one to come: the other is half over.
  const { from, until } = when.kind === "which" ? when.nights[1] : when;
  const wish = { group, asks, asked: found.name, from, until, by: user };
  const asked = await control.duty.askSwap(wish);
  if (asked.kind === "refused") return said(asked.why);
  const now = counter.clock.now();
  const text = swapText({ ...wish, at: now }, zoneOf(control.live.roster(), group), asked.gives, asked.takes);
  return said(`${found.name} is asked to swap. ${text} Nothing changes before ${found.name} accepts.`);
}

async function clear({ counter, user, words: [name] }: Request, control: Control): Promise<Message> {
  const group = groupOrAsk(control, name);
  if (typeof group !== "string") return group;
  const { live, duty } = control;
  if (!Object.hasOwn(live.roster().groups, group)) return noGroup(control, group);
  const refused = await dutyObjection(counter, control, user, { kind: "clear", group });
  if (refused !== undefined) return refused;
  const cleared = await duty.clear(group, user);
  return clearedMessage(cleared, group, live.roster(), counter.clock.now());
}

/** What came of a change, in words for whoever made it. */
export function dutyAnswer(made: DutyAnswer, { live }: Control): Message {
  if (made.kind === "refused") return said(made.why);
  return dutyMessage(made, zoneOf(live.roster(), made.override.group));
}

const noneOfThePeople = plainAnswer(
  "You are not one of the people who can be on call: an admin can add you, with your Slack user, by /sla oncall.",
);
