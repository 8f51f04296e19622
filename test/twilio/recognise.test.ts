import { describe, expect, test } from "vitest";
import { Instant } from "../../src/lib/time.ts";
import type { Row } from "../../src/twilio/reading.ts";
import { callOf, textOf } from "../../src/twilio/recognise.ts";
import { now as startedAt } from "./pages.ts";

const nobodys = () => false;

describe("a text", () => {
  test.each<[string, Partial<Row>, boolean]>([
    ["begun at that instant", { createdAt: at(0) }, true],
    ["begun a minute before, by Twilio's clock", { createdAt: at(-60_000) }, true],
    ["begun a minute and a millisecond before", { createdAt: at(-60_001) }, false],
    ["begun a day later", { createdAt: at(86_400_000) }, true],
    ["without a date yet", {}, true],
    ["without a date, and over", { status: "delivered" }, true],
    ["with another mark", { createdAt: at(0), body: "Open Slack. (B2C3)" }, false],
    ["without a mark and a date", { body: "" }, false],
  ])("%s is the page's: %o %s", (_what, changes, isOurs) => {
    expect(textOf("(K7Q2)", [row("a", changes)], startedAt)?.sid).toBe(isOurs ? "a" : undefined);
  });

  test("is the latest of several with the mark", () => {
    const rows = [row("b", { body: "" }), row("a", { createdAt: at(2000) }), row("c", { createdAt: at(0) })];
    expect(textOf("(K7Q2)", rows, startedAt)?.sid).toBe("a");
  });
});

describe("a call", () => {
  test.each<[string, Partial<Row>, boolean]>([
    ["begun at that instant", { createdAt: at(0) }, true],
    ["begun 15 s before, by Twilio's clock", { createdAt: at(-15_000) }, true],
    ["begun a millisecond earlier", { createdAt: at(-15_001) }, false],
    ["begun 45 s later", { createdAt: at(45_000) }, true],
    ["begun a millisecond later", { createdAt: at(45_001) }, false],
    ["in the queue, without a date", { status: "queued" }, true],
    ["ringing, without a date", { status: "ringing" }, true],
    ["in progress, without a date", { status: "in-progress" }, true],
    ["over, without a date", { status: "completed" }, false],
    ["cancelled, without a date", { status: "canceled" }, false],
    ["in no known state, without a date", { status: "?" }, false],
  ])("%s is the page's: %o %s", (_what, changes, isOurs) => {
    expect(callOf([row("a", changes)], startedAt, nobodys)?.sid).toBe(isOurs ? "a" : undefined);
    expect(callOf([row("a", changes)], startedAt, (sid) => sid === "a")).toBeUndefined();
  });

  test.each<[string, Row[], string]>([
    ["the nearer in time", [row("a", { createdAt: at(3000) }), row("b", { createdAt: at(-2999) })], "b"],
    [
      "the nearer in time, after",
      [row("a", { createdAt: at(2999) }), row("b", { createdAt: at(-3000) })],
      "a",
    ],
    [
      "the later of two as near",
      [row("a", { createdAt: at(3000) }), row("b", { createdAt: at(-3000) })],
      "a",
    ],
    ["one with a date before one without", [row("a", {}), row("b", { createdAt: at(40_000) })], "b"],
    ["one without a date before one too old", [row("a", { createdAt: at(-20_000) }), row("b", {})], "b"],
    ["the later of two without", [row("a", {}), row("b", {})], "a"],
  ])("of two to one number is %s", (_which, rows, sid) => {
    expect(callOf(rows, startedAt, nobodys)?.sid).toBe(sid);
  });

  test.each<[what: string, row: Row, isOurs: boolean]>([
    ["a second before we led", row("a", { createdAt: at(-9000) }), false],
    ["in the second in which we began to", row("a", { createdAt: at(-8999) }), true],
    ["without a date", row("a", {}), true],
  ])("of which another copy may have placed some is ours when it began %s: %o", (_what, one, isOurs) => {
    expect(callOf([one], startedAt, nobodys, at(-8000))?.sid).toBe(isOurs ? "a" : undefined);
    expect(callOf([one], startedAt, nobodys)?.sid).toBe("a");
  });

  test.each([
    ["a", "b"],
    ["b", "a"],
  ])("is, with %s known to be another's, %s", (others, mine) => {
    const rows = [row("a", { createdAt: at(1000) }), row("b", { createdAt: at(0) })];
    expect(callOf(rows, startedAt, (sid) => sid === others)?.sid).toBe(mine);
  });
});

/** So many ms after the page was begun. */
function at(ms: number): Instant {
  return Instant.parse(startedAt + ms);
}

function row(sid: string, changes: Partial<Row>): Row {
  return { sid, status: "queued", body: "Open Slack. (K7Q2)", ...changes };
}
