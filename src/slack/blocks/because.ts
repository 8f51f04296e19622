import type { Because } from "../../sla/reason.ts";
import type { Language } from "../../words/language.ts";
import { reasonText } from "../../words/reason-text.ts";

/** Why a try went as it did, where that is known: in English all that is, in other languages by its reason. @param to who was told */
export function becauseText(
  { detail, reason }: { readonly detail?: string | undefined; readonly reason?: Because["reason"] },
  language: Language,
  to: string,
): string | undefined {
  return language === "en" || reason === undefined ? detail : reasonText(reason, language, to);
}
