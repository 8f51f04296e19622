import type { CardWords } from "./card-words.ts";
import { card as germanCard } from "./de/card.ts";
import { phone as germanPhone } from "./de/phone.ts";
import { reasons as germanReasons } from "./de/reasons.ts";
import { card as englishCard } from "./en/card.ts";
import { phone as englishPhone } from "./en/phone.ts";
import { reasons as englishReasons } from "./en/reasons.ts";
import { card as spanishCard } from "./es/card.ts";
import { phone as spanishPhone } from "./es/phone.ts";
import { reasons as spanishReasons } from "./es/reasons.ts";
import { card as frenchCard } from "./fr/card.ts";
import { phone as frenchPhone } from "./fr/phone.ts";
import { reasons as frenchReasons } from "./fr/reasons.ts";
import type { Language } from "./language.ts";
import type { PhoneWords } from "./phone-words.ts";
import type { ReasonWords } from "./reason-words.ts";

/** All words of one language. */
interface Catalogue {
  readonly phone: PhoneWords;
  readonly card: CardWords;
  readonly reasons: ReasonWords;
}

/** What is missing in a language does not compile. */
export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { phone: englishPhone, card: englishCard, reasons: englishReasons },
  de: { phone: germanPhone, card: germanCard, reasons: germanReasons },
  fr: { phone: frenchPhone, card: frenchCard, reasons: frenchReasons },
  es: { phone: spanishPhone, card: spanishCard, reasons: spanishReasons },
};
