import { z } from "zod";

/** What a press on a button or a choice from a menu says, as far as we use it. */
const Body = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

export interface Press {
  readonly user: string;
  /** The value of the button or of what was chosen. */
  readonly value: string | undefined;
  readonly action: string;
  /** Absent in App Home. */
  readonly channel: string | undefined;
  /** The message that was touched; absent in App Home. */
  readonly ts: string | undefined;
  /** Seen by this person alone: may be written over. */
  readonly isEphemeral: boolean;
}

/** @throws when Slack sends something else than it documents */
export function readPress(body: unknown): Press {
  const { user, channel, container, actions } = Body.parse(body);
  const [action] = actions;
  return {
    user: user.id,
    value: action?.value ?? action?.selected_option?.value,
    action: action?.action_id ?? "",
    channel: channel?.id,
    ts: container.message_ts,
    isEphemeral: container.is_ephemeral ?? false,
  };
}
