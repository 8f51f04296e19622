import { expect, test } from "vitest";
import { DeliveryId } from "../../src/sla/record.ts";
import { placedCalls } from "../../src/twilio/placed-calls.ts";

const first = DeliveryId.parse("~4096/2/0/call/alice/1");
const second = DeliveryId.parse("~4096/2/0/call/alice/2");

test("two calls to one number are told apart, whichever page asks", () => {
  const placed = placedCalls();
  placed.remember("CA1", first);
  placed.remember("CA2", second);
  expect([placed.isOther("CA1", first), placed.isOther("CA2", first)]).toEqual([false, true]);
  expect([placed.isOther("CA1", second), placed.isOther("CA2", second)]).toEqual([true, false]);
});

test("a call nobody remembers is nobody's", () => {
  expect(placedCalls().isOther("CA1", first)).toBe(false);
});

test.each([
  [499, true],
  [500, false],
])("after %i later calls, the first is known to be another's: %s", (later, isKnown) => {
  const placed = placedCalls();
  placed.remember("CA0", first);
  for (let count = 1; count <= later; count += 1) placed.remember(`CA${count}`, second);
  expect(placed.isOther("CA0", second)).toBe(isKnown);
  expect(placed.isOther(`CA${later}`, first)).toBe(true);
});

test("a call found again is not forgotten sooner for it", () => {
  const placed = placedCalls();
  for (let count = 0; count < 500; count += 1) placed.remember(`CA${count}`, first);
  placed.remember("CA0", first);
  placed.remember("CA500", first);
  expect(placed.isOther("CA0", second)).toBe(true);
  expect(placed.isOther("CA1", second)).toBe(false);
});
