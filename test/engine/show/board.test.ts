import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { boardKeeper } from "../../../src/engine/show/board.ts";
import type { CardSources } from "../../../src/engine/show/card-facts.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import { after, before, type Instant, instant, minutes } from "../../../src/lib/time.ts";
import { type Alert, AlertId, severities } from "../../../src/sla/model.ts";
import { newRecord } from "../../../src/sla/record.ts";
import { handledElsewhere, hold, reopened } from "../../../src/sla/respond.ts";
import { alert as anAlert } from "../../sla/fixtures.ts";
import { settingsOf } from "../../slack/cards.ts";
import { bareSources } from "./bare-sources.ts";

const start = instant("2026-03-02T10:00Z");
const COUNT = 1500;
/** Rows after which the event loop was held for long enough. */
const SLICE = 150;
const idOf = (name: number) => AlertId.parse(`~${name}`);
// No deadline passes here, since nobody would act on it; holds do run out.
const alertOf = (name: number): Alert =>
  anAlert({
    id: idOf(name),
    severity: severities[name % severities.length] ?? "low",
    createdAt: before(start, minutes(name % 3)),
  });

/** A board over so many open alerts, of which a slice is drawn in each turn of the event loop. */
function scene() {
  let now: Instant = start;
  let settings = settingsOf();
  let made = 0;
  const clock = { now: () => now, sleep: async () => {} };
  const watch = watchlist({ write: async () => {} } as unknown as Journal, clock);
  const sources = bareSources({ clock, watch, settings: () => settings });
  watch.load(Array.from({ length: COUNT }, (_, index) => newRecord(alertOf(index + 1), index + 1, start)));
  const keeperOf = (from: CardSources) => {
    const keeper = boardKeeper(from, from.roster, () => ({}) as never);
    keeper.changed();
    return keeper;
  };
  // Asked for once for each row.
  const itemsOf = () => {
    if (++made % SLICE === 0) vi.advanceTimersByTime(10);
    return [];
  };
  const board = keeperOf({ ...sources, itemsOf });

  const recordOf = (name: number) => watch.get(idOf(name))?.record;
  return {
    board,
    drawnAtOnce: () => keeperOf(sources).board(),
    made: () => made,
    close(name: number) {
      const record = recordOf(name);
      const closed: Alert = { ...alertOf(name), stage: "closed", status: "Duplicated" };
      if (record !== undefined && record.handled === undefined)
        watch.change(idOf(name), handledElsewhere(record, closed, now).record);
    },
    reopen(name: number) {
      const record = recordOf(name);
      if (record?.handled !== undefined) watch.change(idOf(name), reopened(record, now).record);
    },
    hold(name: number) {
      const record = recordOf(name);
      if (record !== undefined && record.handled === undefined)
        watch.change(idOf(name), hold(record, "ignored", after(now, minutes(3)), now, "U0ALICE001").record);
    },
    admit: (name: number) => void watch.admit([alertOf(COUNT + name)]),
    changed(name: number) {
      settings = settingsOf({ tiers: (name % 3) + 1 });
      board.changed();
    },
    wait() {
      now = after(now, minutes(1));
    },
    back() {
      now = before(now, minutes(2));
    },
    touch: (name: number) => board.touch(idOf(name)),
    draw: () => void board.draw(),
    look: () => void board.board(),
  };
}

/** Draws the board while something happens in each turn of the event loop. @returns most rows made in one turn */
async function drawn(stage: ReturnType<typeof scene>, meanwhile: readonly (() => void)[]): Promise<number> {
  let isDone = false;
  let [most, before] = [0, 0];
  const drawing = stage.board.draw().then(() => {
    isDone = true;
  });
  for (let turn = 0; !isDone || turn < meanwhile.length; turn++) {
    most = Math.max(most, stage.made() - before);
    before = stage.made();
    meanwhile[turn]?.();
    await setImmediate();
  }
  await drawing;
  return Math.max(most, stage.made() - before);
}

const kinds = [
  "close",
  "reopen",
  "hold",
  "admit",
  "touch",
  "changed",
  "wait",
  "back",
  "draw",
  "look",
] as const;
const happening = fc.record({
  kind: fc.constantFrom(...kinds),
  // Few enough that much happens to the same ones.
  name: fc.constantFrom(1, 2, SLICE, SLICE + 1, COUNT - 1, COUNT),
});

describe("a board that is drawn in slices", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is the one drawn at once, whatever happens in between", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (all) => {
        const stage = scene();
        await drawn(
          stage,
          all.map(
            ({ kind, name }) =>
              () =>
                stage[kind](name),
          ),
        );
        expect(stage.board.board()).toEqual(stage.drawnAtOnce());
      }),
      { numRuns: 40 },
    );
  });

  test("a clock that was set back shows the same hold twice, and its end twice", async () => {
    const stage = scene();
    stage.hold(1);
    for (let minute = 0; minute < 4; minute++) stage.wait();
    stage.look();
    stage.back();
    stage.changed(1);
    await drawn(stage, [stage.wait, stage.wait]);
    expect(stage.board.board()).toEqual(stage.drawnAtOnce());
  });

  test.each<[string, number, (stage: ReturnType<typeof scene>) => void]>([
    ["nothing happens", COUNT, () => {}],
    ["an alert whose row is made is handled", COUNT, (stage) => stage.close(1)],
    ["another draws too", COUNT, (stage) => stage.draw()],
    ["the settings change", COUNT + SLICE, (stage) => stage.changed(1)],
  ])("never holds everything up, and makes no row in vain, when %s", async (_, rows, happens) => {
    const stage = scene();
    const most = await drawn(stage, [() => happens(stage)]);
    expect(stage.made()).toBeLessThanOrEqual(rows);
    expect(most).toBeLessThanOrEqual(3 * SLICE);
    const before = stage.made();
    expect(stage.board.board()).toEqual(stage.drawnAtOnce());
    expect(stage.made()).toBe(before);
  });
});
