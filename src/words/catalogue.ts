import { phone as german } from "./de/phone.ts";
import { phone as english } from "./en/phone.ts";
import { phone as spanish } from "./es/phone.ts";
import { phone as french } from "./fr/phone.ts";
import type { Language } from "./language.ts";
import type { PhoneWords } from "./phone-words.ts";

/** All words of one language. */
export interface Catalogue {
  readonly phone: PhoneWords;
}

/** What is missing in a language does not compile. */
export const catalogues = {
  en: { phone: english },
  de: { phone: german },
  fr: { phone: french },
  es: { phone: spanish },
} satisfies Readonly<Record<Language, Catalogue>>;
