import { z } from "zod";

const Body = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z
    .object({
      id: z.string(),
      type: z.string(),
      private_metadata: z.string().optional(),
      previous_view_id: z.string().nullish(),
    })
    .optional(),
  actions: z
    .array(
      z.object({
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** A press that opens a window, or one inside a window. */
export interface WindowPress {
  readonly user: string;
  readonly trigger: string;
  /** Of the button, or of what was chosen. */
  readonly value: string;
  /** The window it was pressed in, if any. */
  readonly modal: string | undefined;
  /** The window below that one. */
  readonly below: string | undefined;
  readonly state: string | undefined;
}

/** @throws when Slack sends something else than it documents */
export function readWindowPress(body: unknown): WindowPress {
  const { user, trigger_id: trigger, view, actions } = Body.parse(body);
  const [action] = actions;
  const modal = view?.type === "modal" ? view : undefined;
  return {
    user: user.id,
    trigger,
    value: action?.value ?? action?.selected_option?.value ?? "",
    modal: modal?.id,
    below: modal?.previous_view_id ?? undefined,
    state: modal?.private_metadata,
  };
}
