import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/engine/ports/outcome.ts";
import { minutes, seconds } from "../../src/lib/time.ts";
import type { Because } from "../../src/sla/reason.ts";
import { isUnderWay, progressOutcome } from "../../src/twilio/progress.ts";
import { reasonText } from "../../src/words/reason-text.ts";

/** Without the reason, which has to say the same. */
function inEnglish({ reason, ...outcome }: Outcome & Partial<Because>): object {
  expect(reason && reasonText(reason, "en", "this person")).toBe(outcome.detail);
  return outcome;
}

type Failed = Partial<Extract<Outcome, { state: "failed" }>>;

test.each<[status: string, answeredBy: string | null, becomes: object]>([
  ["in-progress", null, { state: "sent", ref: "CA1" }],
  ["in-progress", "human", { state: "sent", ref: "CA1" }],
  ["in-progress", "machine_start", { state: "sent", ref: "CA1", line: "machine" }],
  ["in-progress", "fax", { state: "sent", ref: "CA1", line: "machine" }],
  ["in-progress", "unknown", { state: "sent", ref: "CA1", line: "machine" }],
  ["completed", null, { state: "delivered", ref: "CA1", detail: "by a person or voicemail, 9 s" }],
  ["completed", "", { state: "delivered", ref: "CA1", detail: "by a person or voicemail, 9 s" }],
  ["completed", "human", { state: "delivered", ref: "CA1", detail: "by a person, 9 s" }],
  ["completed", "machine_end_beep", { state: "unanswered", ref: "CA1", detail: "a machine answered" }],
  ["completed", "machine_end_other", { state: "unanswered", ref: "CA1", detail: "a machine answered" }],
  ["completed", "Fax", { state: "unanswered", ref: "CA1", detail: "a machine answered" }],
  ["completed", "unknown", { state: "unanswered", ref: "CA1", detail: "a machine answered" }],
])("a call that is %s, taken by %s", (status, answeredBy, becomes) => {
  expect(inEnglish(progressOutcome("call", { sid: "CA1", status, duration: "9", answeredBy }))).toEqual(
    becomes,
  );
});

describe("a text", () => {
  test.each([
    ["delivered", "delivered"],
    ["read", "delivered"],
    ["partially_delivered", "delivered"],
    ["accepted", "sent"],
    ["scheduled", "sent"],
    ["queued", "sent"],
    ["sending", "sent"],
    ["sent", "sent"],
    ["something new", "sent"],
    ["undelivered", "failed"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ])("that is %s is %s", (status, state) => {
    expect(progressOutcome("sms", { sid: "SM1", status })).toMatchObject({ state, ref: "SM1" });
  });

  test.each<[number | null, Failed]>([
    [30001, { scope: "person", again: minutes(1) }],
    [30002, { scope: "setup" }],
    [30003, { scope: "person", detail: "alice's phone is off or out of reach" }],
    [30004, { scope: "person" }],
    [30005, { scope: "person" }],
    [30006, { scope: "person" }],
    [30007, { scope: "person" }],
    [30008, { scope: "person", again: minutes(1) }],
    [30022, { scope: "person", again: minutes(1) }],
    [30023, { scope: "way" }],
    [30032, { scope: "way" }],
    [30033, { scope: "way" }],
    [30034, { scope: "way" }],
    [30035, { scope: "way" }],
    [30036, { scope: "person", again: seconds(30) }],
    [30044, { scope: "way" }],
    [30410, { scope: "person", again: minutes(1) }],
    [30450, { scope: "person" }],
    [21610, { scope: "person" }],
    [39999, { scope: "person" }],
    [null, { scope: "person", detail: "The text was not delivered" }],
  ])("undelivered with %s says %o", (errorCode, expected) => {
    const progress = { sid: "SM1", status: "undelivered", errorCode };
    const outcome = progressOutcome("sms", progress, "alice");
    expect(outcome).toMatchObject({ state: "failed", ref: "SM1", ...expected });
    expect("again" in outcome).toBe("again" in expected);
  });

  test("a code beside a good status changes nothing", () => {
    const progress = { sid: "SM1", status: "delivered", errorCode: 30034 };
    expect(progressOutcome("sms", progress)).toEqual({ state: "delivered", ref: "SM1" });
  });
});

describe("a call", () => {
  test.each<[string, string | null | undefined, { state: string; detail?: string }]>([
    ["completed", "33", { state: "delivered", detail: "by a person or voicemail, 33 s" }],
    ["completed", null, { state: "delivered", detail: "by a person or voicemail" }],
    ["completed", undefined, { state: "delivered", detail: "by a person or voicemail" }],
    ["completed", "long", { state: "delivered", detail: "by a person or voicemail" }],
    ["busy", null, { state: "unanswered", detail: "the line was busy" }],
    ["no-answer", null, { state: "unanswered", detail: "nobody answered" }],
    ["failed", null, { state: "unanswered", detail: "the call could not be connected" }],
    ["canceled", null, { state: "unanswered", detail: "the call was cancelled before anybody answered" }],
    ["queued", null, { state: "sent" }],
    ["initiated", null, { state: "sent" }],
    ["ringing", null, { state: "sent" }],
    ["in-progress", null, { state: "sent" }],
    ["something new", null, { state: "sent" }],
  ])("that is %s after %s s is %o", (status, duration, expected) => {
    const progress = { sid: "CA1", status, ...(duration === undefined ? {} : { duration }) };
    expect(inEnglish(progressOutcome("call", progress))).toEqual({ ref: "CA1", ...expected });
  });

  test.each([
    ["queued", true],
    ["initiated", true],
    ["ringing", true],
    ["in-progress", true],
    ["completed", false],
    ["busy", false],
    ["no-answer", false],
    ["failed", false],
    ["canceled", false],
    ["something new", false],
  ])("that is %s has not ended yet: %s", (status, underWay) => {
    expect(isUnderWay(status)).toBe(underWay);
  });
});
