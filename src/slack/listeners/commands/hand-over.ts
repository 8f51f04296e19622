import { plainAnswer } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { mentionedUser } from "../command-text.ts";
import type { Counter } from "../counter.ts";
import { findPerson } from "../find-person.ts";
import { giveTo } from "../giving.ts";
import type { Command } from "./command.ts";
import { findAlert } from "./find-alert.ts";
import { respond } from "./respond.ts";

export const take: Command = {
  usage: "/sla take ALERT",
  help: "It is yours now, whoever had it; its thread says so.",
  example: "/sla take #17",
  run: (request) => respond(request, { kind: "take" }),
};

export const give: Command = {
  usage: "/sla give ALERT @person",
  help: "Hands it on: they have 5 minutes to accept, or its clock goes on.",
  example: "/sla give #17 @bob",
  async run(request) {
    const { counter, user, words } = request;
    const found = findAlert(request);
    if ("say" in found) return found.say;
    const [, who, ...more] = words;
    if (who === undefined || more.length > 0) return usageMessage("To whom? One person, please.", give);
    const person = await slackUser(counter, who);
    return "say" in person ? person.say : giveTo(counter, { alert: found.id, to: person.user, user });
  },
};

export const escalate: Command = {
  usage: "/sla escalate ALERT",
  help: "The next tier now, without waiting for its deadline; ends a hold.",
  example: "/sla escalate #17",
  underWay: "⏳ TheHive is asked whether it is still open…",
  run: (request) => respond(request, { kind: "escalate" }),
};

/** Anybody in Slack, mentioned; or one of the people of the settings by name. */
async function slackUser(counter: Counter, word: string): Promise<{ user: string } | { say: Message }> {
  const mentioned = mentionedUser(word);
  if (mentioned !== undefined) return { user: mentioned };
  const { control } = counter;
  if (control === undefined) return { say: plainAnswer("Please mention them with @.") };
  const found = await findPerson(counter, control, word);
  if ("say" in found) return found;
  const slack = control.live.roster().people[found.name]?.slack;
  return slack === undefined
    ? { say: plainAnswer(`${found.name} has no Slack user in the settings: please mention them with @.`) }
    : { user: slack };
}
