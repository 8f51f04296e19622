import { expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../../src/lib/time.ts";
import { spokenWords } from "../../../src/twilio/words/speech.ts";
import { spokenDuration } from "../../../src/twilio/words/spoken-duration.ts";
import { alertSubject, digestSubject, hostileTitles, now } from "../pages.ts";

test.each([
  ["https://evil.com/login?id=1", "evil dot com"],
  ["(http://evil.com)", "evil dot com)"],
  ["file:///etc/passwd read", "a link read"],
  ["Beacon to evil.com", "Beacon to evil dot com"],
  ["Scan from 203.0.113.7", "Scan from 203 dot 0 dot 113 dot 7"],
  ["Seen at 2001:db8::1", "Seen at an address"],
  ["Hash 44d88612fea8a8f36de82e1278abb02f seen", "Hash a hash seen"],
  [`Blob ${"Qz".repeat(40)} seen`, "Blob a long word seen"],
  ["Port scan?", "Port scan?"],
  ["", "nothing"],
])("says %j as %j", (title, said) => {
  const end = /[.!?]$/.test(said) ? "" : ".";
  expect(spokenWords(alertSubject({ title }), now)).toContain(`It says: ${said}${end} Please open Slack`);
});

test.each(Object.entries(hostileTitles))("a title of %s takes less than a minute to say", (_name, title) => {
  const words = spokenWords(alertSubject({ title }), now);
  expect(words.length).toBeLessThan(420);
  expect(words).toContain("Alert number 17, of high severity, has been waiting for 30 minutes.");
  expect(words).toMatch(/Please open Slack to promote or ignore it\.$/);
  expect(words).not.toMatch(/:\/\/|[a-z0-9]\.[a-z]{2}|[\p{Cc}\p{Cf}\p{Cs}]/iu);
});

test.each([
  [1, "One alert in TheHive missed its deadline."],
  [10, "10 alerts in TheHive missed their deadline."],
])("a digest of %i names the count and the worst", (count, counted) => {
  const words = spokenWords(digestSubject({ count }), now);
  expect(words).toContain(
    `${counted} The worst is number 17, of critical severity. It says: Beacon to evil dot`,
  );
  expect(words).toMatch(/Please open Slack to see the list, digest D7\.$/);
});

test("a digest with high-risk alerts says nothing of a deadline missed", () => {
  const words = spokenWords(digestSubject({ missed: false }), now);
  expect(words).toContain("42 alerts in TheHive need somebody at once. ");
  expect(words).not.toContain("missed");
});

test.each(Object.entries(hostileTitles))(
  "a digest with a title of %s takes less than a minute",
  (_name, title) => {
    const worst = { number: 17, severity: "critical", title } as const;
    const words = spokenWords(digestSubject({ worst, unconfirmed: true }), now);
    expect(words.length).toBeLessThan(600);
    expect(words).not.toMatch(/:\/\/|[a-z0-9]\.[a-z]{2}|[\p{Cc}\p{Cf}\p{Cs}]/iu);
  },
);

test.each([
  [seconds(59), "less than a minute"],
  [minutes(1), "1 minute"],
  [minutes(45), "45 minutes"],
  [hours(1), "1 hour"],
  [minutes(130), "2 hours and 10 minutes"],
  [hours(49), "2 days and 1 hour"],
  [days(3), "3 days"],
])("says %i ms as %s", (duration, said) => {
  expect(spokenDuration(duration)).toBe(said);
});
