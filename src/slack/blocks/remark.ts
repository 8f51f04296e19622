import type { Remark } from "../../engine/ports/chat.ts";
import type { Language } from "../../words/language.ts";
import { becauseText } from "./because.ts";
import { filledText } from "./filled.ts";
import type { Message } from "./fit.ts";
import { lines, theirs } from "./rich.ts";
import { theirText } from "./text.ts";
import { wordsOf } from "./words-of.ts";

/** One plain line in a card's thread. It may quote a provider or a name, so it is treated as theirs. */
export function remarkMessage(remark: Remark, language: Language): Message {
  const text = worded(remark, language);
  return { text: theirText(text, 1000), blocks: [lines([theirs(text, 2000)])] };
}

function worded(remark: Remark, language: Language): string {
  const { line, way, told } = wordsOf({ language });
  if (remark.kind === "nobody") return filledText(line.remarkNobody, { people: remark.tried.join(", ") });
  const { via, to, why } = remark;
  const reason = becauseText(why ?? {}, language, to);
  return filledText(line.remark, { way: way[via], who: to, why: reason ?? told.notThrough });
}
