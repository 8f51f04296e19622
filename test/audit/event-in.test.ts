import { expect, test } from "vitest";
import { chained } from "../../src/audit/chain.ts";
import { eventIn } from "../../src/audit/event-in.ts";

const event = { at: "2026-03-02T02:00:00.000Z", event: "tier.fired", actor: "system", alertId: "~1" };
const [first = "", second = ""] = chained([JSON.stringify(event), JSON.stringify(event)], "").lines;
const HEX = /"prev":"([0-9a-f]{64})"/;

test.each([
  ["one of no chain", JSON.stringify(event)],
  ["the first of a chain", first],
  ["a later one", second],
])("a line holds its event: %s", (_, line) => {
  expect(eventIn(line)).toEqual(event);
});

test.each([
  ["a hash of another length", second.replace(HEX, '"prev":"$1f"')],
  ["another key after the hash of the line before", second.replace(HEX, '"prev":"$1","tier":2')],
  ["the same in the first line", first.replace('"prev":""', '"prev":"","tier":2')],
  ["no hash of the line before", second.replace(/,"prev":"[0-9a-f]{64}"/, "")],
  ["a key that no event has", JSON.stringify({ ...event, hash: "0".repeat(64) })],
  ["an event that nobody knows", second.replace("tier.fired", "tier.lost")],
  ["a line cut short", second.slice(0, -1)],
])("somebody's edit is no event: %s", (_, line) => {
  expect(line).not.toBe(second);
  expect(line).not.toBe(first);
  expect(eventIn(line)).toBeUndefined();
});
