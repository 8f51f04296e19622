import { expect, test } from "vitest";
import { catalogues } from "../../src/words/catalogue.ts";
import { languageOf, languages } from "../../src/words/language.ts";

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
