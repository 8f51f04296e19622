import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import { writeBack } from "../../../src/engine/afterwards/write-back.ts";
import { HiveError } from "../../../src/engine/hive-error.ts";
import type { AlertSource } from "../../../src/engine/ports/alert-source.ts";
import { jobs } from "../../../src/engine/work/jobs.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { timetable } from "../../../src/engine/work/timetable.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import { days, minutes, seconds } from "../../../src/lib/time.ts";
import { type Alert, AlertId, type Severity } from "../../../src/sla/model.ts";
import { handledElsewhere, reopened } from "../../../src/sla/respond.ts";
import { handClock } from "../clock.ts";

const settingsOf = (writeBackTo: "off" | "comment") => {
  const file = { writeBack: writeBackTo, sla: { low: { enabled: false } } };
  const judged = settingsFrom({ file }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
};

type Leave = AlertSource["leaveResult"];

/** Alerts, a TheHive that answers as it is told to, and nothing else. */
async function world({ on = true, leave = async () => "written" }: { on?: boolean; leave?: Leave } = {}) {
  const hand = handClock();
  const { clock } = hand;
  const log = pino({ enabled: false });
  const stored = new Map<string, unknown>();
  const audit: string[] = [];
  const journal = {
    async write(entries, events = []) {
      for (const [key, value] of entries) stored.set(key, value);
      audit.push(...events.map(({ event, alertId }) => `${event} ${alertId}`));
      return true;
    },
  } as Pick<Journal, "write"> as Journal;
  const watch = watchlist(journal, clock);
  const table = timetable(clock);
  const running = jobs(log);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void table.run(stop.signal);
  const asked: { id: string; text: string; at: number }[] = [];
  let settings = settingsOf(on ? "comment" : "off");
  const begun = clock.now();
  const results = writeBack({
    clock,
    log,
    watch,
    journal,
    jobs: running,
    timetable: table,
    store: { read: async (key) => stored.get(key) },
    settings: () => settings,
    source: {
      handledBy: async () => "ana",
      async leaveResult(id, to, text) {
        asked.push({ id, text, at: clock.now() - begun });
        return leave(id, to, text);
      },
    },
    nameOf: () => undefined,
  });
  await results.load();
  results.reconsider();
  const alertOf = (number: number, severity: Severity): Alert => ({
    ...{ id: AlertId.parse(`~${number}`), title: "Beacon", severity, createdAt: clock.now() },
    ...{ type: "siem", source: "test", tags: [], stage: "new", status: "New" },
    ...{ observableCount: 0, customFields: {} },
  });
  return {
    ...hand,
    asked,
    audit,
    /** An alert that is raised, and closed in TheHive at once. */
    async close(number: number, severity: Severity = "high") {
      const alert = alertOf(number, severity);
      await watch.admit([alert]);
      const closed: Alert = { ...alert, stage: "closed", status: "FalsePositive" };
      const record = watch.get(alert.id)?.record;
      if (record !== undefined) await watch.commit(alert.id, handledElsewhere(record, closed, clock.now()));
      return alert.id;
    },
    async reopen(id: AlertId) {
      const record = watch.get(id)?.record;
      if (record !== undefined) await watch.commit(id, reopened(record, clock.now()));
    },
    turn(to: "off" | "comment") {
      settings = settingsOf(to);
      results.reconsider();
    },
    state: (id: AlertId) => watch.get(id)?.record.writtenBack?.state,
  };
}

const unreachable = () => Promise.reject(new HiveError("unreachable", "TheHive does not answer"));

test("is written shortly after the alert was handled, once, and audited", async () => {
  const { close, advance, asked, audit, state } = await world();
  const id = await close(1);
  await advance(seconds(14));
  expect(asked).toEqual([]);
  await advance(days(2));
  expect(asked).toEqual([
    {
      id,
      at: seconds(15),
      text: expect.stringMatching(/^SLA kept\. Closed in TheHive as FalsePositive by ana, /),
    },
  ]);
  expect(state(id)).toBe("written");
  expect(audit.filter((line) => line.startsWith("result"))).toEqual(["result.written ~1"]);
});

test("is tried again with the same words, ever more rarely, and given up after a day", async () => {
  const { close, advance, asked, state } = await world({ leave: unreachable });
  const id = await close(1);
  await advance(days(3));
  const pauses = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
  expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8].map(seconds));
  expect(Math.max(...pauses)).toBe(minutes(10));
  expect(asked.at(-1)?.at).toBeLessThan(days(1));
  expect(new Set(asked.map(({ text }) => text)).size).toBe(1);
  expect(state(id)).toBe("given-up");
});

test.each<[what: string, leave: Leave]>([
  ["TheHive refuses it", () => Promise.reject(new HiveError("refused", "no such field"))],
  ["this TheHive has no comments", async () => "unsupported"],
  ["the alert is gone", async () => "gone"],
])("is not tried again when %s", async (_what, leave) => {
  const { close, advance, asked, state } = await world({ leave });
  const id = await close(1);
  await advance(days(2));
  expect([asked.length, state(id)]).toEqual([1, "given-up"]);
});

test("nothing is written for a severity that is switched off, or for an alert that is opened again first", async () => {
  const { close, reopen, advance, asked } = await world();
  await close(1, "low");
  const id = await close(2);
  await reopen(id);
  await advance(minutes(5));
  expect(asked).toEqual([]);
});

test("what was handled before it was switched on stays as it is", async () => {
  const { close, turn, advance, asked } = await world({ on: false });
  await close(1);
  await advance(minutes(5));
  turn("comment");
  const later = await close(2);
  await advance(minutes(5));
  expect(asked.map(({ id }) => id)).toEqual([later]);
  turn("off");
  await close(3);
  await advance(minutes(5));
  expect(asked).toHaveLength(1);
});

test("many are written one at a time", async () => {
  let under = 0;
  let most = 0;
  const { close, advance, asked, clock } = await world({
    async leave() {
      most = Math.max(most, ++under);
      await clock.sleep(seconds(1));
      under--;
      return "written";
    },
  });
  for (let number = 1; number <= 20; number++) await close(number);
  await advance(minutes(2));
  expect([asked.length, most]).toEqual([20, 1]);
});
