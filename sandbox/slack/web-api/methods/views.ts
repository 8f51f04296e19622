import { z } from "zod";
import { checkView } from "../../block-kit/validate.ts";
import type { ViewPayload } from "../../block-kit/views.ts";
import type { View } from "../../workspace/model.ts";
import { viewJson } from "../../workspace/wire.ts";
import { ApiFailure, invalidArguments, refusedView } from "../api-failure.ts";
import { json, word } from "../args.ts";
import { type Methods, method } from "../method.ts";

const shown = { view: json };
const triggered = { trigger_id: word.optional(), interactivity_pointer: word.optional(), ...shown };

/** Modals and the Home tab. */
export const viewMethods: Methods = {
  "views.open": method({
    args: z.object(triggered),
    tier: 4,
    run(args, { views, triggers, store }) {
      const payload = readView(args.view, "modal");
      return { view: viewJson(views.open(triggers.exchange(triggerOf(args)), payload), store) };
    },
  }),

  "views.push": method({
    args: z.object(triggered),
    tier: 4,
    run(args, { views, triggers, store }) {
      const payload = readView(args.view, "modal");
      return { view: viewJson(views.push(triggers.exchange(triggerOf(args)), payload), store) };
    },
  }),

  "views.update": method({
    args: z.object({
      view_id: word.optional(),
      external_id: word.optional(),
      hash: word.optional(),
      ...shown,
    }),
    tier: 4,
    run(args, { views, store }) {
      const view = views.find({ id: args.view_id, externalId: args.external_id });
      if (!view) throw new ApiFailure("not_found");
      const payload = readView(args.view, view.payload.type);
      refuseStale(view, args.hash);
      return { view: viewJson(views.update(view, payload), store) };
    },
  }),

  "views.publish": method({
    args: z.object({ user_id: word, hash: word.optional(), ...shown }),
    tier: 4,
    run(args, { views, store, behaviour }) {
      if (!behaviour.homeTab) throw new ApiFailure("not_enabled");
      if (!store.users.has(args.user_id)) throw new ApiFailure("user_not_found");
      const payload = readView(args.view, "home");
      refuseStale(views.home(args.user_id), args.hash);
      return { view: viewJson(views.publish(args.user_id, payload), store) };
    },
  }),
};

/** @throws ApiFailure invalid_arguments, view_too_large */
export function readView(value: unknown, type: ViewPayload["type"]): ViewPayload {
  const checked = checkView(value);
  if (checked.kind === "invalid") throw refusedView(checked.problems);
  if (checked.value.type !== type)
    throw invalidArguments([`must be of type ${type} [json-pointer:/view/type]`]);
  return checked.value;
}

function triggerOf(args: {
  trigger_id?: string | undefined;
  interactivity_pointer?: string | undefined;
}): string {
  const trigger = args.trigger_id ?? args.interactivity_pointer;
  if (trigger === undefined) throw invalidArguments(["missing required field: trigger_id"]);
  return trigger;
}

function refuseStale(view: View | undefined, hash: string | undefined): void {
  if (hash !== undefined && view?.hash !== hash) throw new ApiFailure("hash_conflict");
}
