import { z } from "zod";

/** The languages in which we have words. */
export const languages = ["en", "de", "fr", "es"] as const;
export const Language = z.enum(languages);
export type Language = z.infer<typeof Language>;

/** The language of a tag such as `de-AT`; undefined when we have no words in it. */
export function languageOf(tag: string): Language | undefined {
  const [language] = tag.toLowerCase().split("-");
  return languages.find((one) => one === language);
}
