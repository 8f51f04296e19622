import type { App, BlockAction } from "@slack/bolt";
import type { Answer, Response } from "../../engine/desk.ts";
import type { AlertId } from "../../sla/model.ts";
import { answerMessage, plainAnswer, progress } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import { actions, alertPress, menuPress } from "../ids.ts";
import { openWindow } from "../modals/register-finish.ts";
import { personAsking } from "./asking.ts";
import { RESPONDING } from "./commands/respond.ts";
import type { Counter } from "./counter.ts";
import type { HomeTab } from "./home-opened.ts";
import { ignoreResponse } from "./ignore-until.ts";
import { type Press, readPress } from "./press.ts";
import { answerWith, replyTo } from "./reply.ts";

const byButton: Readonly<Record<string, Response>> = {
  [actions.promote]: { kind: "promote" },
  [actions.ignore]: { kind: "ignore" },
  [actions.acknowledge]: { kind: "acknowledge" },
  [actions.resume]: { kind: "resume" },
};

const outdated = plainAnswer("This button is of an older version of the monitor. Please use /sla status.");

/** The buttons under every card, wherever it is shown: in the channel, to one person, in App Home. */
export function registerAlertButtons(app: App, counter: Counter, home: HomeTab): void {
  for (const action of [...Object.keys(byButton), actions.menu]) {
    app.action<BlockAction>(action, async ({ ack, body, respond }) => {
      await ack();
      const press = readPress(body);
      const opens = menuPress.decode(press.value);
      // In App Home there is no channel to answer in: the answer stands above the board.
      const reply =
        press.channel === undefined
          ? home.replyTo(press.user)
          : replyTo(counter, { respond, channel: press.channel, user: press.user });
      if (opens !== undefined && "open" in opens) return await openWindow(counter, opens, body, reply);
      const number = numberOf(counter, press);
      await answerWith(reply, respondTo(counter, press), { ...counter, underWay: progress(number) });
    });
  }
  // The browser opens the address; Slack wants to hear that the press arrived all the same.
  app.action(actions.openInTheHive, async ({ ack }) => ack());
}

/** @returns nothing when the card that was pressed says it all */
async function respondTo(counter: Counter, press: Press): Promise<Message | undefined> {
  const refused = await counter.rights.objection("respond", press.user, RESPONDING);
  if (refused !== undefined) return refused;
  const person = await personAsking(counter, press.user);
  const wish = readWish(press, counter, person.zone);
  if (wish === undefined) return outdated;
  const { zone: _, ...asking } = person;
  const answer = await counter.desk.respond(wish.alert, wish.response, asking);
  return isSaidByCard(answer, press) ? undefined : answerMessage(answer);
}

function readWish(
  { action, value }: Press,
  { clock }: Counter,
  zone: string | undefined,
): { alert: AlertId; response: Response } | undefined {
  if (action === actions.menu) {
    const chosen = menuPress.decode(value);
    return chosen && "ignore" in chosen
      ? { alert: chosen.a, response: ignoreResponse(chosen.ignore, clock.now(), zone) }
      : undefined;
  }
  const pressed = alertPress.decode(value);
  const response = byButton[action];
  return pressed && response && { alert: pressed.alert, response };
}

/** The card itself is redrawn; copies of it elsewhere are not. */
function isSaidByCard(answer: Answer, { channel, ts }: Press): boolean {
  if (answer.kind !== "done") return false;
  const { card } = answer.facts.record;
  return card !== undefined && card.channel === channel && card.ts === ts;
}

function numberOf({ desk }: Counter, { action, value }: Press): number | undefined {
  if (action !== actions.promote) return undefined;
  const pressed = alertPress.decode(value);
  return pressed && desk.record(pressed.alert)?.number;
}
