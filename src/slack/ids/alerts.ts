import { z } from "zod";
import { AlertId, Severity } from "../../sla/model.ts";
import { jsonCodec } from "./codec.ts";

/** The slash command, as the manifest declares it. */
export const command = "/sla";

/** Every name by which a press finds its way back to us. */
export const actions = {
  promote: "alert.promote",
  ignore: "alert.ignore",
  acknowledge: "alert.acknowledge",
  resume: "alert.resume",
  menu: "alert.menu",
  take: "alert.take",
  accept: "alert.accept",
  decline: "alert.decline",
  details: "alert.details",
  close: "alert.close",
  closeMany: "alerts.close-many",
  openInTheHive: "alert.open-in-thehive",
  showAlert: "alert.show",
  showBoard: "board.show",
  nextPage: "board.next-page",
  previousPage: "board.previous-page",
} as const;

/** What a message carries so that it can be recognised again. */
export const metadataType = "sla_monitor";

/** How long the menu's entries ignore an alert. Slack allows 75 characters for the whole value. */
export const ignoreChoices = ["1h", "4h", "nine"] as const;
/** `tomorrow` stands on cards of an older version. */
const IgnoreChoice = z.enum([...ignoreChoices, "tomorrow"]);
export type IgnoreChoice = z.infer<typeof IgnoreChoice>;
/** What else the menu does. */
export const menuDeeds = ["hand", "escalate"] as const;

const AlertPress = z.strictObject({ alert: AlertId });
const MenuPress = z.union([
  z.strictObject({ a: AlertId, ignore: IgnoreChoice }),
  z.strictObject({ a: AlertId, do: z.enum(menuDeeds) }),
]);
const AlertWindow = z.strictObject({ alert: AlertId, ignore: IgnoreChoice.optional() });
const BoardPress = z.strictObject({ page: z.number().int().nonnegative(), severity: Severity.optional() });

/** The value of a button that acts on one alert. */
export const alertPress = jsonCodec(AlertPress);
/** The value of an entry of an alert's menu. */
export const menuPress = jsonCodec(MenuPress);
/** What a window about one alert remembers: how long it is to be ignored, if not as long as usual. */
export const alertWindow = jsonCodec(AlertWindow);
/** What Slack calls the windows about one alert when they come back. */
export const alertWindows = {
  reason: "alert.ignore-reason",
  handTo: "alert.hand-to",
  escalate: "alert.escalate",
} as const;
/** The value of a button that shows a page of the board. */
export const boardPress = jsonCodec(BoardPress);
