import fc from "fast-check";
import { expect, test } from "vitest";
import type { CardSources } from "../../../src/engine/show/card-facts.ts";
import { firstAct } from "../../../src/engine/show/first-act.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import { after, before, type Instant, instant, minutes } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { newRecord } from "../../../src/sla/record.ts";
import { handledElsewhere, hold } from "../../../src/sla/respond.ts";
import { alert } from "../../sla/fixtures.ts";
import { settingsOf } from "../../slack/cards.ts";
import { bareSources } from "./bare-sources.ts";

const now = instant("2026-03-02T10:00Z");

/** One that is open for so long, or held from then on, or handled. */
const some = fc.record({
  age: fc.integer({ min: 0, max: 29 }),
  is: fc.constantFrom("waiting", "held", "handled"),
});

function sourcesOf(all: readonly { age: number; is: string }[]): CardSources {
  const settings = settingsOf({ tiers: 1 });
  const clock = { now: () => now, sleep: async () => {} };
  const watch = watchlist({ write: async () => {} } as unknown as Journal, clock);
  watch.load(
    all.map(({ age, is }, index) => {
      const one = alert({
        id: AlertId.parse(`~${index + 1}`),
        severity: "high",
        createdAt: before(now, minutes(age)),
      });
      const record = newRecord(one, index + 1, now);
      if (is === "held") return hold(record, "ignored", after(now, minutes(90)), now, "U0ALICE001").record;
      if (is === "waiting") return record;
      return handledElsewhere(record, { ...one, stage: "closed", status: "Closed" }, now).record;
    }),
  );
  return bareSources({ clock, watch, settings: () => settings });
}

test("the oldest that waits is told of first, one that is held at the end of its hold, a handled one never", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(some, { maxLength: 8 }), async (all) => {
      const due = all.flatMap(({ age, is }, index): { at: Instant; number: number }[] => {
        if (is === "handled") return [];
        return [{ at: after(now, minutes(is === "held" ? 90 : 30 - age)), number: index + 1 }];
      });
      const earliest = due.toSorted((one, other) => one.at - other.at)[0];
      expect(await firstAct(sourcesOf(all))).toEqual(earliest);
    }),
  );
});
