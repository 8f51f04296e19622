import { z } from "zod";

const Body = z.object({
  type: z.string().optional(),
  event_id: z.string().optional(),
  trigger_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string() })).optional(),
});

/**
 * What tells one press, command or event from another, however often Slack delivers it.
 *
 * @returns undefined when the payload carries nothing of the kind: then it is taken as new
 */
export function envelopeKey(body: unknown): string | undefined {
  const { data } = Body.safeParse(body);
  if (data === undefined) return undefined;
  const { type, event_id, trigger_id, user, actions } = data;
  if (event_id !== undefined) return `event ${event_id}`;
  const [action] = actions ?? [];
  if (action !== undefined && user !== undefined) {
    return `press ${action.action_ts} ${user.id} ${action.action_id}`;
  }
  return trigger_id === undefined ? undefined : `trigger ${type ?? "command"} ${trigger_id}`;
}
