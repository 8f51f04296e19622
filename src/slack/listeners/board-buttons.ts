import type { App, BlockAction } from "@slack/bolt";
import { alertCard } from "../blocks/alert-card.ts";
import { plainAnswer } from "../blocks/answers.ts";
import { boardMessage } from "../blocks/board.ts";
import { actions, alertPress, boardPress } from "../ids/alerts.ts";
import type { Counter } from "./counter.ts";
import type { HomeTab } from "./home-opened.ts";
import { readPress } from "./press.ts";
import { replyTo } from "./reply.ts";

const LOOKING = "look at this";

/** Turning the pages of the board, and looking at one of its alerts. */
export function registerBoardButtons(app: App, counter: Counter, home: HomeTab): void {
  for (const action of [actions.showBoard, actions.nextPage, actions.previousPage]) {
    app.action<BlockAction>(action, async ({ ack, body, respond }) => {
      await ack();
      const { user, value, channel, isEphemeral } = readPress(body);
      const view = boardPress.decode(value) ?? { page: 0 };
      // App Home tells by itself who may not look.
      if (channel === undefined) return await home.show(user, { view });
      // A page replaces the one before it; what everybody sees is left as it is.
      const reply = replyTo(counter, { respond, channel, user });
      const refused = await counter.rights.objection("look", user, LOOKING);
      await counter.desk.prepareBoard();
      await reply.say(refused ?? boardMessage(counter.desk.board(), view), isEphemeral);
    });
  }

  app.action<BlockAction>(actions.showAlert, async ({ ack, body, respond }) => {
    await ack();
    const { user, value, channel } = readPress(body);
    const pressed = alertPress.decode(value);
    const facts = pressed && counter.desk.facts(pressed.alert);
    const message = facts === undefined ? plainAnswer("This alert is not known any more.") : alertCard(facts);
    const reply = channel === undefined ? home.replyTo(user) : replyTo(counter, { respond, channel, user });
    await reply.say((await counter.rights.objection("look", user, LOOKING)) ?? message);
  });
}
