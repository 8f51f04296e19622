import type { Placed } from "../block-kit/walk.ts";
import type { SocketMode } from "../socket-mode/connections.ts";
import type { Delivery } from "../socket-mode/envelopes.ts";
import { ApiFailure } from "../web-api/api-failure.ts";
import { type Reply, type ResponseUrls, respond } from "../web-api/response-urls.ts";
import type { Channel, InputValue, Message } from "../workspace/model.ts";
import type { Triggers } from "../workspace/triggers.ts";
import { escapedCommand, parsedCommand } from "./command-text.ts";
import { blocksOf, type Control, findControl } from "./controls.ts";
import { type Entry, enteredValue, initialValues, optionsOf, pick } from "./input-values.ts";
import { ackObject, type Outcome, observe, type Scene } from "./outcome.ts";
import { commandPayload, messagePlace, personJson } from "./payloads.ts";

/** What the interactions of people need. */
export interface InteractionParts {
  readonly scene: Scene;
  readonly socketMode: SocketMode;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly origin: () => string;
  /** Whether command texts come escaped, as the manifest may ask. */
  readonly escapeCommands: boolean;
}

/** What people do in channels: type commands, press buttons, choose from menus. */
export class Interactions {
  readonly #parts: InteractionParts;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  /** Types a slash command. */
  async command(userId: string, line: string, channel: Channel): Promise<Outcome> {
    const { scene, responseUrls, triggers, socketMode } = this.#parts;
    const { store } = scene;
    const typed = parsedCommand(line);
    const text = this.#parts.escapeCommands ? escapedCommand(typed.text, store) : typed.text;
    const reply = responseUrls.issue(channel, userId);
    const watch = observe(userId, channel, scene);
    const delivery = await socketMode.deliver("slash_commands", {
      ...commandPayload(userId, channel.id, { ...typed, text }, store),
      response_url: this.#urlOf(reply),
      trigger_id: triggers.issue(userId),
    });
    return await watch.finish(delivery, { reply, error: answerWithAck(delivery, reply, scene) });
  }

  /** Presses a button of a message. */
  async press(userId: string, message: Message, control: Control): Promise<Outcome> {
    const placed = findControl(blocksOf(message), control);
    return await this.#act(userId, message, placed, pressed(placed));
  }

  /** Chooses from an overflow menu or a select of a message. */
  async choose(userId: string, message: Message, control: Control, entry: Entry): Promise<Outcome> {
    const placed = findControl(blocksOf(message), control);
    return await this.#act(userId, message, placed, chosen(placed, entry));
  }

  async #act(userId: string, message: Message, placed: Placed, action: ActionFields): Promise<Outcome> {
    const { scene, responseUrls, triggers, socketMode } = this.#parts;
    const { store } = scene;
    const channel = store.channel(message.channel);
    if (!channel) throw new Error(`The message's channel ${message.channel} is gone`);
    const reply = responseUrls.issue(channel, userId, message);
    const watch = observe(userId, channel, scene);
    const delivery = await socketMode.deliver("interactive", {
      type: "block_actions",
      ...personJson(userId, store),
      ...messagePlace(message, store),
      state: { values: initialValues(blocksOf(message)) },
      response_url: this.#urlOf(reply),
      trigger_id: triggers.issue(userId),
      actions: [actionJson(placed, action, store.nextTs())],
    });
    return await watch.finish(delivery, { reply, expectsNothing: "url" in placed.element });
  }

  #urlOf({ id }: Reply): string {
    return `${this.#parts.origin()}/respond/${id}`;
  }
}

/** What an action says besides where it is. */
export type ActionFields = Readonly<Record<string, unknown>> | InputValue;

/** One entry of `actions`. */
export function actionJson(
  { element, block }: Placed,
  fields: ActionFields,
  ts: string,
): Record<string, unknown> {
  return { action_id: element.action_id, block_id: block.block_id, ...fields, action_ts: ts };
}

/**
 * What pressing a button says.
 *
 * @throws Error for anything but a button
 */
export function pressed({ element }: Placed): ActionFields {
  if (element.type !== "button" && element.type !== "icon_button") {
    throw new Error(`"${element.action_id}" is a ${element.type}, which is not pressed`);
  }
  const { type, text, value } = element;
  return { type, text, ...(value !== undefined && { value }) };
}

/** What choosing says. */
export function chosen({ element }: Placed, entry: Entry): ActionFields {
  if (element.type === "overflow") {
    return { type: "overflow", selected_option: pick(optionsOf(element), String(entry)) };
  }
  return enteredValue(element, entry);
}

// A command may be answered with the ack itself; what is wrong with that answer the person sees as an error.
function answerWithAck(delivery: Delivery, reply: Reply, { store }: Scene): string | undefined {
  if (delivery.kind !== "acked") return undefined;
  const ack = ackObject(delivery.envelope);
  if (Object.keys(ack).length === 0) return undefined;
  try {
    respond(reply, ack, store);
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return error.code;
    throw error;
  }
}
