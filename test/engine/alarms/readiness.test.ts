import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import { coverage } from "../../../src/engine/alarms/coverage.ts";
import { readiness } from "../../../src/engine/alarms/readiness.ts";
import type { Notice } from "../../../src/engine/ports/notice.ts";
import type { Outside } from "../../../src/engine/ports/outside.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { hours, iso } from "../../../src/lib/time.ts";
import type { PersonalVia } from "../../../src/oncall/ways.ts";
import type { AuditEvent } from "../../../src/sla/event.ts";
import { handClock } from "../clock.ts";
import { memory } from "../world.ts";

const people = { alice: { phone: "+12025550111", slack: "U0ALICE" }, bob: {} };
const rotation = { members: ["alice"], timezone: "Europe/Berlin", start: "2026-01-05T09:00", every: "1w" };
const well = { people, groups: { oncall: { rotation } } };
/** Nobody is on call before the eleventh of March. */
const gap = { people, groups: { oncall: { rotation: { ...rotation, start: "2026-03-11T09:00" } } } };
const tonight = Date.parse("2026-03-03T02:00Z");

/** The mornings alone: what was said when, by a disk that outlives them. */
function mornings(file: object, { at = tonight, disk = memory(), outside }: Options = {}) {
  const hand = handClock(at);
  const { clock } = hand;
  const told: string[] = [];
  const notices: Notice[] = [];
  const events: AuditEvent[] = [];
  const settings = { current: settingsOf(file) };
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const shared = {
    store: disk.store,
    journal: {
      write: async (entries: Parameters<Journal["write"]>[0], more: readonly AuditEvent[] = []) => {
        await disk.store.write(entries);
        events.push(...more);
      },
    } as unknown as Journal,
    announcer: {
      async say(name: string, notice: Notice) {
        told.push(`${iso(clock.now()).slice(0, 16)} ${name}`);
        notices.push(notice);
      },
      message: async () => {},
      page: async () => {},
    },
    settings: () => settings.current,
    roster: () => ({ ...settings.current, overrides: [] }),
  };
  const setUp = new Set<PersonalVia>(["sms", "call"]);
  const onError = (error: unknown) => {
    throw error;
  };
  const covered = coverage({ ...shared, setUp: () => setUp, nextLook: () => alarm.next() });
  const alarm = readiness({
    ...shared,
    clock,
    jobs: { run: (_what, job) => job() },
    log: pino({ enabled: false }),
    known: () => ({ setUp, numbers: [], feeds: [], takesReplies: true }),
    outside,
    onTold: covered.told,
    onError,
  });
  return {
    ...hand,
    alarm,
    covered,
    told,
    notices,
    events,
    change: (next: object) => {
      settings.current = settingsOf(next);
      alarm.replan();
    },
    async start() {
      await Promise.all([alarm.load(), covered.load()]);
      alarm.run(stop.signal);
      await hand.settle();
    },
    stop: () => stop.abort(),
  };
}
interface Options {
  at?: number;
  disk?: ReturnType<typeof memory>;
  outside?: Outside;
}

function settingsOf(file: object) {
  const judged = settingsFrom({ file: file as never }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}

test("what is wrong is said each morning in one message, by the clock of the group on call", async () => {
  const soc = mornings(gap);
  await soc.start();
  await soc.advance(hours(48));
  expect(soc.told).toEqual([
    "2026-03-03T07:00 readiness/2026-03-03",
    "2026-03-04T07:00 readiness/2026-03-04",
  ]);
  expect(soc.notices[0]).toMatchObject({
    kind: "readiness",
    findings: [{ kind: "gap", group: "oncall", until: Date.parse("2026-03-11T08:00Z") }],
  });
});

test("nothing is said while all is well, and the trail knows that it was looked", async () => {
  const soc = mornings(well);
  await soc.start();
  await soc.advance(hours(24));
  expect(soc.told).toEqual([]);
  expect(soc.events).toEqual([
    {
      at: "2026-03-03T07:00:00.000Z",
      event: "readiness.checked",
      actor: "system",
      detail: { wrong: 0, unknown: 0 },
    },
  ]);
});

test.each([
  ["off", { at: "off" }, []],
  [
    "at another time, in another zone",
    { at: "10:30", timezone: "Asia/Tokyo" },
    ["2026-03-04T01:30 readiness/2026-03-04"],
  ],
])("the daily look is %s", async (_what, set, expected) => {
  const soc = mornings({ ...gap, readiness: set });
  await soc.start();
  await soc.advance(hours(24));
  expect(soc.told).toEqual(expected);
});

test("a restart says nothing twice on one day, and makes up for a morning that was missed", async () => {
  const disk = memory();
  const first = mornings(gap, { disk });
  await first.start();
  await first.advance(hours(6));
  first.stop();
  const second = mornings(gap, { disk, at: Date.parse("2026-03-03T08:00Z") });
  await second.start();
  await second.advance(hours(12));
  second.stop();
  const third = mornings(gap, { disk, at: Date.parse("2026-03-04T10:15Z") });
  await third.start();
  await third.advance(hours(12));
  expect([first.told, second.told, third.told]).toEqual([
    ["2026-03-03T07:00 readiness/2026-03-03"],
    [],
    ["2026-03-04T10:15 readiness/2026-03-04"],
  ]);
});

test("runs that end at once look once a day together, from the first morning after the first of them", async () => {
  const disk = memory();
  const told: string[] = [];
  for (const at of ["03T06:30", "03T06:50", "03T07:10", "03T07:20", "04T06:59", "04T09:00", "04T22:00"]) {
    const run = mornings(gap, { disk, at: Date.parse(`2026-03-${at}Z`) });
    await run.alarm.load();
    await run.alarm.lookIfDue();
    told.push(...run.told);
  }
  expect(told).toEqual(["2026-03-03T07:10 readiness/2026-03-03", "2026-03-04T09:00 readiness/2026-03-04"]);
});

test("a run that ends at once looks at nothing when it is off", async () => {
  const disk = memory();
  for (const at of ["03T06:30", "05T09:00"]) {
    const off = { ...gap, readiness: { at: "off" } };
    const run = mornings(off, { disk, at: Date.parse(`2026-03-${at}Z`) });
    await run.alarm.load();
    await run.alarm.lookIfDue();
    expect([run.told, run.events]).toEqual([[], []]);
  }
});

test("a time that is set anew means the next one, and never a second look on one day", async () => {
  const soc = mornings({ ...gap, readiness: { at: "off" } });
  await soc.start();
  await soc.advance(hours(8));
  soc.change({ ...gap, readiness: { at: "09:00" } });
  await soc.advance(hours(23));
  expect(soc.told).toEqual(["2026-03-04T08:00 readiness/2026-03-04"]);
  soc.change({ ...gap, readiness: { at: "12:00" } });
  await soc.advance(hours(12));
  expect(soc.told).toHaveLength(1);
});

test("a gap before the next morning is said at once and once; what the morning said is not said again", async () => {
  const soc = mornings(well);
  await soc.start();
  await soc.covered.look(soc.clock.now());
  expect(soc.told).toEqual([]);
  // Nobody can be called from now on.
  soc.change({ ...well, people: { ...people, alice: { slack: "U0ALICE" } } });
  for (let look = 0; look < 2; look++) await soc.covered.look(soc.clock.now());
  expect(soc.told).toEqual([expect.stringContaining("gap/oncall alice cannot be reached by sms and call")]);
  soc.change(gap);
  await soc.advance(hours(6));
  for (let look = 0; look < 2; look++) await soc.covered.look(soc.clock.now());
  expect(soc.told.slice(1)).toEqual(["2026-03-03T07:00 readiness/2026-03-03"]);
});

test("a gap after the next morning is left to that, unless there is none", async () => {
  // Bob's turn comes on the ninth.
  const groups = { oncall: { rotation: { ...rotation, members: ["alice", "bob"] } } };
  const soc = mornings({ ...well, groups });
  await soc.covered.look(soc.clock.now());
  expect(soc.told).toEqual([]);
  const off = mornings({ ...well, groups, readiness: { at: "off" } });
  await off.covered.look(off.clock.now());
  expect(off.told).toEqual([expect.stringContaining("gap/oncall bob cannot be reached by sms and call")]);
});

test("what Slack and certificates say is asked for, and what cannot be asked is said as not known", async () => {
  const certificate = { of: "TheHive", host: "soc.example.org", why: "soc.example.org could not be asked" };
  const asked: string[] = [];
  const soc = mornings(well, {
    outside: {
      standing: async (user) => {
        asked.push(user);
        throw new Error("Slack has trouble of its own (HTTP 500)");
      },
      certificates: async () => [certificate],
    },
  });
  await expect(soc.alarm.look()).resolves.toMatchObject({
    findings: [
      { kind: "unknown", person: "alice", why: "Slack has trouble of its own (HTTP 500)" },
      { kind: "unknown", why: certificate.why },
    ],
  });
  expect(asked).toEqual(["U0ALICE"]);
});
