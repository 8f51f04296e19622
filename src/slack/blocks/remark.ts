import type { Message } from "./fit.ts";
import { lines, theirs } from "./rich.ts";
import { theirText } from "./text.ts";

/** One plain line in a card's thread. It may quote a provider or an alert, so it is treated as theirs. */
export function remarkMessage(text: string): Message {
  return { text: theirText(text, 1000), blocks: [lines([theirs(text, 2000)])] };
}
