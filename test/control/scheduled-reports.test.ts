import { expect, test } from "vitest";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { type ScheduledReportsOptions, scheduledReports } from "../../src/control/scheduled-reports.ts";
import type { Notice } from "../../src/engine/ports/notice.ts";
import { instant, iso } from "../../src/lib/time.ts";
import type { Report } from "../../src/report/model.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { handClock } from "../engine/clock.ts";
import { memoryStore } from "./memory-store.ts";

const weekly = { every: "mon 08:00", timezone: "UTC", since: "7d", target: "95%", channel: "C024BE91L" };

const seen = (at: string, alertId: string, detail: object = {}): AuditEvent => ({
  at: `${at}:00.000Z`,
  event: "alert.seen",
  actor: "system",
  alertId,
  detail: { number: 1, severity: "high", createdAt: `${at}:00.000Z`, ...detail },
});

/** What is sent of these events, from 2026-03-09 (a Monday) on. */
function desk(reports: object[], events: AuditEvent[] = [], at = "2026-03-09T07:59:59Z") {
  const judged = settingsFrom({ file: { reports } }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const hand = handClock(instant(at));
  const store = memoryStore();
  const said: { name: string; notice: Notice; channel: string | undefined }[] = [];
  const attached: { report: Report; channel: string | undefined }[] = [];
  const options: ScheduledReportsOptions = {
    clock: hand.clock,
    settings: () => judged.settings,
    roster: () => ({ people: {}, groups: {}, overrides: [] }),
    store,
    write: (entries) => store.write(entries),
    async *events(since, named) {
      yield events.filter((event) => event.at >= iso(since) && named.has(event.event));
    },
    say: async (name, notice, { channel }) => void said.push({ name, notice, channel }),
    attach: async (report, channel) => void attached.push({ report, channel }),
    onError: (error) => expect.fail(String(error)),
  };
  return { ...scheduledReports(options), again: () => scheduledReports(options), hand, said, attached };
}

const windows = ({ said }: ReturnType<typeof desk>) =>
  said.flatMap(({ notice }) =>
    notice.kind === "report"
      ? [[notice.measure.previous?.since, notice.report.since, notice.report.until]]
      : [],
  );

test("comes at its time, over the days before, with the days before those beside it", async () => {
  const one = desk([weekly], [seen("2026-02-25T10:00", "~1"), seen("2026-03-04T10:00", "~2")]);
  await one.look();
  expect(one.said).toEqual([]);
  await one.hand.advance(instant("2026-03-09T08:00Z") - one.hand.clock.now());
  await one.look();
  expect(windows(one)).toEqual([
    ["2026-02-23T08:00:00+00:00", "2026-03-02T08:00:00+00:00", "2026-03-09T08:00:00+00:00"],
  ]);
  expect(one.said[0]).toMatchObject({
    channel: "C024BE91L",
    notice: { report: { all: { alerts: 1 } }, measure: { target: 95, previous: { all: { alerts: 1 } } } },
  });
  expect(one.attached).toMatchObject([{ channel: "C024BE91L", report: { all: { alerts: 1 } } }]);
});

test("once, across a restart too; and the next one at its own time", async () => {
  const one = desk([weekly], [], "2026-03-09T08:00Z");
  await one.look();
  await one.look();
  await one.again().look();
  expect(one.attached).toHaveLength(1);
  await one.hand.advance(instant("2026-03-16T08:10Z") - one.hand.clock.now());
  await one.again().look();
  expect(windows(one).map(([, , until]) => until)).toEqual([
    "2026-03-09T08:00:00+00:00",
    "2026-03-16T08:00:00+00:00",
  ]);
});

test.each([
  ["2026-03-09T08:30Z", 1],
  ["2026-03-09T08:31Z", 0],
])("what fell due while nobody ran, seen at %s: %i", async (at, count) => {
  const one = desk([weekly], [], at);
  await one.look();
  expect(one.said).toHaveLength(count);
});

test("several have times and channels of their own; without a channel it is the usual one", async () => {
  const { channel: _, target: __, ...usual } = weekly;
  const one = desk([weekly, { ...usual, every: "day 08:00", since: "1d" }], [], "2026-03-10T08:00Z");
  await one.look();
  expect(one.said.map(({ channel }) => channel)).toEqual([undefined]);
  expect(windows(one)).toEqual([
    ["2026-03-08T08:00:00+00:00", "2026-03-09T08:00:00+00:00", "2026-03-10T08:00:00+00:00"],
  ]);
});

test("alerts are told apart by the custom field that is asked for", async () => {
  const events = [
    seen("2026-03-04T10:00", "~1", { fields: { customer: "Acme" } }),
    seen("2026-03-04T11:00", "~2", { fields: { customer: "Acme" } }),
    seen("2026-03-04T12:00", "~3"),
  ];
  const one = desk([{ ...weekly, field: "customer" }], events, "2026-03-09T08:00Z");
  await one.look();
  expect(one.attached[0]?.report.byField).toMatchObject({
    field: "customer",
    shares: [
      { name: "Acme", alerts: 2 },
      { name: "unknown", alerts: 1 },
    ],
  });
});

test("runs by itself, and a report that is new in the settings is planned", async () => {
  const one = desk([weekly]);
  const end = new AbortController();
  one.run(end.signal);
  await one.hand.advance(instant("2026-03-09T08:00:01Z") - one.hand.clock.now());
  await expect.poll(() => one.said.length).toBe(1);
  end.abort();
});
