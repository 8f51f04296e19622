import { z } from "zod";
import { Option, OptionGroup } from "../block-kit/composition.ts";
import { eachElement, type Placed } from "../block-kit/walk.ts";
import type { Delivery } from "../socket-mode/envelopes.ts";
import { ApiFailure } from "../web-api/api-failure.ts";
import { readView } from "../web-api/methods/views.ts";
import type { View } from "../workspace/model.ts";
import { viewJson } from "../workspace/wire.ts";
import { type Control, findControl } from "./controls.ts";
import { formErrors } from "./form-check.ts";
import { type Entry, enteredValue } from "./input-values.ts";
import { type ActionFields, actionJson, chosen, type InteractionParts, pressed } from "./interactions.ts";
import { ackObject, type Outcome, observe } from "./outcome.ts";
import { personJson, viewPlace } from "./payloads.ts";

/** Where a view is shown. */
export type ViewSurface = "modal" | "home";

/** What is typed and chosen in a form, by label, block id or action id. */
export type Entries = Readonly<Record<string, Entry>>;

/** What a person sees come of submitting a modal. */
export interface Submission extends Outcome {
  /** Errors under inputs, by block id; from the app or from Slack's own check. */
  readonly errors: Readonly<Record<string, string>>;
  /** Whether the submitted view is gone. */
  readonly closed: boolean;
}

const Suggestions = z.object({
  options: z.array(Option).optional(),
  option_groups: z.array(OptionGroup).optional(),
});

/** What people do in modals and in the Home tab. */
export class ViewInteractions {
  readonly #parts: InteractionParts;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  /** Presses a button of a view. */
  async press(userId: string, surface: ViewSurface, control: Control): Promise<Outcome> {
    const view = this.#view(userId, surface);
    const placed = findControl(view.payload.blocks, control);
    return await this.#act(view, placed, pressed(placed));
  }

  /** Chooses or types into one element; the app hears of it where the element reports at once. */
  async choose(userId: string, surface: ViewSurface, control: Control, entry: Entry): Promise<Outcome> {
    const view = this.#view(userId, surface);
    const placed = findControl(view.payload.blocks, control);
    const isOverflow = placed.element.type === "overflow";
    if (!isOverflow) await this.#enter(view, placed, entry);
    if (placed.block.type === "input" && !placed.block.dispatch_action) return await this.#unheard(view);
    const held = view.values[String(placed.block.block_id)]?.[placed.element.action_id ?? ""];
    return await this.#act(view, placed, held ?? chosen(placed, entry));
  }

  /** Types into a modal without submitting it. */
  async fill(userId: string, entries: Entries): Promise<View> {
    const view = this.#view(userId, "modal");
    for (const [name, entry] of Object.entries(entries)) {
      await this.#enter(view, findControl(view.payload.blocks, name), entry);
    }
    return view;
  }

  /** Types into the topmost modal and submits it. */
  async submit(userId: string, entries: Entries): Promise<Submission> {
    const { scene, socketMode } = this.#parts;
    const view = await this.fill(userId, entries);
    const objections = formErrors(view);
    scene.views.setErrors(view, objections);
    if (Object.keys(objections).length > 0) {
      return { ...(await this.#unheard(view)), errors: objections, closed: false };
    }
    const watch = observe(userId, undefined, scene);
    const delivery = await socketMode.deliver("interactive", {
      type: "view_submission",
      ...personJson(userId, scene.store),
      trigger_id: this.#parts.triggers.issue(userId),
      view: viewJson(view, scene.store),
      response_urls: [],
    });
    const error = delivery.kind === "acked" ? this.#follow(view, delivery) : undefined;
    const outcome = await watch.finish(delivery, { error });
    const closed = !scene.views.stack(userId).includes(view);
    return { ...outcome, errors: view.errors, closed };
  }

  /** Presses Cancel, or the X that closes everything; the app hears of it only if it asked to. */
  async close(userId: string, { all = false }: { all?: boolean } = {}): Promise<Outcome> {
    const { scene, socketMode } = this.#parts;
    const view = this.#view(userId, "modal");
    const everything = all || (view.payload.type === "modal" && view.payload.clear_on_close === true);
    const told = everything ? (scene.views.stack(userId)[0] ?? view) : view;
    if (everything) scene.views.clear(userId);
    else scene.views.pop(userId);
    if (told.payload.type !== "modal" || !told.payload.notify_on_close) return await this.#unheard(told);
    const watch = observe(userId, undefined, scene);
    const delivery = await socketMode.deliver("interactive", {
      type: "view_closed",
      ...personJson(userId, scene.store),
      view: viewJson(told, scene.store),
      is_cleared: everything,
    });
    return await watch.finish(delivery, { expectsNothing: true });
  }

  /** The options the app offers for what was typed into an external select. */
  async suggestions(view: View, placed: Placed, typed: string): Promise<Option[]> {
    const { scene, socketMode } = this.#parts;
    const delivery = await socketMode.deliver("interactive", {
      type: "block_suggestion",
      ...personJson(view.user, scene.store),
      ...viewPlace(view, scene.store),
      action_id: placed.element.action_id,
      block_id: placed.block.block_id,
      value: typed,
    });
    if (delivery.kind !== "acked") return [];
    const offered = Suggestions.safeParse(delivery.envelope.ack).data;
    return [...(offered?.options ?? []), ...(offered?.option_groups ?? []).flatMap(({ options }) => options)];
  }

  async #act(view: View, placed: Placed, action: ActionFields): Promise<Outcome> {
    const { scene, socketMode, triggers } = this.#parts;
    const watch = observe(view.user, undefined, scene);
    const delivery = await socketMode.deliver("interactive", {
      type: "block_actions",
      ...personJson(view.user, scene.store),
      ...viewPlace(view, scene.store),
      trigger_id: triggers.issue(view.user),
      actions: [actionJson(placed, action, scene.store.nextTs())],
    });
    return await watch.finish(delivery);
  }

  async #enter(view: View, placed: Placed, entry: Entry): Promise<void> {
    const { element, block } = placed;
    const external = element.type === "external_select" || element.type === "multi_external_select";
    const extra = external && entry !== null ? await this.suggestions(view, placed, String(entry)) : [];
    const blockId = String(block.block_id);
    const held = { ...view.values[blockId], [element.action_id ?? ""]: enteredValue(element, entry, extra) };
    this.#parts.scene.views.setValues(view, { ...view.values, [blockId]: held });
  }

  /** Does what the ack of a submission asks for; returns what the person is told if it asks for nonsense. */
  #follow(view: View, { envelope }: Extract<Delivery, { kind: "acked" }>): string | undefined {
    const { views } = this.#parts.scene;
    const ack = ackObject(envelope);
    try {
      switch (ack.response_action) {
        case undefined:
          views.pop(view.user);
          return undefined;
        case "clear":
          views.clear(view.user);
          return undefined;
        case "update":
          views.update(view, readView(ack.view, "modal"));
          return undefined;
        case "push":
          views.push(view.user, readView(ack.view, "modal"));
          return undefined;
        case "errors":
          views.setErrors(view, readErrors(view, ack.errors));
          return undefined;
        default:
          return "invalid_response_action";
      }
    } catch (error) {
      if (error instanceof ApiFailure) return error.code;
      throw error;
    }
  }

  // Slack's own part of the window, of which the app hears nothing.
  async #unheard({ user }: View): Promise<Outcome> {
    const { views } = this.#parts.scene;
    const nothing = { ack: undefined, ackMs: undefined, error: undefined, messages: [], changed: [] };
    return { ...nothing, modal: views.top(user), home: views.home(user) };
  }

  #view(userId: string, surface: ViewSurface): View {
    const { views } = this.#parts.scene;
    const view = surface === "modal" ? views.top(userId) : views.home(userId);
    if (!view)
      throw new Error(surface === "modal" ? `${userId} has no modal open` : `${userId} has no Home tab yet`);
    return view;
  }
}

// Errors belong to the blocks of inputs; anything else Slack cannot show.
function readErrors(view: View, errors: unknown): Record<string, string> {
  const inputs = new Set(
    [...eachElement(view.payload.blocks)].flatMap(({ block }) =>
      block.type === "input" ? [block.block_id] : [],
    ),
  );
  const parsed = z.record(z.string(), z.string().min(1)).safeParse(errors);
  if (!parsed.success || !Object.keys(parsed.data).every((id) => inputs.has(id))) {
    throw new ApiFailure("invalid_errors");
  }
  return parsed.data;
}
