import { z } from "zod";
import { AlertId } from "../../sla/model.ts";
import { jsonCodec } from "./codec.ts";

/** What Slack calls the windows that finish alerts when they come back. */
export const finishForms = {
  close: "alert.close",
  closeMany: "alerts.close-many",
  closeManyConfirm: "alerts.close-many-confirm",
} as const;

/** What can be pressed in the window that shows an alert. */
export const finishActions = {
  close: "alert.open-close",
  promoteWith: "alert.promote-with",
} as const;

const CloseState = z.strictObject({ alert: AlertId });
/** What the window that closes one alert remembers. */
export const closeState = jsonCodec(CloseState);

const ManyState = z.strictObject({
  /** Of the group that was chosen. */
  key: z.string(),
  status: z.string(),
  note: z.string().optional(),
  /** The latest alert that the preview showed: what came after it was not looked at. */
  last: z.number().int(),
});
export type ManyState = z.infer<typeof ManyState>;
/** What the preview remembers until it is confirmed. */
export const manyState = jsonCodec(ManyState);

/** A template chosen for the case of an alert. Slack allows 75 characters for the whole value. */
export const templatePress = jsonCodec(z.strictObject({ a: AlertId, t: z.string() }));
