import { expect, test } from "vitest";
import { Instant } from "../../src/lib/time.ts";
import { skewMeter } from "../../src/thehive/skew.ts";

const noon = Date.UTC(2026, 2, 2, 12);
const at = (ms: number) => Instant.parse(noon + ms);
const header = (ms: number) => new Date(noon + ms).toUTCString();

/** What is measured when TheHive is `skews` ms ahead, one answer each, after a journey of `journey` ms. */
function measured(skews: readonly number[], journey = 100): number | undefined {
  const meter = skewMeter();
  skews.forEach((skew, index) => {
    const sent = index * 60_000;
    meter.add(header(sent + journey / 2 + skew), at(sent), at(sent + journey));
  });
  return meter.value();
}

test("nothing is known before the first answer, nor from one without a date", () => {
  const meter = skewMeter();
  expect(meter.value()).toBeUndefined();
  meter.add(undefined, at(0), at(10));
  meter.add("yesterday", at(0), at(10));
  expect(meter.value()).toBeUndefined();
});

test.each([0, 400, 999, -400, -999])("%i ms is within what Date cannot tell", (skew) => {
  expect(measured([skew])).toBe(0);
});

test.each([3000, 90_000, -90_000])("%i ms is measured to a second", (skew) => {
  expect(Math.abs((measured([skew]) ?? 0) - skew)).toBeLessThanOrEqual(1000);
});

test("one odd answer among good ones changes nothing", () => {
  expect(measured([0, 0, 0, 3_600_000, 0])).toBe(0);
});

test("a clock that was set right is believed after a few answers", () => {
  expect(measured([90_000, 90_000, 0, 0, 0])).toBe(0);
});

test("small moves are noise", () => {
  const first = measured([90_000]);
  expect(measured([90_000, 90_700, 90_700, 90_700, 90_700])).toBe(first);
});

test("a slow journey proves no skew", () => {
  expect(measured([4000], 10_000)).toBe(0);
});
