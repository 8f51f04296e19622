import type { Response } from "../../../engine/desk.ts";
import { parseDuration } from "../../../lib/duration-text.ts";
import { answerMessage } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { personAsking } from "../asking.ts";
import type { Command, Request } from "./command.ts";
import { findAlert } from "./find-alert.ts";

/** What somebody may not do who may not press, as in "You may not …". */
export const RESPONDING = "answer alerts";

/** Does what a card's button does. */
export async function respond(request: Request, response: Response): Promise<Message> {
  const { counter, user } = request;
  const refused = await counter.rights.objection("respond", user, RESPONDING);
  if (refused !== undefined) return refused;
  const found = findAlert(request);
  if ("say" in found) return found.say;
  const { zone: _, ...person } = await personAsking(counter, user);
  return answerMessage(await counter.desk.respond(found.id, response, person));
}

export const ignore: Command = {
  usage: "/sla ignore ALERT [1h] [REASON]",
  help: "Nobody is told of this alert for a while; a critical one needs a reason.",
  example: "/sla ignore #17 2h planned test",
  async run(request) {
    const [, first = "", ...more] = request.words;
    const duration = parseDuration(first);
    if (duration === 0 || (duration === undefined && /^\d/.test(first))) {
      return usageMessage("That is not a length of time such as 30m, 2h or 1d.", ignore);
    }
    const reason = (duration === undefined ? [first, ...more] : more).join(" ").slice(0, LONGEST_REASON);
    if (reason === "" && isCritical(request))
      return usageMessage("It is critical: please say why it may wait.", ignore);
    return respond(request, {
      kind: "ignore",
      ...(duration === undefined ? {} : { for: duration }),
      ...(reason === "" ? {} : { reason }),
    });
  },
};

const LONGEST_REASON = 300;

function isCritical(request: Request): boolean {
  const found = findAlert(request);
  return "id" in found && request.counter.desk.facts(found.id)?.alert.severity === "critical";
}

export const acknowledge: Command = {
  usage: "/sla ack ALERT",
  help: "You are on it: nobody else is told for a while.",
  example: "/sla ack #17",
  run: (request) => respond(request, { kind: "acknowledge" }),
};
