import fc from "fast-check";
import { expect, test } from "vitest";
import { minutes } from "../../src/lib/time.ts";
import { type Due, forecast } from "../../src/sla/forecast.ts";
import { AlertId } from "../../src/sla/model.ts";
import { at, plus } from "./fixtures.ts";

const now = at("12:00");
const due = (id: string, time: string): Due => ({ id: AlertId.parse(id), deadline: at(time) });
/** One every twenty minutes for the last four hours. */
const every20 = Array.from({ length: 12 }, (_, index) => plus(now, minutes(-20 * index)));

test.each<[string, Due[], readonly ReturnType<typeof at>[], ReturnType<typeof forecast>]>([
  ["nothing waits", [], every20, undefined],
  ["each in time: nothing is said", [due("a", "12:20"), due("b", "12:40")], every20, undefined],
  [
    "one too many for the pace",
    [due("b", "12:30"), due("a", "12:25"), due("c", "12:50")],
    every20,
    { missed: 1, of: 3, by: at("12:30"), first: ["a", "c"], handled: 12 } as never,
  ],
  [
    "what cannot be in time any more is not waited for",
    [due("a", "12:10"), due("b", "12:21")],
    every20,
    { missed: 1, of: 2, by: at("12:10"), first: ["b"], handled: 12 } as never,
  ],
  [
    "three are named",
    ["a", "b", "c", "d"].map((id, index) => due(id, `1${2 + index}:59`)).concat(due("x", "12:05")),
    every20,
    { missed: 1, of: 5, by: at("12:05"), first: ["a", "b", "c"], handled: 12 } as never,
  ],
  ["too few were handled for anybody to know", [due("a", "12:01")], every20.slice(0, 2), undefined],
  [
    "what was handled longer ago is no pace",
    [due("a", "12:01")],
    [at("07:00"), at("07:10"), at("08:00"), at("11:00"), at("11:30")],
    undefined,
  ],
])("%s", (_name, waiting, handledAt, expected) => {
  expect(forecast(waiting, handledAt, now)).toEqual(expected);
});

test("no order of taking them misses fewer", () => {
  const story = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(story, fc.integer({ min: 3, max: 24 }), (ends, count) => {
      const waiting = ends.map((end, index) => ({
        id: AlertId.parse(`~${index}`),
        deadline: plus(now, minutes(end)),
      }));
      const handled = Array.from({ length: count }, () => plus(now, minutes(-1)));
      const each = minutes(240) / count;
      const late = orders(ends).map((order) => {
        let done = 0;
        let missed = 0;
        // In any order; who is late anyway may as well come last.
        for (const end of order) {
          if (done + each <= minutes(end)) done += each;
          else missed += 1;
        }
        return missed;
      });
      expect(forecast(waiting, handled, now)?.missed ?? 0).toBe(Math.min(...late));
    }),
    { numRuns: 200 },
  );
});

function orders(all: readonly number[]): number[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((one, index) => orders(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}
