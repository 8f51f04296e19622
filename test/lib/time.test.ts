import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { earliest, instant, milliseconds, steadyClock, systemClock } from "../../src/lib/time.ts";

const start = Date.parse("2026-03-02T02:00Z");
const hour = 3_600_000;

/** What happens to a machine: time passes, its clock is set or slewed, it is suspended. */
type Happening = Readonly<{ passes: number } | { set: number } | { suspended: number }>;

/** A machine of which everything is moved by hand. `elapsed` stands still while it is suspended. */
function machine({ coarse = false, tells = true } = {}) {
  const zero = { elapsed: 12_345.25, uptime: 98_765.5 };
  const since = { set: 0, passed: 0, suspended: 0 };
  const uptime = () => zero.uptime + since.passed + since.suspended;
  const happen = (what: Happening) => {
    if ("passes" in what) since.passed += what.passes;
    else if ("set" in what) since.set += what.set;
    else since.suspended += what.suspended;
  };
  const pauses: number[] = [];
  /** What happens during the pauses of a sleeper, one after the other. */
  const plan: Happening[] = [];
  const clock = steadyClock({
    wall: () => Math.floor(start + since.passed + since.suspended + since.set),
    elapsed: () => zero.elapsed + since.passed,
    uptime: () => (!tells ? Number.NaN : coarse ? Math.floor(uptime() / 1000) * 1000 : uptime()),
    pause: async (length) => {
      pauses.push(length);
      const next = plan.shift();
      if (next !== undefined) happen(next);
      happen({ passes: length });
    },
  });
  const trueNow = () => Math.floor(start + since.passed + since.suspended);
  clock.now();
  return { clock, happen, pauses, plan, trueNow, passed: () => since.passed + since.suspended };
}

describe("a clock that follows the machine's, but not when it is set", () => {
  test.each<[string, readonly Happening[], number, number]>([
    ["follows time", [{ passes: hour }], 0, 0],
    ["goes on when it is set back an hour", [{ passes: 5000 }, { set: -hour }], 0, -hour],
    ["goes on when it is set forward an hour", [{ passes: 5000 }, { set: hour }], 0, hour],
    [
      "goes on when it is set back and right again",
      [{ set: -hour }, { passes: 60_000 }, { set: hour }],
      0,
      0,
    ],
    ["goes on when it is set twice", [{ set: -hour }, { passes: 60_000 }, { set: -hour }], 0, -2 * hour],
    ["follows through suspension", [{ suspended: hour }], 0, 0],
    ["follows through a short suspension", [{ suspended: 3000 }], 0, 0],
    ["follows through suspension after a step", [{ set: hour }, { suspended: 8 * hour }], 0, hour],
    ["follows a correction by NTP", [{ set: 900 }], 900, 0],
    ["follows a slow slew back", Array.from({ length: 20 }, () => ({ set: -500 })), -10_000, 0],
    ["follows a slow slew after a step", [{ set: hour }, { set: 500 }, { set: 500 }], 1000, hour],
  ])("%s", (_, happenings, drift, by) => {
    const { clock, happen, trueNow } = machine();
    for (const what of happenings) {
      happen(what);
      clock.now();
    }
    expect(clock.now() - trueNow()).toBe(drift);
    expect(clock.stepped?.()?.by).toBe(by === 0 ? undefined : by);
  });

  test("tells since when", () => {
    const { clock, happen } = machine();
    happen({ passes: 5000 });
    happen({ set: -hour });
    expect(clock.stepped?.()).toEqual({ by: -hour, at: start + 5000 });
    happen({ passes: 5000 });
    expect(clock.stepped?.()).toEqual({ by: -hour, at: start + 5000 });
  });

  test("follows the machine again when it is set right, all but for what drift may be", () => {
    const { clock, happen, trueNow } = machine();
    happen({ set: -hour });
    clock.now();
    happen({ set: hour + 400 });
    expect(clock.now() - trueNow()).toBe(400);
    expect(clock.stepped?.()).toBeUndefined();
  });

  test("knows that the machine slept when its clock comes to know it only later", () => {
    const { clock, happen, trueNow } = machine();
    happen({ suspended: hour });
    happen({ set: -hour });
    happen({ passes: 60_000 });
    expect(clock.now()).toBe(trueNow());
    expect(clock.stepped?.()?.by).toBe(-hour);
    happen({ set: hour });
    expect(clock.now()).toBe(trueNow());
    expect(clock.stepped?.()).toBeUndefined();
  });

  test("asks for the uptime once a minute, and when it has to", () => {
    let asked = 0;
    const at = { wall: start, elapsed: 0 };
    const clock = steadyClock({
      wall: () => at.wall,
      elapsed: () => at.elapsed,
      uptime: () => {
        asked++;
        return at.elapsed;
      },
      pause: async () => {},
    });
    for (let second = 0; second < 120; second++) {
      at.wall += 1000;
      at.elapsed += 1000;
      clock.now();
    }
    expect(asked).toBe(2);
    at.wall -= hour;
    clock.now();
    expect(asked).toBe(3);
  });

  const passes = fc.record({ passes: fc.integer({ min: 0, max: 3 * hour }) });
  const set = fc.record({
    set: fc.oneof(fc.integer({ min: 2001, max: 9 * hour }), fc.integer({ min: -9 * hour, max: -2001 })),
  });
  const suspended = fc.record({ suspended: fc.integer({ min: 5000, max: 9 * hour }) });

  test("is never off by more than a second, whatever is set and however long it is suspended", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(passes, set, suspended)), (happenings) => {
        const { clock, happen, trueNow } = machine();
        for (const what of happenings) {
          happen(what);
          expect(Math.abs(clock.now() - trueNow())).toBeLessThanOrEqual(1000);
        }
      }),
    );
  });

  test("where uptime counts whole seconds, is off by no more than two a suspension", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(passes, set, suspended)), (happenings) => {
        const { clock, happen, trueNow } = machine({ coarse: true });
        let most = 1000;
        for (const what of happenings) {
          if ("suspended" in what) most += 2000;
          happen(what);
          expect(Math.abs(clock.now() - trueNow())).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("where the system tells no uptime, is not moved by a step either", () => {
    const { clock, happen, trueNow } = machine({ tells: false });
    happen({ set: -hour });
    expect(clock.now()).toBe(trueNow());
  });
});

describe("a sleeper", () => {
  const twentySeconds = milliseconds(20_000);

  test.each<[string, readonly Happening[], number]>([
    ["wakes in time", [], 20_000],
    ["is not late when the clock is set back", [{ set: -hour }], 20_000],
    ["is not early when the clock is set forward", [{ set: hour }], 20_000],
    ["is not moved by back and forth", [{ set: -hour }, { set: hour }], 20_000],
    ["is late by a correction only", [{ set: -900 }], 20_900],
    ["wakes at its next look when it slept with the machine", [{ suspended: hour }], hour + 15_000],
  ])("%s", async (_, happenings, after) => {
    const { clock, plan, passed } = machine();
    plan.push(...happenings);
    await clock.sleep(twentySeconds);
    expect(passed()).toBe(after);
  });

  test("is late by no more than a second, whatever is set", async () => {
    const set = fc.record({ set: fc.integer({ min: -9 * hour, max: 9 * hour }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(set, { maxLength: 1 }),
        fc.integer({ min: 0, max: 60_000 }),
        async (steps, length) => {
          const { clock, plan, passed } = machine();
          plan.push(...steps);
          await clock.sleep(milliseconds(length));
          expect(Math.abs(passed() - length)).toBeLessThanOrEqual(1000);
        },
      ),
    );
  });

  test("looks at the time every 15 s", async () => {
    const { clock, pauses } = machine();
    await clock.sleep(milliseconds(40_000));
    expect(pauses).toEqual([15_000, 15_000, 10_000]);
  });

  test("on the real clock, is woken by its signal", async () => {
    const stop = new AbortController();
    const asleep = systemClock.sleep(milliseconds(hour), stop.signal);
    stop.abort(new Error("enough"));
    await expect(asleep).rejects.toMatchObject({ message: "enough" });
  });

  test("on the real clock, does not wake too early", async () => {
    const from = systemClock.now();
    await systemClock.sleep(milliseconds(5));
    expect(systemClock.now() - from).toBeGreaterThanOrEqual(5);
  });
});

test.each([
  [[], undefined],
  [[undefined], undefined],
  [["02:01", undefined, "02:00", "02:00"], "02:00"],
])("the earliest of %j is %s", (times, first) => {
  const at = (time: string | undefined) => (time === undefined ? undefined : instant(`2026-03-03T${time}Z`));
  expect(earliest(times.map(at))).toBe(at(first));
});
