import { expect, test } from "vitest";
import { maskText, redactor } from "../../src/lib/redact.ts";

// what, text, as it is shown
test.each([
  ["a number in E.164", "calling +447700900123 now", "calling +44…23 now"],
  ["a number with spaces", "calling +44 7700 900123.", "calling +44…23."],
  ["Slack's tokens", "token xoxb-123-abc and xapp-1-A-2", "token [hidden] and [hidden]"],
  ["a bearer", "authorization: Bearer abc.DEF-123456", "authorization: Bearer [hidden]"],
  ["a password in an address", "postgres://u:hunter2@db/x", "postgres://u:[hidden]@db/x"],
  [
    "nothing of dates, times, ids and addresses",
    "2026-03-02T02:00Z ~4096 10.0.0.1:9000",
    "2026-03-02T02:00Z ~4096 10.0.0.1:9000",
  ],
])("hides %s", (_what, text, shown) => {
  expect(maskText(text)).toBe(shown);
});

test("hides known secrets in any text, also as JSON and URLs write them", () => {
  const redact = redactor(['pass"word/1', "pass"]);
  const url = encodeURIComponent('pass"word/1');
  expect(redact(`pass"word/1 ${JSON.stringify('pass"word/1')} ${url}`)).toBe('[hidden] "[hidden]" [hidden]');
});

test("leaves words alone that are too short for a secret", () => {
  expect(redactor(["on"])("one on one")).toBe("one on one");
});

// Quadratic work on so many took minutes: then this test runs out of its time.
test.each([
  ["blanks", " "],
  ["tabs after a word of ours", "Bearer\t\t"],
  ["addresses that never end", "://a:"],
  ["digits", "+1 2"],
  ["beginnings of tokens", "xoxb"],
])("is done with a million %s", (_what, piece) => {
  const long = piece.repeat(1_000_000);
  expect(maskText(long).length).toBeGreaterThan(0);
});
