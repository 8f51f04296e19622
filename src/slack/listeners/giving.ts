import type { AlertId } from "../../sla/model.ts";
import { answerMessage, plainAnswer } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import { lines, person, words } from "../blocks/rich.ts";
import { personText } from "../blocks/text.ts";
import { personAsking } from "./asking.ts";
import { RESPONDING } from "./commands/respond.ts";
import type { Counter } from "./counter.ts";

/** Hands an alert to a Slack user, if both may answer alerts. @param wish `user` hands it over */
export async function giveTo(
  counter: Counter,
  { alert, to, user }: { alert: AlertId; to: string; user: string },
): Promise<Message> {
  const refused = await counter.rights.objection("respond", user, RESPONDING);
  if (refused !== undefined) return refused;
  if (to === user) return plainAnswer("To whom? That is yourself: /sla take makes an alert yours.");
  if ((await counter.rights.objection("respond", to, RESPONDING)) !== undefined) return mayNot(to);
  const { zone: _, ...asking } = await personAsking(counter, user);
  return answerMessage(await counter.desk.respond(alert, { kind: "give", to }, asking));
}

function mayNot(to: string): Message {
  const why = " may not answer alerts, so nothing was handed over.";
  return { text: `${personText(to)}${why}`, blocks: [lines([person(to), words(why)])] };
}
