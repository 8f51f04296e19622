import { expect, test } from "vitest";
import { because, plainReasons } from "../../src/sla/reason.ts";
import { catalogues } from "../../src/words/catalogue.ts";
import { languageOf, languages } from "../../src/words/language.ts";
import { explained, reasonText } from "../../src/words/reason-text.ts";

test.each([
  ["en-GB", "en"],
  ["de-AT", "de"],
  ["fr", "fr"],
  ["ES-mx", "es"],
  ["pl-PL", undefined],
  ["eng", undefined],
])("words for %s are those of %s", (tag, language) => {
  expect(languageOf(tag)).toBe(language);
});

const others = languages.filter((language) => language !== "en");

test.each(others)("a sentence in %s has the same slots as in English", (language) => {
  const { line } = catalogues[language].card;
  const slots = (lines: object) =>
    Object.fromEntries(
      Object.entries(lines).map(([name, text]) => [
        name,
        String(text)
          .match(/\{\w+\}/g)
          ?.sort(),
      ]),
    );
  expect(slots(line)).toEqual(slots(catalogues.en.card.line));
});

test.each(languages)("a button in %s fits Slack's 75 characters, and most phones", (language) => {
  const { ofAlert: _, ignoreFor, ...labels } = catalogues[language].card.button;
  for (const label of [...Object.values(labels), ignoreFor("1 h 30 min")])
    expect(label.length).toBeLessThan(30);
});

test.each(languages)("dates in %s are written by what Slack knows", (language) => {
  for (const format of Object.values(catalogues[language].card.dates))
    expect(format.replaceAll(/\{(time|date_short_pretty|ago)\}/g, "")).not.toMatch(/[{}]/);
});

test.each(languages)(
  "a reason in %s names what the English one names, fits a line, and begins and ends within brackets",
  (language) => {
    const slots = (text: string) => text.match(/\{\w+\}/g) ?? [];
    for (const [name, text] of Object.entries(catalogues[language].reasons)) {
      const english = catalogues.en.reasons[name as keyof typeof catalogues.en.reasons];
      // Whom it is about stands before it, and need not be said again.
      expect([name, slots(english)]).toEqual([name, expect.arrayContaining(slots(text))]);
      expect([name, text.includes("{note}")]).toEqual([name, english.includes("{note}")]);
      expect(text).not.toMatch(/[.!?]$|^[(]|undefined/);
      expect(text.length).toBeLessThan(150);
    }
  },
);

test.each(languages.filter((one) => one !== "en"))("no reason is left in English in %s", (language) => {
  const same = Object.entries(catalogues[language].reasons).filter(
    ([name, text]) => text === catalogues.en.reasons[name as keyof typeof catalogues.en.reasons],
  );
  expect(same).toEqual([]);
});

test("a reason names whom it is about, or whoever was told, and strangers' words are put in as they are", () => {
  const reason = { name: "text refused", note: " (HTTP 418)" } as const;
  expect(reasonText(reason, "de", "alice")).toBe("Twilio hat die SMS an alice abgelehnt (HTTP 418)");
  expect(reasonText({ ...reason, who: "{note}" }, "en", "bob")).toBe(
    "Twilio refused the text to {note} (HTTP 418)",
  );
  expect(explained({ name: "phone out of reach" }).detail).toBe("this person's phone is off or out of reach");
});

test.each(plainReasons)("in English %s needs no other words", (name) => {
  expect(catalogues.en.reasons[name]).toBe(name);
  expect(because(name)).toEqual({ detail: name, reason: { name } });
});
