import { check, property, string } from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { expect, test } from "vitest";
import { segmentsOf } from "../../../sandbox/twilio/segments.ts";

test("counts as the calculator does, whatever the text", () => {
  const texts = string({ unit: "grapheme-ascii", minLength: 1, maxLength: 330 });
  const same = property(
    texts,
    (text) => segmentsOf(text, false) === new SegmentedMessage(text).segmentsCount,
  );
  expect(check(same)).toMatchObject({ failed: false, counterexample: null });
});

test.each([0, 1, 160, 161, 306, 307, 459, 460])(
  "counts %i plain characters as the calculator does",
  (length) => {
    const text = "Beacon (high): 10.0.0.1 > c2 & more! ".repeat(13).slice(0, length);
    expect(segmentsOf(text, false)).toBe(new SegmentedMessage(text).segmentsCount);
  },
);

test("smart encoding lets curly quotes stay within GSM-7", () => {
  const text = `“${"a".repeat(100)}”`;
  expect([segmentsOf(text, false), segmentsOf(text, true)]).toEqual([2, 1]);
});
