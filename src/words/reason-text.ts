import type { Reason } from "../sla/reason.ts";
import { catalogues } from "./catalogue.ts";
import type { Language } from "./language.ts";

/** How a person is called where their name is not known. */
const SOMEBODY = "this person";

/**
 * A reason in words. What it names is put in as it is, and may be a stranger's.
 * @param somebody whom it is about, where the reason does not say
 */
export function reasonText({ name, who, note = "" }: Reason, language: Language, somebody: string): string {
  const slots: Readonly<Record<string, string>> = { who: who ?? somebody, note };
  return catalogues[language].reasons[name].replace(
    /\{(who|note)\}/g,
    (_, slot: string) => slots[slot] ?? "",
  );
}

/** A reason with its English words, for log and trail. */
export function explained(reason: Reason): { detail: string; reason: Reason } {
  return { detail: reasonText(reason, "en", SOMEBODY), reason };
}
