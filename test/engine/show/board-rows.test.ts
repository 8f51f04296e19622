import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BoardRow } from "../../../src/engine/ports/card-facts.ts";
import { BoardRows } from "../../../src/engine/show/board-rows.ts";
import { byUrgency } from "../../../src/engine/show/urgency.ts";
import { after, instant, minutes } from "../../../src/lib/time.ts";
import { AlertId, severities } from "../../../src/sla/model.ts";
import { newRecord } from "../../../src/sla/record.ts";
import { alert as anAlert } from "../../sla/fixtures.ts";

const start = instant("2026-03-02T10:00Z");
const NAMES = 300;

const rowOf = (name: number): fc.Arbitrary<BoardRow> =>
  fc
    .record({
      severity: fc.constantFrom(...severities),
      state: fc.constantFrom<BoardRow["state"]>("breached", "waiting", "quiet", "acknowledged"),
      next: fc.nat(20),
    })
    .map(({ severity, state, next }) => {
      const alert = anAlert({ id: AlertId.parse(`~${name}`), severity, createdAt: start });
      const at = after(start, minutes(next));
      return {
        alert,
        record: newRecord(alert, name, start),
        told: [],
        state,
        next: { tier: 1, repeat: 0, at },
      };
    });

type Change = ReadonlyMap<AlertId, BoardRow | undefined>;
const rowsOf = (names: readonly number[]): fc.Arbitrary<Change> =>
  fc.tuple(...names.map(rowOf)).map((all) => new Map(all.map((row) => [row.alert.id, row])));
const all = rowsOf(Array.from({ length: NAMES }, (_, index) => index + 1));
const change: fc.Arbitrary<Change> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: NAMES + 5 }), fc.boolean()), { maxLength: 5 })
  .chain((some) => {
    const names = [...new Set(some.map(([name]) => name))];
    const gone = new Set(some.filter(([, isGone]) => isGone).map(([name]) => AlertId.parse(`~${name}`)));
    return rowsOf(names).map(
      (rows) => new Map([...rows].map(([id, row]) => [id, gone.has(id) ? undefined : row])),
    );
  });

function counted(rows: readonly BoardRow[]) {
  const of = (severity: string) => rows.filter(({ alert }) => alert.severity === severity).length;
  return Object.fromEntries(severities.map((severity) => [severity, of(severity)]));
}

describe("the rows of a board", () => {
  test("are in their order, counted and complete, however few or many change", () => {
    fc.assert(
      fc.property(all, fc.array(change, { maxLength: 6 }), (first, changes) => {
        const rows = new BoardRows();
        const expected = new Map<AlertId, BoardRow>();
        for (const one of [first, ...changes]) {
          rows.put(one);
          for (const [id, row] of one) {
            expected.delete(id);
            if (row !== undefined) expected.set(id, row);
          }
          expect(rows.sorted).toEqual([...expected.values()].sort(byUrgency));
          expect(rows.counts).toEqual(counted(rows.sorted));
          expect(new Set(rows.ids())).toEqual(new Set(expected.keys()));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("that somebody looks at do not change under them", () => {
    fc.assert(
      fc.property(all, change, (first, then) => {
        const rows = new BoardRows();
        rows.put(first);
        const { sorted } = rows;
        const before = [...sorted];
        rows.put(then);
        expect(sorted).toEqual(before);
      }),
      { numRuns: 10 },
    );
  });
});
