import type { types } from "@slack/bolt";
import { slackError } from "../../api/errors.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import { loadingModal, messageModal } from "../../blocks/modal.ts";
import { sorry } from "../../blocks/sorry.ts";
import type { Counter } from "../counter.ts";

type Views = Pick<Counter, "web" | "log">;

/** What gives the right to open a window. */
export interface Opening {
  readonly trigger: string;
  /** The window that was pressed in: the new one lies over it. */
  readonly modal?: string | undefined;
}

/**
 * Opens a window at once, since the right to do so is gone after three seconds, and fills it when `make` is done.
 *
 * @returns what to say instead when it could not be opened
 */
export async function openModal(
  counter: Views,
  { trigger, modal }: Opening,
  title: string,
  make: () => Promise<types.ModalView>,
): Promise<Message | undefined> {
  const { views } = counter.web.write;
  const asked = { trigger_id: trigger, view: loadingModal(title) };
  try {
    const { view } = modal === undefined ? await views.open(asked) : await views.push(asked);
    if (view?.id === undefined) return plainAnswer("Slack opened no window. Please try again.");
    await fillModal(counter, view.id, title, make);
    return undefined;
  } catch (error) {
    return notOpened(counter, error, "views.open");
  }
}

/** Lays a window over the one that was pressed in. @returns what to say when it could not be */
export async function pushModal(
  counter: Views,
  trigger: string,
  view: types.ModalView,
): Promise<Message | undefined> {
  try {
    await counter.web.write.views.push({ trigger_id: trigger, view });
    return undefined;
  } catch (error) {
    return notOpened(counter, error, "views.push");
  }
}

/** Draws a window anew. Never throws: whoever closed it meanwhile misses nothing. */
export async function updateModal({ web, log }: Views, viewId: string, view: types.ModalView): Promise<void> {
  try {
    await web.write.views.update({ view_id: viewId, view });
  } catch (error) {
    log.info({ err: slackError(error, "views.update") }, "a window was not drawn anew");
  }
}

/** Fills a window that shows already. Never throws. */
export async function fillModal(
  counter: Views,
  viewId: string,
  title: string,
  make: () => Promise<types.ModalView>,
): Promise<void> {
  try {
    await updateModal(counter, viewId, await make());
  } catch (error) {
    counter.log.error({ err: error }, "a window cannot be filled");
    await updateModal(counter, viewId, messageModal(title, sorry(error)));
  }
}

function notOpened({ log }: Views, thrown: unknown, method: string): Message {
  const error = slackError(thrown, method);
  log.warn({ err: error }, "a window could not be opened");
  if (error.code !== "passed") return plainAnswer(`The window could not be opened. ${error.plain}.`);
  return plainAnswer("Slack gives three seconds to open a window, and they were over. Please try again.");
}
