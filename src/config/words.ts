import { z } from "zod";

const LONGEST = 200;

/** A word or phrase that people choose: not blank, and no longer than anybody would write. */
export const Word = z.string().max(LONGEST).refine(isSeen, { error: "expected a word, not a blank one" });

/** Whether anything of a text can be seen. */
function isSeen(text: string): boolean {
  return text.replace(/[\s\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, "") !== "";
}
