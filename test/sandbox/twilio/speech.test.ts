import { expect, test } from "vitest";
import { playTwiml } from "../../../sandbox/twilio/speech.ts";
import { parseXml, XmlError } from "../../../sandbox/twilio/xml.ts";

test.each([
  ["says in order", "<Response><Say>one</Say><Pause/><Say>two</Say></Response>", ["one", "two"]],
  [
    "resolves entities",
    "<Response><Say>&lt;a&gt; &amp; &quot;b&quot; &#233; &#x1F600;</Say></Response>",
    ['<a> & "b" é 😀'],
  ],
  ["reads CDATA as it is", "<Response><Say><![CDATA[a < b & c]]></Say></Response>", ["a < b & c"]],
  [
    "ignores markup inside",
    '<Response><Say>go <prosody rate="slow">slow</prosody> now</Say></Response>',
    ["go slow now"],
  ],
  ["repeats a loop", '<Response><Say loop="2">again</Say></Response>', ["again", "again"]],
  [
    "says what Gather asks",
    "<Response><Gather><Say>press 1</Say></Gather><Say>bye</Say></Response>",
    ["press 1", "bye"],
  ],
  ["stops at Hangup", "<Response><Say>one</Say><Hangup/><Say>two</Say></Response>", ["one"]],
  [
    "skips comments and the prolog",
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a --><Response><Say>one<!-- b --></Say></Response>',
    ["one"],
  ],
])("%s", (_rule, twiml, words) => {
  expect(playTwiml(twiml)).toMatchObject({ words, problems: [] });
});

test.each([
  ["a root other than Response", "<Reply><Say>x</Say></Reply>", 12100],
  ["no document", "hello", 12100],
  ["an empty Say", "<Response><Say> </Say></Response>", 13520],
  ["a Say over 4096 characters", `<Response><Say>${"a".repeat(4097)}</Say></Response>`, 13521],
  ["an unknown verb", "<Response><say>x</say></Response>", 12200],
])("complains about %s", (_what, twiml, code) => {
  expect(playTwiml(twiml)).toMatchObject({ words: [], problems: [{ code }] });
});

test("pauses and words take their time", () => {
  expect(playTwiml('<Response><Say>one two</Say><Pause length="3"/></Response>').lasts).toBe(3800);
  expect(playTwiml('<Response><Say loop="0">for ever</Say></Response>').lasts).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  ["an open element", "<a><b></a>"],
  ["an element never closed", "<a>text"],
  ["a bare ampersand", "<a>Tom & Jerry</a>"],
  ["an entity without its semicolon", "<a>&amp text</a>"],
  ["an unknown entity", "<a>&nbsp;</a>"],
  ["a bare less-than", "<a>1 < 2</a>"],
  ["an unquoted attribute", "<a b=c/>"],
  ["an attribute given twice", '<a b="1" b="2"/>'],
  ["a less-than in an attribute", '<a b="<"/>'],
  ["text after the root", "<a/>text"],
  ["two roots", "<a/><b/>"],
  ["a doctype", "<!DOCTYPE a><a/>"],
  ["space before the prolog", ' <?xml version="1.0"?><a/>'],
  ["a control character", "<a>\u0007</a>"],
  ["a control character as entity", "<a>&#7;</a>"],
  ["a lone surrogate", "<a>\ud800</a>"],
  ["two hyphens in a comment", "<a><!-- -- --></a>"],
  ["the end of CDATA in text", "<a>]]></a>"],
])("XML with %s is refused", (_what, source) => {
  expect(() => parseXml(source)).toThrow(XmlError);
});
