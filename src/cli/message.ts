import { maskText } from "../lib/redact.ts";

/** What went wrong, in one line without secrets. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return maskText(text).replace(/\s*\n\s*/g, " ");
}
