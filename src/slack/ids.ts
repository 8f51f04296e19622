import { z } from "zod";
import { AlertId, Severity } from "../sla/model.ts";

/** The slash command, as the manifest declares it. */
export const command = "/sla";

/** Every name by which a press finds its way back to us. */
export const actions = {
  promote: "alert.promote",
  ignore: "alert.ignore",
  acknowledge: "alert.acknowledge",
  resume: "alert.resume",
  menu: "alert.menu",
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
export const ignoreChoices = ["1h", "4h", "tomorrow"] as const;
export type IgnoreChoice = (typeof ignoreChoices)[number];

const AlertPress = z.strictObject({ alert: AlertId });
/** What the menu's other entries open. */
const menuWindows = ["details", "close"] as const;
const MenuPress = z.union([
  z.strictObject({ a: AlertId, ignore: z.enum(ignoreChoices) }),
  z.strictObject({ a: AlertId, open: z.enum(menuWindows) }),
]);
const BoardPress = z.strictObject({ page: z.number().int().nonnegative(), severity: Severity.optional() });

/** The value of a button that acts on one alert. */
export const alertPress = jsonCodec(AlertPress);
/** The value of an entry of an alert's menu. */
export const menuPress = jsonCodec(MenuPress);
/** The value of a button that shows a page of the board. */
export const boardPress = jsonCodec(BoardPress);

interface JsonCodec<T> {
  encode(value: T): string;
  /** @returns undefined for anything that we did not write ourselves */
  decode(text: string | undefined): T | undefined;
}

/** Values that we hand to Slack and take back: JSON of one shape. */
export function jsonCodec<T>(schema: z.ZodType<T>): JsonCodec<T> {
  return {
    encode: (value) => JSON.stringify(value),
    decode(text) {
      const parsed = schema.safeParse(fromJson(text));
      return parsed.success ? parsed.data : undefined;
    },
  };
}

function fromJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
