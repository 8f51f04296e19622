import { SegmentedMessage } from "sms-segments-calculator";
import { expect, test } from "vitest";
import { smsText } from "../../../src/twilio/words/sms.ts";
import { speechAbout } from "../../../src/twilio/words/speech.ts";
import { languages } from "../../../src/words/language.ts";
import { scenes } from "./scenes.ts";
import { night, pageOf } from "./told.ts";

const golden = "../../golden/twilio";

test.each(languages)("texts read as agreed in %s", async (language) => {
  const shown = Object.entries(scenes).map(([name, scene]) => {
    const text = smsText(pageOf(scene), night, language);
    const { encodingName, segmentsCount } = new SegmentedMessage(text);
    expect(segmentsCount).toBeLessThanOrEqual(encodingName === "GSM-7" ? 1 : 2);
    return `${name}\n  ${text}\n`;
  });
  await expect(shown.join("\n")).toMatchFileSnapshot(`${golden}/texts.${language}.txt`);
});

test.each(languages)("calls sound as agreed in %s", async (language) => {
  const shown = Object.entries(scenes).map(([name, scene]) => {
    const { about, zone } = pageOf(scene);
    const { greeting, parts } = speechAbout(about, night, { language, zone, offersKey: scene.mute !== true });
    const said = parts.map((part) =>
      part.language === undefined ? part.text : `[${part.language}] ${part.text}`,
    );
    expect(
      [greeting ?? "", ...parts.map(({ text }) => text)].join(" ").trim().split(" ").length,
    ).toBeLessThan(38);
    return `${name}\n  ${greeting === undefined ? "" : `(${greeting}) `}${said.join(" ")}\n`;
  });
  await expect(shown.join("\n")).toMatchFileSnapshot(`${golden}/calls.${language}.txt`);
});
