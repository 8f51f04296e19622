import { expect, test } from "vitest";
import { playTwiml } from "../../../sandbox/twilio/speech.ts";
import { speechAbout } from "../../../src/twilio/words/speech.ts";
import { twimlFor } from "../../../src/twilio/words/twiml.ts";
import { alertSubject, hostileTitles, now } from "../pages.ts";

const voice = { language: "en-GB", repeat: 2 };

const words = (text: string) => ({ parts: [{ text }] });

test.each(["greeted", "with a key"])("a call sounds as agreed, %s", async (how) => {
  const url = how === "greeted" ? undefined : "https://handler.twilio.com/twiml/EH1?a=1&b=2";
  const speech = speechAbout(alertSubject(), now, { language: "en", offersKey: url !== undefined });
  const twiml = twimlFor(speech, voice, url);
  const { problems, gathers, lasts } = playTwiml(twiml);
  expect(problems).toEqual([]);
  expect(gathers).toEqual(url === undefined ? [] : [{ from: 0, until: lasts, action: url }]);
  // A line per verb, so that a change is seen where it is.
  const lines = twiml.replaceAll(/(?<=>)(?=<\/?(Gather|Say|Pause|Response))/g, "\n");
  await expect(`${lines}\n`).toMatchFileSnapshot(`../../golden/twilio/call-${how.replaceAll(" ", "-")}.xml`);
});

test.each(Object.entries(hostileTitles))(
  "a title of %s is played as words, in a script of lawful length",
  (_name, title) => {
    const speech = speechAbout(alertSubject({ title }), now, { language: "en" });
    for (const repeat of [1, 2, 5]) {
      const twiml = twimlFor(speech, { ...voice, repeat });
      expect(twiml.length).toBeLessThanOrEqual(4000);
      const { words: heard, problems } = playTwiml(twiml);
      expect(problems).toEqual([]);
      const [first, ...rest] = speech.parts.map(({ text }) => text);
      expect(heard.slice(0, 1 + rest.length)).toEqual([`${speech.greeting} ${first}`, ...rest]);
    }
  },
);

test("the words are said as often as asked, the greeting once", () => {
  const { words: heard } = playTwiml(
    twimlFor({ greeting: "Hello.", parts: [{ text: "Wake up." }] }, { ...voice, repeat: 3 }),
  );
  expect(heard).toEqual(["Hello. Wake up.", "Wake up.", "Wake up."]);
});

test("they are said less often when the script would be too long", () => {
  const twiml = twimlFor(words("& ".repeat(300)), { ...voice, repeat: 5 });
  expect(twiml.length).toBeLessThanOrEqual(4000);
  expect(playTwiml(twiml).words.length).toBe(2);
});

test("words of any length and kind make a script", () => {
  const twiml = twimlFor(words(`\u0000\ud800<${"&".repeat(5000)}`), { ...voice, repeat: 5 });
  expect(twiml.length).toBeLessThanOrEqual(4000);
  expect(playTwiml(twiml).problems).toEqual([]);
});

test("language and voice are passed on, escaped", () => {
  const twiml = twimlFor(words("Hello."), { language: 'de-"DE', repeat: 1, voice: "Polly.Vicki<" });
  expect(twiml).toContain('<Say language="de-&quot;DE" voice="Polly.Vicki&lt;">Hello.</Say>');
});

test("a title in another language has that language's voice, and not the call's own", () => {
  const parts = [{ text: "Alert:" }, { text: "可疑", language: "zh-CN" }];
  const twiml = twimlFor({ parts }, { language: "en-GB", repeat: 1, voice: "Polly.Amy" });
  expect(twiml).toContain(
    '<Say language="en-GB" voice="Polly.Amy">Alert:</Say><Say language="zh-CN">可疑</Say>',
  );
});

test("English words have an English voice where we have none of the language", () => {
  const twiml = twimlFor(words("Hello."), { language: "pl-PL", repeat: 1, voice: "Polly.Ewa" });
  expect(twiml).toContain('<Say language="en-GB">Hello.</Say>');
});
