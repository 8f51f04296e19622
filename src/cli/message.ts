import { maskText } from "../lib/redact.ts";
import { harmlessOutput } from "../lib/terminal.ts";

// What others say goes on for pages; the beginning tells.
const LONGEST = 4000;

/** What went wrong, in one line without secrets. */
export function messageOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST);
  const lines = maskText(text).split("\n");
  return harmlessOutput(lines.map((line) => line.trim()).join(" "));
}
