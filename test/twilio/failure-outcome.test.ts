import { describe, expect, test } from "vitest";
import type { Outcome, Scope } from "../../src/engine/ports/outcome.ts";
import { milliseconds, minutes, seconds } from "../../src/lib/time.ts";
import { sendOutcome, whyOf } from "../../src/twilio/failure-outcome.ts";
import type { Failure } from "../../src/twilio/twilio-error.ts";

type Failed = Partial<Extract<Outcome, { state: "failed" }>>;

const failures: readonly [Failure, Failed | "unknown"][] = [
  [{ kind: "unusable" }, { scope: "setup" }],
  [
    { kind: "redirected", status: 302 },
    { scope: "setup", again: minutes(1) },
  ],
  [
    { kind: "not-sent", code: "ENOTFOUND" },
    { scope: "setup", again: seconds(15) },
  ],
  [{ kind: "unreadable" }, "unknown"],
  [{ kind: "lost", code: "ECONNRESET" }, "unknown"],
  [{ kind: "late" }, "unknown"],
  [{ kind: "unexpected", name: "TypeError", where: "" }, "unknown"],
  [{ kind: "refused", status: 408 }, "unknown"],
  [{ kind: "refused", status: 500, code: 20500 }, "unknown"],
  [{ kind: "refused", status: 503, code: 20503, retryAfter: seconds(2) }, "unknown"],
  [{ kind: "refused", status: 401 }, { scope: "setup" }],
  [{ kind: "refused", status: 401, code: 20003 }, { scope: "setup" }],
  [{ kind: "refused", status: 403 }, { scope: "way" }],
  [{ kind: "refused", status: 403, code: 20003 }, { scope: "way" }],
  [{ kind: "refused", status: 403, code: 20005 }, { scope: "setup" }],
  [{ kind: "refused", status: 404 }, { scope: "setup" }],
  [{ kind: "refused", status: 404, code: 20404 }, { scope: "setup" }],
  [{ kind: "refused", status: 404, code: 21701 }, { scope: "way" }],
  [{ kind: "refused", status: 407 }, { scope: "setup" }],
  [
    { kind: "refused", status: 409, code: 20409 },
    { scope: "person", again: seconds(5) },
  ],
  [
    { kind: "refused", status: 429 },
    { scope: "person", again: seconds(5) },
  ],
  [
    { kind: "refused", status: 429, retryAfter: seconds(14) },
    { scope: "person", again: seconds(14) },
  ],
  [{ kind: "refused", status: 400, retryAfter: seconds(14) }, { scope: "person" }],
  [{ kind: "refused", status: 400 }, { scope: "person" }],
  [{ kind: "refused", status: 418 }, { scope: "person" }],
  [{ kind: "refused", status: 400, code: 99_999 }, { scope: "person" }],
];

test.each(failures)("a send that ended as %o says %o", (failure, expected) => {
  for (const via of ["sms", "call"] as const) {
    const outcome = sendOutcome(via, failure, "alice");
    if (expected === "unknown") {
      expect(outcome).toEqual({ state: "unknown", ...whyOf(failure) });
      continue;
    }
    expect(outcome).toMatchObject({ state: "failed", ...expected });
    expect("again" in outcome).toBe("again" in expected);
  }
});

/** Codes by what they say of others. */
const scopes: readonly [Scope, readonly number[]][] = [
  ["person", [20001, 21201, 21202, 21203, 21211, 21214, 21215, 21216, 21217, 21219, 21265, 21266, 21268]],
  ["person", [21408, 21602, 21604, 21608, 21610, 21612, 21614, 21617, 21635, 32018]],
  ["way", [10002, 21205, 21210, 21212, 21213, 21601, 21603, 21606, 21609, 21659, 21660, 21661]],
  ["way", [21701, 21703, 21712]],
  ["setup", [10001, 20003, 20005, 20008]],
];

describe.each(scopes)("%s", (scope, codes) => {
  test.each(codes)("is what a refusal with %i concerns, for good", (code) => {
    const outcome = sendOutcome("sms", { kind: "refused", status: 400, code }, "alice");
    expect(outcome).toMatchObject({ state: "failed", scope, detail: expect.stringMatching(/\S/) });
    expect(outcome).not.toHaveProperty("again");
  });
});

test.each([
  [10004, seconds(30)],
  [20409, seconds(5)],
  [20429, seconds(5)],
  [21611, minutes(1)],
])("a refusal with %i passes in %i ms, or in what Twilio says", (code, again) => {
  const refused = { kind: "refused", status: 400, code } as const;
  expect(sendOutcome("call", refused, "alice")).toMatchObject({ again });
  const retryAfter = milliseconds(1500);
  expect(sendOutcome("call", { ...refused, retryAfter }, "alice")).toMatchObject({ again: retryAfter });
});

test.each([
  ["sms", 99_999, "Twilio refused the text to alice (twilio.com/docs/api/errors/99999)"],
  ["call", 418, "Twilio refused the call to alice (HTTP 418)"],
] as const)("a refused %s nobody has described is told by its number %i", (via, code, detail) => {
  const failure: Failure =
    code < 1000 ? { kind: "refused", status: code } : { kind: "refused", status: 400, code };
  expect(sendOutcome(via, failure, "alice")).toMatchObject({ detail });
});

test.each(failures)("%o is explained in one line, naming nobody", (failure) => {
  expect(whyOf(failure).detail).toMatch(/^[^\n]{10,}$/);
  expect(whyOf(failure).detail).not.toMatch(/alice|undefined/);
});
