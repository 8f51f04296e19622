import { cut } from "../blocks/text.ts";

export const LONGEST_NOTE = 1000;

/** A note as it is kept: somebody's own words, without signs that nobody sees; undefined when there are none. */
export function noteIn(text: string): string | undefined {
  const visible = text
    .replace(/\r\n?/g, "\n")
    .replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, " ")
    .trim();
  return visible === "" ? undefined : cut(visible, LONGEST_NOTE);
}
