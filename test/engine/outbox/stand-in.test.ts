import { expect, test } from "vitest";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { shelf } from "../../../src/engine/outbox/shelf.ts";
import { instead } from "../../../src/engine/outbox/stand-in.ts";
import type { Instant } from "../../../src/lib/time.ts";
import { audienceOf } from "../../../src/oncall/audience.ts";
import { AlertId } from "../../../src/sla/model.ts";
import type { Setback } from "../../../src/sla/plan.ts";
import type { AlertRecord } from "../../../src/sla/record.ts";
import { alert, alertId, at, digestOf, item, record, tier } from "../items/items.ts";

const judged = settingsFrom(
  {
    file: {
      people: { alice: { phone: "+12025550111" }, bob: { phone: "+12025550112" } },
      groups: {
        oncall: {
          rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-03-02T09:00", every: "1w" },
        },
      },
    },
  },
  "ready",
);
if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
const { settings } = judged;
const roster = { people: settings.people, groups: settings.groups, overrides: [] };
const other = AlertId.parse("~2");

interface Given {
  about?: Subject;
  setback?: Setback;
  /** How each alert stands; undefined = it is forgotten. */
  records?: Partial<Record<AlertId, AlertRecord>>;
  pausedUntil?: Instant;
  /** What else was told, or is to be. */
  others?: readonly Item[];
}

/** Who is told after alice's call, with what it tells of. */
function after({ about = tier(), setback = "unanswered", others = [], ...given }: Given) {
  const records = given.records ?? { [alertId]: record(), [other]: record({ alertId: other, number: 2 }) };
  const ended = item({ about, via: "call", state: setback === "unanswered" ? "unanswered" : "failed" });
  const items = shelf();
  for (const one of [ended, ...others]) items.put(one);
  const box = {
    clock: { now: () => at(31), sleep: () => Promise.reject(new Error("nobody waits")) },
    settings: () => settings,
    pausedUntil: () => given.pausedUntil,
    items,
    watch: {
      get(id: AlertId) {
        const known = records[id];
        return known === undefined ? undefined : { alert: { ...alert, id }, record: known };
      },
    },
    audience: () => audienceOf(roster, new Set(["sms", "call"]), at(31)),
    channel: "#soc",
  };
  return instead(box, ended, setback).map((one) => ({ whom: `${one.via} ${one.to}`, about: one.about }));
}

const whom = (given: Given) => after(given).map((one) => one.whom);
const hold = { kind: "acknowledged", until: at(60), at: at(30), by: "U1" } as const;

test.each<[what: string, given: Given, told: string[]]>([
  ["the next member after a call that nobody took", {}, ["call bob"]],
  ["the next member after a number that cannot be called", { setback: "person" }, ["call bob"]],
  ["the next member during a pause: the call waits for its end", { pausedUntil: at(40) }, ["call bob"]],
  ["nobody once somebody has taken the alert", { records: { [alertId]: record({ hold }) } }, []],
  [
    "nobody once the alert is handled",
    { records: { [alertId]: record({ handled: { how: "closed", at: at(30) } }) } },
    [],
  ],
  ["nobody once the alert is forgotten", { records: {} }, []],
])("in the stead of a call is told: %s", (_what, given, told) => {
  expect(whom(given)).toEqual(told);
});

test("of a digest the next member hears what is left of it", () => {
  const about = digestOf(alertId, other);
  expect(after({ about })).toEqual([{ whom: "call bob", about }]);
  expect(after({ about, records: { [other]: record({ alertId: other, number: 2 }) } })).toEqual([
    { whom: "call bob", about: digestOf(other) },
  ]);
  expect(after({ about, records: {} })).toEqual([]);
});

const down = { kind: "hive-down", since: at(0), why: "no answer", trouble: "unreachable" } as const;
const notice = (name: string, topic: string): Subject => ({ kind: "notice", name, topic, notice: down });

test("a notice that a later one has overtaken is told to nobody else, although they have heard of neither", () => {
  const about = notice("down/1", "thehive");
  expect(whom({ about })).toEqual(["call bob"]);
  const later = item({ about: notice("up/1", "thehive"), via: "call" });
  expect(whom({ about, others: [later] })).toEqual([]);
});

test("nobody but whoever was to get a test message gets it", () => {
  expect(whom({ about: { kind: "notice", name: "test/1", notice: { kind: "test", by: "U1" } } })).toEqual([]);
});
