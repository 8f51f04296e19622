import type { App, BlockAction, types, ViewSubmitAction } from "@slack/bolt";
import { plainAnswer } from "../../blocks/answers.ts";
import { countText } from "../../blocks/close-many.ts";
import { closingMessage } from "../../blocks/closing.ts";
import { messageModal } from "../../blocks/modal.ts";
import { theirText } from "../../blocks/text.ts";
import { actions } from "../../ids/alerts.ts";
import { finishForms, manyState } from "../../ids/finish.ts";
import { closeManyWindow, previewWindow } from "../../modals/close-windows.ts";
import { readEntries, textOf } from "../../modals/fields.ts";
import { noteIn } from "../../modals/note.ts";
import { selected } from "../../modals/selection.ts";
import { personAsking } from "../asking.ts";
import type { Counter } from "../counter.ts";
import type { HomeTab } from "../home-opened.ts";
import { readPress } from "../press.ts";
import { replyTo } from "../reply.ts";
import { fillModal, openModal } from "./open.ts";
import { readWindowPress } from "./window-press.ts";

const TITLE = "Close many alerts";
const CLOSING = "close alerts";
const gone = plainAnswer("None of these alerts is open any more: nothing was closed.");
const message = (text: string) => messageModal(TITLE, plainAnswer(text));

/** Closing many at once: which and how, a look at what that means, and one confirmation. */
export function registerCloseMany(app: App, counter: Counter, home: HomeTab): void {
  const { desk, rights, clock } = counter;

  app.action<BlockAction>(actions.closeMany, async ({ ack, body, respond }) => {
    await ack();
    const { user, ...opening } = readWindowPress(body);
    const refused = await openModal(counter, opening, TITLE, () => firstWindow(counter, user));
    if (refused === undefined) return;
    const { channel } = readPress(body);
    const reply = channel === undefined ? home.replyTo(user) : replyTo(counter, { respond, channel, user });
    await reply.say(refused);
  });

  app.view<ViewSubmitAction>(finishForms.closeMany, async ({ ack, body, view }) => {
    const user = body.user.id;
    const refused = await rights.objection("respond", user, CLOSING);
    if (refused !== undefined)
      return await ack({ response_action: "update", view: messageModal(TITLE, refused) });
    await ack({ response_action: "update", view: message("⏳ One moment…") });
    const entries = readEntries(view.state.values);
    await fillModal(counter, view.id, TITLE, async () => {
      await desk.prepareBoard();
      const { rows } = desk.board();
      const selection = selected(rows, textOf(entries, "which"));
      const statuses = await desk.closingStatuses();
      if ("kind" in statuses) return message(cannot(statuses.detail));
      if (selection === undefined) return messageModal(TITLE, gone);
      const status = textOf(entries, "status");
      const note = noteIn(textOf(entries, "note"));
      const last = Math.max(...selection.rows.map(({ record }) => record.number));
      const { limits } = statuses;
      const plan = {
        rows: selection.rows,
        what: selection.what,
        status,
        note,
        limits,
        now: clock.now(),
        user,
      };
      const state = { key: selection.key, status, last, ...(note === undefined ? {} : { note }) };
      return previewWindow(plan, state);
    });
  });

  app.view<ViewSubmitAction>(finishForms.closeManyConfirm, async ({ ack, body, view }) => {
    const state = manyState.decode(view.private_metadata);
    if (state === undefined) return await ack();
    const user = body.user.id;
    const refused = await rights.objection("respond", user, CLOSING);
    if (refused !== undefined)
      return await ack({ response_action: "update", view: messageModal(TITLE, refused) });
    await desk.prepareBoard();
    const selection = selected(desk.board().rows, state.key, state.last);
    if (selection === undefined)
      return await ack({ response_action: "update", view: messageModal(TITLE, gone) });
    const working = `⏳ Closing ${countText(selection.rows.length)}… You may close this window: it goes on.`;
    await ack({ response_action: "update", view: message(working) });
    await fillModal(counter, view.id, TITLE, async () => {
      const { zone: _, ...person } = await personAsking(counter, user);
      const ids = selection.rows.map(({ alert }) => alert.id);
      return messageModal(TITLE, closingMessage(await desk.close(ids, state.status, state.note, person)));
    });
  });
}

async function firstWindow({ desk, rights }: Counter, user: string): Promise<types.ModalView> {
  const refused = await rights.objection("respond", user, CLOSING);
  if (refused !== undefined) return messageModal(TITLE, refused);
  await desk.prepareBoard();
  const { rows } = desk.board();
  if (rows.length === 0) return message("No alert is open.");
  const statuses = await desk.closingStatuses();
  return "kind" in statuses ? message(cannot(statuses.detail)) : closeManyWindow(rows, statuses);
}

function cannot(detail: string): string {
  return `Nothing can be closed now: ${theirText(detail, 500)}`;
}
