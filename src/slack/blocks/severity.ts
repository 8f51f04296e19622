import type { Severity } from "../../sla/model.ts";
import type { CardWords } from "../../words/card-words.ts";
import { english } from "./words-of.ts";

/** A square in the severity's colour, always shown beside the word: nobody needs to see the colour. */
const severitySquare: Readonly<Record<Severity, string>> = {
  critical: "🟥",
  high: "🟧",
  medium: "🟨",
  low: "🟦",
};

/** `🟥 CRITICAL`: a severity that is read at a glance. */
export function severityLabel(severity: Severity, say: CardWords = english): string {
  return `${severitySquare[severity]} ${say.severity[severity]}`;
}
