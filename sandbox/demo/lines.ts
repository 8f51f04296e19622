import { styleText } from "node:util";
import { oneLine } from "./one-line.ts";

/** The outside system, or the story itself, that a line is about. */
type Source = "TheHive" | "Slack" | "SMS" | "Call" | "Story";

/** Says one thing that happened. */
export type Tell = (source: Source, text: string) => void;

const colours = { TheHive: "yellow", Slack: "magenta", SMS: "cyan", Call: "green", Story: "bold" } as const;
const LONGEST = 150;

/** Prints what is told as aligned lines, each with the time of the sandbox clock (UTC). */
export function storyLines(
  out: { write(text: string): unknown; isTTY?: boolean | undefined },
  now: () => number,
): Tell {
  const coloured = out.isTTY === true && process.env.NO_COLOR === undefined;
  return (source, text) => {
    const time = new Date(now()).toISOString().slice(11, 19);
    const name = source.padEnd(7);
    const shown = coloured ? styleText(colours[source], name) : name;
    out.write(`${time}  ${shown}  ${oneLine(text, LONGEST)}\n`);
  };
}
