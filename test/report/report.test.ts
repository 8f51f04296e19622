import { describe, expect, test } from "vitest";
import { instant, minutes } from "../../src/lib/time.ts";
import { TimeZone } from "../../src/lib/zoned.ts";
import { reportCsv } from "../../src/report/csv.ts";
import { isNight } from "../../src/report/told.ts";
import { wallHours } from "../../src/report/wall-hours.ts";
import { reportText } from "../../src/report/words.ts";
import { event, events, example, reportFrom, seen } from "./example.ts";

test("a tier that somebody fired before its deadline is no breach until then", () => {
  const early = event("08:05", "tier.fired", "~1", {
    tier: 1,
    actor: "U1",
    detail: { deadline: "2026-03-02T08:30:00.000Z" },
  });
  const until = (response: string) =>
    reportFrom(
      [seen("08:00", "~1", "high"), early, event(response, "alert.acknowledged", "~1", { actor: "U1" })],
      instant("2026-03-02T00:00Z"),
      instant("2026-03-03T00:00Z"),
      TimeZone.parse("UTC"),
    );
  expect(until("08:10").all).toMatchObject({ withinSla: 1, late: 0 });
  expect(until("08:40").all).toMatchObject({ withinSla: 0, late: 1 });
  expect(until("08:10").breachesByTier).toEqual([]);
});

describe("the worked example", () => {
  test("tells what was handled in time, what late, and what still may be", () => {
    expect(example().all).toMatchObject({ alerts: 6, withinSla: 2, late: 3, waiting: 1 });
  });

  test("tells median and p90 of the time to triage by severity", () => {
    const { bySeverity } = example();
    expect(bySeverity.high).toEqual({
      alerts: 4,
      withinSla: 2,
      late: 2,
      waiting: 0,
      // 10, 20, 40 and 60 minutes
      triage: { responded: 4, median: minutes(30), p90: minutes(60) },
      acknowledge: null,
      stood: 0,
    });
    expect(bySeverity.critical).toEqual({
      alerts: 1,
      withinSla: 0,
      late: 1,
      waiting: 0,
      triage: null,
      acknowledge: null,
      stood: 0,
    });
    expect(bySeverity.low).toEqual({
      alerts: 1,
      withinSla: 0,
      late: 0,
      waiting: 1,
      triage: null,
      acknowledge: null,
      stood: 0,
    });
  });

  test("counts breaches by tier, without repeats", () => {
    expect(example().breachesByTier).toEqual([2, 2, 1]);
    expect(example().highRisk).toBe(1);
  });

  test.each([
    ["UTC", [2, 9, 10, 22, 22]],
    ["Europe/Paris", [3, 10, 11, 23, 23]],
  ])("counts breaches by the hour of %s", (zone, hours) => {
    const { breachesByHour } = example(zone);
    expect(breachesByHour.flatMap((count, hour) => new Array<number>(count).fill(hour))).toEqual(hours);
  });

  test("counts each page once, and those at night", () => {
    expect(example().people).toEqual([
      { name: "alice", notifications: 2, atNight: 1, nights: 1, needsRest: false },
      { name: "bob", notifications: 2, atNight: 2, nights: 1, needsRest: false },
    ]);
    expect(example("UTC").people).toEqual([
      { name: "alice", notifications: 2, atNight: 1, nights: 1, needsRest: false },
      { name: "bob", notifications: 2, atNight: 1, nights: 1, needsRest: false },
    ]);
  });

  test("states its window with the offset of its zone", () => {
    const { since, until, zone } = example();
    expect([since, until, zone]).toEqual([
      "2026-03-02T01:00:00+01:00",
      "2026-03-03T01:00:00+01:00",
      "Europe/Paris",
    ]);
  });
});

describe("the window", () => {
  const zone = TimeZone.parse("UTC");

  test("is half-open", () => {
    const at = (time: string) => instant(`2026-03-02T${time}Z`);
    expect(reportFrom(events, at("08:00"), at("10:00"), zone).all.alerts).toBe(2);
  });

  test("leaves out alerts that were seen before", () => {
    const at = (time: string) => instant(`2026-03-02T${time}Z`);
    const { all, breachesByTier } = reportFrom(events, at("09:01"), at("09:50"), zone);
    expect(all.alerts).toBe(0);
    expect(breachesByTier).toEqual([1]);
  });
});

test("a response at the very instant of a breach is late", () => {
  const both = [
    seen("09:00", "~1", "high"),
    event("09:30", "tier.fired", "~1", { tier: 1 }),
    event("09:30", "alert.promoted", "~1"),
  ];
  const { all } = reportFrom(
    both,
    instant("2026-03-02T00:00Z"),
    instant("2026-03-03T00:00Z"),
    TimeZone.parse("UTC"),
  );
  expect(all).toMatchObject({ withinSla: 0, late: 1 });
});

test.each([
  ["21:59", false],
  ["22:00", true],
  ["00:00", true],
  ["06:59", true],
  ["07:00", false],
])("%s is at night: %s", (time, night) => {
  expect(isNight(wallHours(TimeZone.parse("UTC"))(instant(`2026-03-02T${time}Z`)))).toBe(night);
});

test.each([
  [[5], 5, 5],
  [[5, 7], 6, 7],
  [[1, 2, 3], 2, 3],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 9],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10],
])("of %j minutes the median is %d, the p90 %d", (times, median, p90) => {
  const list = times.flatMap((time, index) => [
    seen("08:00", `~${index}`, "low"),
    event(`08:${String(time).padStart(2, "0")}`, "alert.promoted", `~${index}`),
  ]);
  const { bySeverity } = reportFrom(
    list,
    instant("2026-03-02T00:00Z"),
    instant("2026-03-03T00:00Z"),
    TimeZone.parse("UTC"),
  );
  expect(bySeverity.low.triage).toEqual({
    responded: times.length,
    median: minutes(median),
    p90: minutes(p90),
  });
});

describe("the trail decides no sizes", () => {
  const day = { since: instant("2026-03-02T00:00Z"), until: instant("2026-03-03T00:00Z") };
  const utc = TimeZone.parse("UTC");
  const at = "2026-03-02T10:00:00.000Z";

  test("two hundred thousand breaches make a report", () => {
    const many = Array.from({ length: 200_000 }, (_, index) => ({
      at,
      event: "tier.fired" as const,
      actor: "system",
      alertId: `~${index}`,
      tier: (index % 3) + 1,
    }));
    const { breachesByTier } = reportFrom(many, day.since, day.until, utc);
    expect(breachesByTier).toEqual([66_667, 66_667, 66_666]);
  });

  test.each([1e9, Number.MAX_SAFE_INTEGER, 21, 0, -1, 1.5])("a forged tier %d is passed over", (tier) => {
    const forged = { at, event: "tier.fired" as const, actor: "system", alertId: "~1", tier };
    expect(reportFrom([forged], day.since, day.until, utc).breachesByTier).toEqual([]);
  });

  test("a name is cut, and of ten thousand people a thousand are told", () => {
    const told = Array.from({ length: 10_000 }, (_, index) => ({
      at,
      event: "notification.sent" as const,
      actor: "system",
      via: "sms" as const,
      to: `${index}`.padEnd(5000, "x"),
      detail: { ref: `ref-${index}` },
    }));
    const { people } = reportFrom(told, day.since, day.until, utc);
    expect(people).toHaveLength(1000);
    expect(people.every(({ name }) => name.length <= 60)).toBe(true);
  });

  test("a time to triage of ages is told as ten years", () => {
    const old = { severity: "high", createdAt: "0001-01-01T00:00:00Z" };
    const course = [
      { at, event: "alert.seen" as const, actor: "system", alertId: "~1", detail: old },
      { at, event: "alert.handled" as const, actor: "system", alertId: "~1" },
    ];
    const { all } = reportFrom(course, day.since, day.until, utc);
    expect(all.triage?.median).toBe(minutes(3650 * 24 * 60));
  });
});

test.each([
  ["Europe/London", "2026-03-29T00:59:59Z", 0],
  ["Europe/London", "2026-03-29T01:00:00Z", 2],
  ["Asia/Kathmandu", "2026-03-02T00:14:59Z", 5],
  ["Asia/Kathmandu", "2026-03-02T00:15:00Z", 6],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", 1],
  ["Asia/Kolkata", "2026-03-02T00:29:59Z", 5],
])("in %s the clock on the wall shows at %s the hour %i", (zone, at, hour) => {
  const hourAt = wallHours(TimeZone.parse(zone));
  expect([hourAt(instant(at)), hourAt(instant(at))]).toEqual([hour, hour]);
});

describe("what TheHive and its statuses say", () => {
  const day = (all: Parameters<typeof reportFrom>[0]) =>
    reportFrom(all, instant("2026-03-02T00:00Z"), instant("2026-03-03T00:00Z"), TimeZone.parse("UTC")).all;
  const pending = { status: "Pending" };

  test("the time to triage is TheHive's own where it has it", () => {
    const taken = { how: "closed", inProgressAt: "2026-03-02T08:12:00.000Z" };
    const { triage } = day([
      seen("08:00", "~1", "high"),
      event("08:20", "alert.handled", "~1", { detail: taken }),
    ]);
    expect(triage).toEqual({ responded: 1, median: minutes(12), p90: minutes(12) });
  });

  test("also where somebody said in Slack that they are on it before", () => {
    const taken = { how: "closed", inProgressAt: "2026-03-02T08:12:00.000Z" };
    const { triage } = day([
      seen("08:00", "~1", "high"),
      event("08:05", "alert.acknowledged", "~1", { actor: "U1" }),
      event("08:20", "alert.handled", "~1", { detail: taken }),
    ]);
    expect(triage?.median).toBe(minutes(12));
  });

  const inProgressAt = "2026-03-02T08:12:00.000Z";

  test.each<[string, object, number | undefined]>([
    ["from the source's date", { inProgressAt, datedAt: "2026-03-02T07:42:00.000Z" }, 30],
    ["of a source whose clock is ahead: none", { inProgressAt, datedAt: "2026-03-02T08:15:00.000Z" }, 0],
    ["of ten years at most", { inProgressAt, datedAt: "1970-01-01T00:00:00.000Z" }, 3650 * 24 * 60],
    ["not without that date", { inProgressAt }, undefined],
    ["not of what is no date", { inProgressAt, datedAt: "yesterday" }, undefined],
    ["not without when it was taken up", { datedAt: "2026-03-02T07:42:00.000Z" }, undefined],
  ])("the time to acknowledge is TheHive's own: %s", (_what, detail, count) => {
    const { acknowledge } = day([
      seen("08:00", "~1", "high"),
      event("08:20", "alert.handled", "~1", { detail: { how: "closed", ...detail } }),
    ]);
    expect(acknowledge?.median).toBe(count === undefined ? undefined : minutes(count));
  });

  test("the time to acknowledge is told in text and table", () => {
    const report = reportFrom(
      [
        seen("08:00", "~1", "high"),
        event("08:20", "alert.handled", "~1", {
          detail: { how: "closed", inProgressAt, datedAt: "2026-03-02T07:42:00.000Z" },
        }),
      ],
      instant("2026-03-02T00:00Z"),
      instant("2026-03-03T00:00Z"),
      TimeZone.parse("UTC"),
    );
    expect(reportText(report)).toContain(
      "Time to acknowledge, from the source's date to in progress: median 30 min, p90 30 min (1 alert).",
    );
    expect(reportCsv(report)).toContain("acknowledge_p90_minutes,severity,high,30,");
    expect(reportCsv(report)).toContain("acknowledge_median_minutes,severity,low,,");
  });

  test.each([
    ["until it runs again", ["clock.stopped 08:10", "clock.resumed 08:40"], 30],
    [
      "twice",
      ["clock.stopped 08:10", "clock.resumed 08:20", "clock.stopped 09:00", "clock.resumed 09:05"],
      15,
    ],
    ["until somebody responds", ["clock.stopped 08:10", "alert.handled 08:15", "clock.resumed 09:00"], 5],
    ["until the end of the window", ["clock.stopped 23:00"], 60],
    ["not after it was handled", ["alert.handled 08:15", "clock.stopped 08:20", "clock.resumed 09:00"], 0],
  ] as const)("a clock that stands still is told: %s", (_name, steps, count) => {
    const events = steps.map((step) => {
      const [name = "", time = ""] = step.split(" ");
      return event(time, name as "clock.stopped", "~1", { detail: pending });
    });
    expect(day([seen("08:00", "~1", "high"), ...events]).stood).toBe(minutes(count));
  });
});

describe("who is due a rest", () => {
  const woken = (...times: string[]) =>
    reportFrom(
      times.map((at, index) => ({
        at: `2026-03-${at}:00.000Z`,
        event: "notification.sent" as const,
        actor: "system",
        alertId: `~${index}`,
        to: "alice",
        via: "call" as const,
      })),
      instant("2026-03-01T00:00Z"),
      instant("2026-03-15T08:00Z"),
      TimeZone.parse("UTC"),
    ).people.map(({ atNight, nights, needsRest }) => [atNight, nights, needsRest]);

  test.each([
    ["a night is from evening to morning", ["09T23:00", "10T02:00", "10T06:59"], [3, 1, false]],
    ["three of the last seven nights are enough", ["09T23:00", "11T02:00", "13T03:00"], [3, 3, true]],
    ["days do not count", ["09T12:00", "11T13:00", "13T14:00"], [0, 0, false]],
    ["nor what is longer ago", ["06T23:00", "07T23:00", "14T03:00"], [3, 3, false]],
  ])("%s", (_name, times, expected) => {
    expect(woken(...times)).toEqual([expected]);
  });
});

test("alerts are told apart by source, ten at most, those with most first", () => {
  const sources = Array.from({ length: 14 }, (_, index) => `s${index}`);
  const events = [...sources, "wazuh", "wazuh"].map((source, index) => {
    const { detail, ...rest } = seen("08:00", `~${index}`, "high");
    return { ...rest, detail: { ...Object(detail), source } };
  });
  const { bySource } = reportFrom(
    events,
    instant("2026-03-02T00:00Z"),
    instant("2026-03-03T00:00Z"),
    TimeZone.parse("UTC"),
  );
  expect(bySource.map(({ name, alerts }) => [name, alerts])).toEqual([
    ["wazuh", 2],
    ...["s0", "s1", "s10", "s11", "s12", "s13", "s2", "s3", "s4"].map((name) => [name, 1]),
    ["5 others", 5],
  ]);
});
