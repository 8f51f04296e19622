import { expect, test } from "vitest";
import { retryAfter } from "../../src/twilio/retry-after.ts";

const DATE = "Mon, 02 Mar 2026 02:19:30 GMT";

test.each([
  ["2", 2000],
  ["5", 5000],
  [" 14 ", 14_000],
  ["1.5", 1500],
  ["0", 1000],
  ["300", 300_000],
  ["301", 300_000],
  ["86400", 300_000],
  ["9".repeat(400), 300_000],
  ["Mon, 02 Mar 2026 02:19:44 GMT", 14_000],
  ["Mon, 02 Mar 2026 02:19:00 GMT", 1000],
  ["Tue, 03 Mar 2026 02:19:30 GMT", 300_000],
  [undefined, undefined],
  ["", undefined],
  ["soon", undefined],
  ["-5", undefined],
  ["5s", undefined],
  ["1e3", undefined],
  ["NaN", undefined],
  ["0x10", undefined],
])("Retry-After: %s is a wait of %s ms", (header, wait) => {
  expect(retryAfter(header, DATE)).toBe(wait);
});

test.each([undefined, "", "yesterday"])("a date means nothing beside the Date %j", (date) => {
  expect(retryAfter(DATE, date)).toBeUndefined();
});
