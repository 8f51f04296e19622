import { expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { findingWords } from "../../src/oncall/finding-words.ts";
import type { Finding } from "../../src/oncall/readiness.ts";

const at = instant("2026-03-02T09:00Z");
const until = instant("2026-03-03T09:00Z");
const gap = { kind: "gap", group: "night", from: at, until, open: false, times: 1 } as const;
const failed = { kind: "number-failed", person: "alice", at, why: "unknown number" } as const;
const certificate = { kind: "certificate", of: "TheHive", host: "hive", until, ended: false } as const;
const FROM = "A";
const END = "B";

test.each<[finding: Finding, words: string, todo: RegExp]>([
  [gap, `Nobody is on call in night from ${FROM} to ${END}`, /^take it over/],
  [{ ...gap, open: true }, `Nobody is on call in night from ${FROM} on`, /take/],
  [{ ...gap, times: 2 }, `Nobody is on call in night from ${FROM} to ${END}, and once more`, /take/],
  [{ ...gap, times: 4 }, `Nobody is on call in night from ${FROM} to ${END}, and 3 more times`, /take/],
  [
    { kind: "no-contact", person: "bob", missing: ["sms", "call"], from: at },
    `bob cannot be reached by SMS and call; on call from ${FROM}`,
    /^add phone to people\.bob,/,
  ],
  [
    { kind: "no-contact", person: "bob", missing: ["sms", "call", "dm"] },
    "bob cannot be reached by SMS, call and direct message; stands in for others",
    /^add phone and slack to people\.bob,/,
  ],
  [
    { ...failed, via: "sms" },
    `The last text to alice failed on ${FROM}: <unknown number>`,
    /sla test sms alice$/,
  ],
  [
    { ...failed, via: "call" },
    `The last call to alice failed on ${FROM}: <unknown number>`,
    /sla test call alice$/,
  ],
  [{ kind: "feed", why: "HTTP 503" }, "<HTTP 503>", /address$/],
  [
    certificate,
    `The certificate of TheHive (hive) holds until ${END}`,
    /^renew it before: after that TheHive/,
  ],
  [{ ...certificate, ended: true }, `The certificate of TheHive (hive) ended on ${END}`, /^renew it$/],
  [
    { ...certificate, signer: "Acme CA" },
    `The CA <Acme CA>, by which TheHive (hive) is trusted, holds until ${END}`,
    /^renew it before/,
  ],
  [
    { kind: "no-replies" },
    "The weekly test text is on, but texts cannot be replied to here, so none is sent",
    /TWILIO_FROM/,
  ],
  [
    { kind: "slack-user", person: "eve", standing: "deactivated" },
    "eve's Slack account is deactivated",
    /^take eve/,
  ],
  [
    { kind: "slack-user", person: "eve", standing: "guest" },
    "eve is a guest in Slack, and guests may answer no alert",
    /full member/,
  ],
  [{ kind: "slack-user", person: "eve", standing: "bot" }, "people.eve.slack is a bot", /^correct/],
])("%j is said so", (finding, words, todo) => {
  const said = findingWords(finding);
  expect(plain(said.what)).toBe(words);
  expect(said.todo).toMatch(todo);
});

test.each([
  [undefined, "Not known: Slack's answer (<timeout>)"],
  ["bob", "Not known of bob: Slack's answer (<timeout>)"],
])("what is not known asks for nothing to be done", (person, words) => {
  const finding: Finding = {
    kind: "unknown",
    what: "Slack's answer",
    why: "timeout",
    ...(person && { person }),
  };
  expect(plain(findingWords(finding).what)).toBe(words);
  expect(findingWords(finding).todo).toBeUndefined();
});

/** Moments by letter, strangers' words in brackets. */
function plain(parts: ReturnType<typeof findingWords>["what"]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      return typeof part === "number" ? (part === at ? FROM : END) : `<${part.theirs}>`;
    })
    .join("");
}
