import { expect, test } from "vitest";
import { outlook } from "../../../src/engine/show/outlook.ts";
import type { Watched } from "../../../src/engine/work/watchlist.ts";
import { minutes } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import type { Handled } from "../../../src/sla/record.ts";
import { alert, at, plus, record } from "../../sla/fixtures.ts";

const now = at("12:00");
const due = [{ id: AlertId.parse("~9"), deadline: at("12:01") }];
const rows = {};
const waiting = () => due;

/** Alerts as they were handled, `changes` of which are told to whoever listens. */
function watched(...handled: (Handled | undefined)[]) {
  const entries = new Map<AlertId, Watched>();
  const listeners: ((id: AlertId) => void)[] = [];
  const set = (number: number, done: Handled | undefined) => {
    const id = AlertId.parse(`~${number}`);
    const { handled: _, ...open } = record();
    entries.set(id, { alert: alert(), record: { ...open, alertId: id, ...(done && { handled: done }) } });
    for (const tell of listeners) tell(id);
  };
  for (const [index, done] of handled.entries()) set(index, done);
  return {
    set,
    all: () => entries.values(),
    get: (id: AlertId) => entries.get(id),
    onChange: (listener: (id: AlertId) => void) => {
      listeners.push(listener);
      return () => {};
    },
  };
}

const closed = (time: string): Handled => ({ how: "closed", at: at(time) });

test.each<[string, (Handled | undefined)[], number | undefined]>([
  ["three of those that are remembered are a pace", [closed("11:00"), closed("11:10"), closed("11:20")], 3],
  ["open ones are none", [closed("11:00"), closed("11:10"), undefined], undefined],
  [
    "what was deleted is nobody's work",
    [closed("11:00"), closed("11:10"), { how: "deleted", at: now }],
    undefined,
  ],
  ["what was handled long ago is no pace", [closed("11:00"), closed("11:10"), closed("07:59")], undefined],
])("%s", (_name, handled, count) => {
  expect(outlook(watched(...handled)).ahead(rows, waiting, now)?.handled).toBe(count);
});

test("what is handled from now on counts, and what is opened again does not", () => {
  const watch = watched(closed("11:00"), closed("11:10"), undefined);
  const look = outlook(watch);
  expect(look.ahead(rows, waiting, now)).toBeUndefined();
  watch.set(2, { how: "promoted", at: now });
  expect(look.ahead({}, waiting, now)).toMatchObject({ handled: 3, missed: 1, of: 1 });
  watch.set(1, undefined);
  expect(look.ahead({}, waiting, now)).toBeUndefined();
});

test("for ten seconds the same is said of the same alerts, then it is worked out anew", () => {
  const watch = watched(closed("11:00"), closed("11:10"), closed("11:20"));
  const look = outlook(watch);
  expect(look.ahead(rows, waiting, now)?.handled).toBe(3);
  watch.set(3, closed("11:59"));
  expect(look.ahead(rows, waiting, plus(now, minutes(0.1)))?.handled).toBe(3);
  expect(look.ahead(rows, waiting, plus(now, minutes(0.2)))?.handled).toBe(4);
});

test("without a pace nobody asks what waits: thousands may", () => {
  const asked: number[] = [];
  const counting = () => {
    asked.push(1);
    return due;
  };
  expect(outlook(watched(closed("11:00"), closed("11:10"))).ahead(rows, counting, now)).toBeUndefined();
  expect(asked).toEqual([]);
});
