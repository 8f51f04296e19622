import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Instant, milliseconds } from "../../src/lib/time.ts";
import type { Alert, AlertId } from "../../src/sla/model.ts";
import { Entries } from "../../src/thehive/entries.ts";
import { type Entry, lacksObservables } from "../../src/thehive/entry.ts";

const now = milliseconds(1_000_000) as number as Instant;

function alertOf(id: string, observables: number | undefined): Alert {
  return {
    id: id as AlertId,
    title: id,
    severity: "high",
    createdAt: now,
    type: "t",
    source: "s",
    tags: [],
    stage: "new",
    status: "New",
    observableCount: 1,
    ...(observables === undefined
      ? {}
      : {
          observables: Array.from({ length: observables }, () => ({ dataType: "ip", data: "203.0.113.1" })),
        }),
    customFields: {},
  };
}

const keys = ["a", "b", "c", "d", "e"];
const entry = (key: string): fc.Arbitrary<Entry> =>
  fc
    .record({
      kind: fc.constantFrom("open", "handled", "malformed"),
      listed: fc.boolean(),
      observables: fc.constantFrom(undefined, 0, 1),
      tries: fc.integer({ min: 0, max: 4 }),
      counted: fc.boolean(),
    })
    .map(({ kind, listed, observables, tries, counted }) => ({
      mark: 1,
      stamp: now,
      skew: 0,
      judgedBy: ["New"],
      open: kind === "open",
      listed,
      counted,
      tries,
      alert: kind === "open" ? alertOf(key, observables) : undefined,
      malformed: kind === "malformed" ? { id: key, why: "no title" } : undefined,
      handledAt: undefined,
    }));

type Step = (entries: Entries) => void;
const step: fc.Arbitrary<Step> = fc.constantFrom(...keys).chain((key) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: entry(key).map(
        (one): Step =>
          (entries) =>
            entries.set(key, one),
      ),
    },
    { weight: 1, arbitrary: fc.constant<Step>((entries) => entries.delete(key)) },
    { weight: 1, arbitrary: fc.constant<Step>((entries) => entries.markHandled(key as AlertId, now)) },
  ),
);

const sorted = (keys: readonly string[]) => keys.toSorted((one, other) => one.localeCompare(other));

/** What the counts and lists have to be, by walking everything. */
function recount(entries: Entries) {
  const all = [...entries];
  const keysOf = (is: (entry: Entry) => boolean) =>
    sorted(all.filter(([, one]) => is(one)).map(([key]) => key));
  return {
    size: all.length,
    open: keysOf(({ alert }) => alert !== undefined).length,
    listed: keysOf(({ listed }) => listed).length,
    owed: keysOf(lacksObservables),
    gone: keysOf(({ open, listed }) => !open && !listed),
    malformed: keysOf(({ malformed }) => malformed !== undefined),
  };
}

const told = (entries: Entries) => ({
  size: entries.size,
  open: entries.open,
  listed: entries.listed,
  owed: sorted(entries.owed().map(([key]) => key)),
  gone: sorted(entries.gone().map(([key]) => key)),
  malformed: sorted(entries.malformed().map(({ id }) => id)),
});

function made(steps: readonly Step[]): Entries {
  const entries = new Entries();
  for (const one of steps) one(entries);
  return entries;
}

describe("what is kept between two polls", () => {
  test("counts and lists always equal a recount, whatever changed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const entries = made(steps);
        expect(told(entries)).toEqual(recount(entries));
      }),
    );
  });

  test("how many would be listed with changes is how many are once they are taken in", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 10 }), (known, changed) => {
        const [entries, staged] = [made(known), made(changed)];
        const expected = entries.listedWith(staged);
        for (const [key, one] of staged) entries.set(key, one);
        expect(expected).toBe(entries.listed);
      }),
    );
  });
});
