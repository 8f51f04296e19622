import { expect, test } from "vitest";
import { playTwiml } from "../../../sandbox/twilio/speech.ts";
import { spokenWords } from "../../../src/twilio/words/speech.ts";
import { twimlFor } from "../../../src/twilio/words/twiml.ts";
import { alertSubject, hostileTitles, now, subjects } from "../pages.ts";

const voice = { language: "en-GB", repeat: 2 };

test.each(Object.entries(subjects))("a call about %s sounds as agreed", async (name, about) => {
  const twiml = twimlFor(spokenWords(about, now), voice);
  expect(playTwiml(twiml).problems).toEqual([]);
  // A line per verb, so that a change is seen where it is.
  const lines = twiml.replaceAll(/(?<=>)(?=<(Say|Pause|\/Response))/g, "\n");
  await expect(`${lines}\n`).toMatchFileSnapshot(`../../golden/twilio/${name}.twiml.xml`);
});

test.each(["alert", "digest", "test"])("a call about %s offers its key to the end", async (name) => {
  const about = subjects[name];
  if (about === undefined) throw new Error(`no subject ${name}`);
  const url = "https://handler.twilio.com/twiml/EH1?a=1&b=2";
  const twiml = twimlFor(spokenWords(about, now, { offersKey: true }), voice, url);
  const { problems, gathers, lasts } = playTwiml(twiml);
  expect(problems).toEqual([]);
  expect(gathers).toEqual([{ from: 0, until: lasts, action: url }]);
  const lines = twiml.replaceAll(/(?<=>)(?=<\/?(Gather|Say|Pause|\/Response))/g, "\n");
  await expect(`${lines}\n`).toMatchFileSnapshot(`../../golden/twilio/${name}-key.twiml.xml`);
});

test.each(Object.entries(hostileTitles))(
  "a title of %s is played as words, in a script of lawful length",
  (_name, title) => {
    const words = spokenWords(alertSubject({ title }), now);
    for (const repeat of [1, 2, 5]) {
      const twiml = twimlFor(words, { ...voice, repeat });
      expect(twiml.length).toBeLessThanOrEqual(4000);
      const { words: heard, problems } = playTwiml(twiml);
      expect(problems).toEqual([]);
      expect(heard[0]).toBe(words);
    }
  },
);

test("the words are said as often as asked", () => {
  const { words } = playTwiml(twimlFor("Wake up.", { ...voice, repeat: 3 }));
  expect(words).toEqual(["Wake up.", "Once more. Wake up.", "Once more. Wake up."]);
});

test("they are said less often when the script would be too long", () => {
  const twiml = twimlFor("& ".repeat(300), { ...voice, repeat: 5 });
  expect(twiml.length).toBeLessThanOrEqual(4000);
  expect(playTwiml(twiml).words.length).toBe(2);
});

test("words of any length and kind make a script", () => {
  const twiml = twimlFor(`\u0000\ud800<${"&".repeat(5000)}`, { ...voice, repeat: 5 });
  expect(twiml.length).toBeLessThanOrEqual(4000);
  expect(playTwiml(twiml).problems).toEqual([]);
});

test("language and voice are passed on, escaped", () => {
  const twiml = twimlFor("Hello.", { language: 'de-"DE', repeat: 1, voice: "Polly.Vicki<" });
  expect(twiml).toContain('<Say language="de-&quot;DE" voice="Polly.Vicki&lt;">Hello.</Say>');
});
