import { limits } from "../block-kit/limits.ts";
import { nameParts } from "../block-kit/name-parts.ts";
import type { ViewPayload } from "../block-kit/views.ts";
import { initialValues } from "../people/input-values.ts";
import { ApiFailure } from "../web-api/api-failure.ts";
import type { View } from "./model.ts";
import type { Store } from "./store.ts";

/** The modals each person has open and the Home tab each person sees. */
export class ViewStacks {
  readonly #store: Store;
  readonly #byId = new Map<string, View>();
  /** Bottom first, at most three. */
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  #hashes = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The modal a person looks at. */
  top(userId: string): View | undefined {
    return this.#stacks.get(userId)?.at(-1);
  }

  /** All modals of a person, bottom first. */
  stack(userId: string): readonly View[] {
    return this.#stacks.get(userId) ?? [];
  }

  home(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  /** A view by its id or by the id the app gave it. */
  find({ id, externalId }: { id?: string | undefined; externalId?: string | undefined }): View | undefined {
    if (id !== undefined) return this.#byId.get(id);
    return [...this.#byId.values()].find(
      ({ payload }) => externalId !== undefined && payload.external_id === externalId,
    );
  }

  /** Opens the first modal of a stack; what was open before is gone. */
  open(userId: string, payload: ViewPayload): View {
    this.#refuseTakenExternalId(payload);
    this.#forget(this.stack(userId));
    const id = this.#store.nextId("V0");
    return this.#show({ id, user: userId, payload, rootId: id, previousId: undefined }, []);
  }

  /** @throws ApiFailure push_limit_reached, not_found without a modal below */
  push(userId: string, payload: ViewPayload): View {
    const below = this.stack(userId);
    const previous = below.at(-1);
    if (!previous) throw new ApiFailure("not_found");
    if (below.length >= limits.modalStack) throw new ApiFailure("push_limit_reached");
    this.#refuseTakenExternalId(payload);
    const id = this.#store.nextId("V0");
    return this.#show({ id, user: userId, payload, rootId: previous.rootId, previousId: previous.id }, below);
  }

  /** Redraws a view; what the user typed stays where block and action keep their ids. */
  update(view: View, payload: ViewPayload): View {
    const named = withNames(payload);
    const fresh = initialValues(named.blocks);
    const kept = Object.entries(fresh).map(([block, actions]) => [
      block,
      Object.fromEntries(
        Object.entries(actions).map(([action, value]) => {
          const typed = view.values[block]?.[action];
          return [action, typed?.type === value.type ? typed : value];
        }),
      ),
    ]);
    Object.assign(view, {
      payload: named,
      hash: this.#nextHash(),
      values: Object.fromEntries(kept),
      errors: {},
    });
    this.#changed(view);
    return view;
  }

  /** Makes this the Home tab of a person. */
  publish(userId: string, payload: ViewPayload): View {
    const shown = this.#homes.get(userId);
    if (shown) return this.update(shown, payload);
    const id = this.#store.nextId("V0");
    const view = this.#view({ id, user: userId, payload, rootId: id, previousId: undefined });
    this.#homes.set(userId, view);
    this.#changed(view);
    return view;
  }

  setValues(view: View, values: View["values"]): void {
    view.values = values;
    this.#changed(view);
  }

  setErrors(view: View, errors: View["errors"]): void {
    view.errors = errors;
    this.#changed(view);
  }

  /** Closes the topmost modal. */
  pop(userId: string): void {
    const stack = this.stack(userId);
    this.#forget(stack.slice(-1));
    this.#stacks.set(userId, stack.slice(0, -1));
    this.#store.changed({ kind: "modal", user: userId });
  }

  /** Closes all modals of a person. */
  clear(userId: string): void {
    this.#forget(this.stack(userId));
    this.#stacks.delete(userId);
    this.#store.changed({ kind: "modal", user: userId });
  }

  #show(head: ViewHead, below: readonly View[]): View {
    const view = this.#view(head);
    this.#stacks.set(head.user, [...below, view]);
    this.#changed(view);
    return view;
  }

  #view(head: ViewHead): View {
    const payload = withNames(head.payload);
    const view: View = {
      ...head,
      payload,
      hash: this.#nextHash(),
      values: initialValues(payload.blocks),
      errors: {},
    };
    this.#byId.set(view.id, view);
    return view;
  }

  #nextHash(): string {
    this.#hashes += 1;
    return `${this.#store.seconds()}.${this.#hashes.toString(36).padStart(8, "0")}`;
  }

  #refuseTakenExternalId({ external_id: externalId }: ViewPayload): void {
    if (externalId && this.find({ externalId })) throw new ApiFailure("duplicate_external_id");
  }

  #forget(views: readonly View[]): void {
    for (const { id } of views) this.#byId.delete(id);
  }

  #changed({ user, payload }: View): void {
    this.#store.changed({ kind: payload.type, user });
  }
}

type ViewHead = Pick<View, "id" | "user" | "payload" | "rootId" | "previousId">;

function withNames(payload: ViewPayload): ViewPayload {
  return { ...payload, blocks: nameParts(payload.blocks) };
}
