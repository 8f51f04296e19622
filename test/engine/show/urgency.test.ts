import fc from "fast-check";
import { expect, test } from "vitest";
import type { BoardRow } from "../../../src/engine/ports/card-facts.ts";
import { byUrgency } from "../../../src/engine/show/urgency.ts";
import { after, type Instant, instant, minutes } from "../../../src/lib/time.ts";
import { AlertId, type Severity, severities } from "../../../src/sla/model.ts";
import { newRecord } from "../../../src/sla/record.ts";
import { alert as anAlert } from "../../sla/fixtures.ts";

const start = instant("2026-03-02T10:00Z");
const min = (count: number): Instant => after(start, minutes(count));

interface Short {
  name: number;
  state: BoardRow["state"];
  severity?: Severity;
  raised?: number;
  next?: number;
  until?: number;
}

function row({ name, state, severity = "high", raised = 0, next, until }: Short): BoardRow {
  const alert = anAlert({ id: AlertId.parse(`~${name}`), severity, createdAt: min(raised) });
  const kind = state === "ignored" ? "ignored" : "acknowledged";
  const hold = until === undefined ? {} : { hold: { kind, until: min(until), at: start, by: "U0" } as const };
  return {
    alert,
    record: { ...newRecord(alert, name, start), ...hold },
    told: [],
    state,
    ...(next === undefined ? {} : { next: { tier: 1, repeat: 0, at: min(next) } }),
  };
}

test.each<[string, Short[]]>([
  [
    "what is past a deadline comes before what waits, however severe",
    [
      { name: 1, state: "breached", severity: "low" },
      { name: 2, state: "waiting", severity: "critical", next: 1 },
    ],
  ],
  [
    "of what is past a deadline the severest comes first, then the oldest, whatever comes next",
    [
      { name: 1, state: "breached", severity: "critical", raised: 9, next: 90 },
      { name: 2, state: "breached", raised: 1, next: 80 },
      { name: 3, state: "breached", raised: 2, next: 3 },
    ],
  ],
  [
    "of what waits the next deadline comes first, then the severest",
    [
      { name: 1, state: "waiting", severity: "low", next: 5 },
      { name: 2, state: "waiting", severity: "critical", next: 6 },
      { name: 3, state: "waiting", severity: "low", next: 6 },
      { name: 4, state: "waiting" },
    ],
  ],
  [
    "what is held comes last, by the end of its hold",
    [
      { name: 1, state: "waiting", severity: "low", next: 500 },
      { name: 2, state: "quiet", severity: "low" },
      { name: 3, state: "acknowledged", severity: "low", until: 10 },
      { name: 4, state: "ignored", severity: "critical", until: 20, next: 20 },
    ],
  ],
])("%s", (_, wanted) => {
  const names = (rows: readonly BoardRow[]) => rows.map(({ record }) => record.number);
  const rows = wanted.map(row);
  expect(names([...rows].reverse().sort(byUrgency))).toEqual(names(rows));
});

const rows = fc
  .record({
    state: fc.constantFrom<BoardRow["state"]>("breached", "waiting", "quiet", "ignored", "acknowledged"),
    severity: fc.constantFrom(...severities),
    raised: fc.nat({ max: 3 }),
    next: fc.nat({ max: 3 }),
    until: fc.nat({ max: 3 }),
  })
  .chain((short) => fc.nat().map((name) => row({ ...short, name: name + 1 })));
const many = fc.uniqueArray(rows, { selector: ({ record }) => record.number, maxLength: 40 });

test("a list that is cut never leaves out what is worse than anything it shows", () => {
  const isLate = ({ state }: BoardRow) => state === "breached";
  const rank = ({ alert }: BoardRow) => severities.indexOf(alert.severity);
  fc.assert(
    fc.property(many, fc.nat({ max: 20 }), (all, shown) => {
      const sorted = [...all].sort(byUrgency);
      for (const one of sorted.slice(0, shown)) {
        for (const left of sorted.slice(shown).filter(isLate)) {
          expect(isLate(one)).toBe(true);
          expect(rank(one)).toBeGreaterThanOrEqual(rank(left));
        }
      }
      expect([...all].reverse().sort(byUrgency)).toEqual(sorted);
    }),
  );
});
