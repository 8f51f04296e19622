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
  usage: "/sla ignore ALERT [1h]",
  help: "Nobody is told of this alert for a while.",
  example: "/sla ignore #17 2h",
  async run(request) {
    const [, length] = request.words;
    if (length === undefined) return respond(request, { kind: "ignore" });
    const duration = parseDuration(length);
    if (duration === undefined || duration === 0) {
      return usageMessage("That is not a length of time such as 30m, 2h or 1d.", ignore);
    }
    return respond(request, { kind: "ignore", for: duration });
  },
};

export const acknowledge: Command = {
  usage: "/sla ack ALERT",
  help: "You are on it: nobody else is told for a while.",
  example: "/sla ack #17",
  run: (request) => respond(request, { kind: "acknowledge" }),
};
