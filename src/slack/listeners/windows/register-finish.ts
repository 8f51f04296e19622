import type { App, BlockAction, types, ViewSubmitAction } from "@slack/bolt";
import type { CardFacts } from "../../../engine/ports/card-facts.ts";
import type { AlertId } from "../../../sla/model.ts";
import { answerMessage, plainAnswer } from "../../blocks/answers.ts";
import { closingMessage } from "../../blocks/closing.ts";
import type { Message } from "../../blocks/fit.ts";
import { messageModal } from "../../blocks/modal.ts";
import { theirText } from "../../blocks/text.ts";
import { alertPress } from "../../ids/alerts.ts";
import { closeState, finishActions, finishForms, templatePress } from "../../ids/finish.ts";
import { closeWindow } from "../../modals/close-windows.ts";
import { detailsTitle } from "../../modals/details-window.ts";
import { readEntries, textOf } from "../../modals/fields.ts";
import { noteIn } from "../../modals/note.ts";
import { personAsking } from "../asking.ts";
import type { Counter } from "../counter.ts";
import type { HomeTab } from "../home-opened.ts";
import { detailsWindow } from "./details.ts";
import { fillModal, type Opening, openModal, updateModal } from "./open.ts";
import { registerCloseMany } from "./register-close-many.ts";
import { readWindowPress } from "./window-press.ts";

/** What somebody may not do who may not press, as in "You may not …". */
const CLOSING = "close alerts";
const unknown = plainAnswer("This alert is not known any more.");

/** The windows in which one alert is looked into and finished. */
export function registerFinish(app: App, counter: Counter, home: HomeTab): void {
  registerCloseMany(app, counter, home);

  app.action<BlockAction>(finishActions.close, async ({ ack, body }) => {
    await ack();
    const { value, user, ...opening } = readWindowPress(body);
    const pressed = alertPress.decode(value);
    if (pressed !== undefined) await openClosing(counter, pressed.alert, user, opening);
  });

  app.action<BlockAction>(finishActions.promoteWith, async ({ ack, body }) => {
    await ack();
    const { value, user, modal } = readWindowPress(body);
    const chosen = templatePress.decode(value);
    if (chosen === undefined || modal === undefined) return;
    const title = "Promote to case";
    await updateModal(counter, modal, messageModal(title, plainAnswer("⏳ The alert is being promoted…")));
    await fillModal(counter, modal, title, async () => {
      const refused = await counter.rights.objection("respond", user, "promote alerts");
      if (refused !== undefined) return messageModal(title, refused);
      const response = { kind: "promote", template: chosen.t } as const;
      const answer = await counter.desk.respond(chosen.a, response, await asking(counter, user));
      return messageModal(title, answerMessage(answer));
    });
  });

  app.view<ViewSubmitAction>(finishForms.close, async ({ ack, body, view }) => {
    const state = closeState.decode(view.private_metadata);
    if (state === undefined) return await ack();
    const user = body.user.id;
    const title = view.title.text;
    const refused = await counter.rights.objection("respond", user, CLOSING);
    if (refused !== undefined)
      return await ack({ response_action: "update", view: messageModal(title, refused) });
    await ack({ response_action: "update", view: messageModal(title, plainAnswer("⏳ Closing…")) });
    const entries = readEntries(view.state.values);
    await fillModal(counter, view.id, title, async () => {
      const wish = [textOf(entries, "status"), noteIn(textOf(entries, "note"))] as const;
      const answer = await counter.desk.close([state.alert], ...wish, await asking(counter, user));
      return messageModal(title, closingMessage(answer));
    });
  });
}

/** Shows all there is to know of an alert. @returns what to say instead */
export function openDetails(
  counter: Counter,
  id: AlertId,
  user: string,
  opening: Opening,
): Promise<Message | undefined> {
  return openFor(counter, id, opening, detailsTitle, async (facts) => {
    const refused = await counter.rights.objection("look", user, "look at this");
    return refused ?? (await detailsWindow(counter, facts));
  });
}

/** Asks with which status to close an alert. @returns what to say instead */
export function openClosing(
  counter: Counter,
  id: AlertId,
  user: string,
  opening: Opening,
): Promise<Message | undefined> {
  return openFor(
    counter,
    id,
    opening,
    (number) => `Close alert #${number}`,
    async (facts) => {
      const refused = await counter.rights.objection("respond", user, CLOSING);
      if (refused !== undefined) return refused;
      if (facts.record.handled !== undefined)
        return plainAnswer("It has been handled already: see its card.");
      const statuses = await counter.desk.closingStatuses();
      return "kind" in statuses
        ? plainAnswer(`It cannot be closed now: ${theirText(statuses.detail, 500)}`)
        : closeWindow(facts, statuses);
    },
  );
}

async function openFor(
  counter: Counter,
  id: AlertId,
  opening: Opening,
  titleOf: (number: number) => string,
  make: (facts: CardFacts) => Promise<types.ModalView | Message>,
): Promise<Message | undefined> {
  const facts = counter.desk.facts(id);
  if (facts === undefined) return unknown;
  const title = titleOf(facts.record.number);
  return openModal(counter, opening, title, async () => {
    const made = await make(facts);
    return "type" in made ? made : messageModal(title, made);
  });
}

async function asking(counter: Counter, user: string) {
  const { zone: _, ...person } = await personAsking(counter, user);
  return person;
}
