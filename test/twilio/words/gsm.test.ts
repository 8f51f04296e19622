import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { expect, test } from "vitest";
import { cutGsm, septets, toGsm } from "../../../src/twilio/words/gsm.ts";

test.each([
  ["keeps its own alphabet", "@£$¥èéùìòÇØøÅåΔ_ÆæßÉ ÄÖÑÜ§¿äöñüà {}[]~^\\|€", undefined],
  ["takes accents off", "Łódź, naïve façade, Ångström, ệ", "Lodz, naive facade, Ångström, e"],
  ["straightens quotes and dashes", "“it’s” – a — test…", '"it\'s" - a - test...'],
  ["spells Cyrillic", "Подозрительный вход, щит", "Podozritelnyi vkhod, shchit"],
  ["spells Greek", "Ύποπτη", "Ypopti"],
  ["narrows full-width letters", "ｅｖｉｌ．ｃｏｍ", "evil.com"],
  ["says of the rest only that it was there", "可疑登录 from 🔥🔥", "? from ?"],
  ["resolves what is written as one character", "ﬁle ½ №", "file 1/2 No"],
  ["turns a backtick into a quote", "`id`", "'id'"],
])("%s", (_rule, text, expected) => {
  expect(toGsm(text)).toBe(expected ?? text);
});

test("counts as the carriers do, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (raw) => {
      const text = toGsm(raw);
      const segments = new SegmentedMessage(text);
      expect(segments.encodingName).toBe("GSM-7");
      expect(septets(text) * 7).toBe(text === "" ? 0 : segments.messageSize);
    }),
  );
});

test.each([
  ["hello", 5, "hello"],
  ["hello!", 5, "he..."],
  ["[[[[", 8, "[[[["],
  ["[[[[[", 9, "[[[..."],
  ["a b c d", 6, "a b..."],
  ["hello", 3, "..."],
])("cuts %s to %i septets: %s", (text, max, expected) => {
  const cut = cutGsm(text, max);
  expect(cut).toBe(expected);
  expect(septets(cut)).toBeLessThanOrEqual(max);
});
