import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Tree } from "../../../src/config/tree.ts";
import { cases } from "../../../src/engine/afterwards/cases.ts";
import { HiveError } from "../../../src/engine/hive-error.ts";
import type { Item } from "../../../src/engine/items/item.ts";
import type { CardSources } from "../../../src/engine/show/card-facts.ts";
import { jobs } from "../../../src/engine/work/jobs.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { lanes } from "../../../src/engine/work/lanes.ts";
import { timetable } from "../../../src/engine/work/timetable.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import { days, hours, minutes, seconds } from "../../../src/lib/time.ts";
import { audienceOf } from "../../../src/oncall/audience.ts";
import type { CaseState } from "../../../src/sla/case-watch.ts";
import { type Alert, AlertId } from "../../../src/sla/model.ts";
import { handledElsewhere, reopened } from "../../../src/sla/respond.ts";
import { handClock } from "../clock.ts";

const rule = { assigned: "15m", closed: "4h", notify: ["slack"] };
const settingsOf = (file: Tree) => {
  const judged = settingsFrom({ file }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
};

type Read = CaseState | undefined | "hangs" | "refuses";

/** Alerts that became cases, and a TheHive that holds the cases it is told to. */
function world(file: Tree = { cases: { high: rule } }) {
  const hand = handClock();
  const { clock } = hand;
  const log = pino({ enabled: false });
  const journal = { write: async () => true } as Pick<Journal, "write"> as Journal;
  const watch = watchlist(journal, clock);
  const table = timetable(clock);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void table.run(stop.signal);
  const held = new Map<string, Read>();
  const caseOfAlert = new Map<string, string>();
  const told: { about: Item["about"]; at: number }[] = [];
  let settings = settingsOf(file);
  const begun = clock.now();
  const room = cases({
    clock,
    log,
    watch,
    lanes: lanes(),
    timetable: table,
    jobs: jobs(log),
    settings: () => settings,
    outbox: {
      add: async (items) => void told.push(...items.map(({ about }) => ({ about, at: clock.now() - begun }))),
      all: () => [],
    },
    cards: { refresh() {}, outdate() {}, reconsider() {} },
    sources: { watch, settings: () => settings } as unknown as CardSources,
    audience: () => audienceOf({ people: {}, groups: {}, overrides: [] }, new Set(), clock.now()),
    channel: "#soc",
    pausedUntil: () => undefined,
    source: {
      async readCase(id) {
        const state = held.get(id);
        if (state === "hangs") return new Promise(() => {});
        if (state === "refuses") throw new HiveError("unreachable", "TheHive does not answer");
        return state;
      },
      read: async (id) => ({ ...(watch.get(id)?.alert as Alert), caseId: caseOfAlert.get(id) ?? "" }),
      caseOf: async ({ caseId = "" }) => ({ id: caseId }),
    },
  });
  room.reconsider();
  return {
    ...hand,
    watch,
    held,
    caseOfAlert,
    room,
    /** `assigned 15 min`, by when people were told. */
    told: () =>
      told.map(({ about, at }) =>
        about.kind === "case" ? `${about.step} ${about.caseId} ${at / minutes(1)} ${about.unconfirmed}` : "",
      ),
    /** An alert that somebody in TheHive puts into a case now. */
    async become(number: number, caseId: string): Promise<AlertId> {
      const alert: Alert = {
        ...{ id: AlertId.parse(`~${number}`), title: "Beacon", severity: "high", createdAt: clock.now() },
        ...{ type: "siem", source: "test", tags: [], stage: "new", status: "New" },
        ...{ observableCount: 0, customFields: {} },
      };
      await watch.admit([alert]);
      const record = watch.get(alert.id)?.record;
      const imported: Alert = { ...alert, stage: "imported", status: "Imported", caseId };
      if (record !== undefined)
        await watch.commit(alert.id, handledElsewhere(record, imported, clock.now(), { id: caseId }));
      caseOfAlert.set(alert.id, caseId);
      return alert.id;
    },
    change(to: Tree) {
      settings = settingsOf(to);
      room.reconsider();
    },
  };
}

const open = (id: string, more: Partial<CaseState> = {}): CaseState => ({
  link: { id },
  closed: false,
  ...more,
});

test("of several alerts in one case people are told once, by the first of them", async () => {
  const { become, held, advance, told } = world();
  held.set("~9", open("~9"));
  await become(1, "~9");
  await advance(minutes(5));
  await become(2, "~9");
  await advance(hours(5));
  expect(told()).toEqual(["assigned ~9 15 false", "closed ~9 240 false"]);
});

test("when the first of them leaves the case, the next one's deadlines are the case's", async () => {
  const { become, held, advance, told, watch, clock } = world();
  held.set("~9", open("~9"));
  const first = await become(1, "~9");
  await advance(minutes(5));
  await become(2, "~9");
  const record = watch.get(first)?.record;
  if (record !== undefined) await watch.commit(first, reopened(record, clock.now()));
  await advance(minutes(20));
  expect(told()).toEqual(["assigned ~9 20 false"]);
});

test.each([
  ["hangs", 15 + 9 / 60],
  ["refuses", 15],
] as const)("a TheHive that %s keeps nobody from being told", async (how, at) => {
  const { become, held, advance, told } = world();
  held.set("~9", how);
  await become(1, "~9");
  await advance(minutes(20));
  expect(told()).toEqual([`assigned ~9 ${at} true`]);
});

test("where cases are merged the alert is followed into the new one, by its own clock", async () => {
  const { become, held, advance, told, caseOfAlert } = world();
  const id = await become(1, "~9");
  caseOfAlert.set(id, "~10");
  held.set("~10", open("~10"));
  await advance(minutes(16));
  expect(told()).toEqual(["assigned ~10 15 false"]);
});

test("a case of another severity has that one's deadlines", async () => {
  const { become, held, advance, told } = world({
    cases: { high: rule, low: { ...rule, assigned: "30m" } },
  });
  held.set("~9", open("~9", { severity: "low" }));
  await become(1, "~9");
  await advance(minutes(40));
  expect(told()).toEqual(["assigned ~9 30 false"]);
});

test("changed settings count from the same moment; without a rule nothing is ahead", async () => {
  const { become, held, advance, told, change, room } = world();
  held.set("~9", open("~9"));
  const id = await become(1, "~9");
  await advance(minutes(10));
  change({ cases: { high: { ...rule, assigned: "12m" } } });
  await advance(minutes(3));
  expect(told()).toEqual(["assigned ~9 12 false"]);
  expect(room.isAhead(id)).toBe(true);
  change({});
  expect(room.isAhead(id)).toBe(false);
  await advance(days(1));
  expect(told()).toHaveLength(1);
});

test("what was done after people were told is seen before the next of them hears of it", async () => {
  const { become, held, advance, room, watch, told } = world();
  held.set("~9", open("~9"));
  const id = await become(1, "~9");
  await advance(minutes(15));
  held.set("~9", open("~9", { assignee: "ana" }));
  await room.renew([id]);
  expect(watch.get(id)?.record.caseWatch?.marks[0]).not.toHaveProperty("doneAt");
  await advance(seconds(16));
  await room.renew([id]);
  expect(watch.get(id)?.record.caseWatch?.marks[0]).toHaveProperty("doneAt");
  expect(told()).toHaveLength(1);
});
