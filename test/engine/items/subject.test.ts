import { expect, test } from "vitest";
import {
  eachAlertOnce,
  isAnswerable,
  isAwaited,
  isTest,
  membersOf,
  type Subject,
  subjectKey,
  tellsOf,
} from "../../../src/engine/items/subject.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, nobody, notice, over, tier } from "./items.ts";

const other = AlertId.parse("~2");
const member = (id: AlertId, number: number) => ({ alertId: id, tier: number, repeat: 0 });

test.each<[about: Subject, key: string, members: AlertId[]]>([
  [tier(2), "~1/2", [alertId]],
  [tier(3, 2), "~1/3r2", [alertId]],
  [{ ...member(alertId, 1), kind: "tier", tier: "high-risk" }, "~1/high-risk", [alertId]],
  [over, `~1/hold-over/${at(60)}`, [alertId]],
  [nobody(0), "~1/nobody/3", [alertId]],
  [nobody(1), "~1/nobody/3r1", [alertId]],
  [digestOf(alertId, other), "D7", [alertId, other]],
  [notice, "paused/1", []],
])("%j is kept as %s", (about, key, members) => {
  expect(subjectKey(about)).toBe(key);
  expect(membersOf(about)).toEqual(members);
});

const words = (kind: "test" | "taken") =>
  ({
    kind: "notice",
    name: "n",
    notice: kind === "test" ? { kind, by: "U1" } : { kind, numbers: [1], until: at(60) },
  }) as Subject;

test.each<[about: Subject, awaited: boolean, isATest: boolean, answerable: boolean]>([
  [tier(1), false, false, true],
  [digestOf(alertId, other), false, false, true],
  [nobody(0), false, false, false],
  [over, false, false, false],
  [notice, false, false, false],
  [words("test"), true, true, true],
  [words("taken"), true, false, false],
])("%j: awaited %s, a test %s, can be answered %s", (about, awaited, isATest, answerable) => {
  expect([isAwaited(about), isTest(about), isAnswerable(about)]).toEqual([awaited, isATest, answerable]);
});

test.each<[about: Subject, id: AlertId, rung: [tier: number, repeat: number], tells: boolean]>([
  [tier(2), alertId, [2, 0], true],
  [tier(2), alertId, [3, 0], false],
  [tier(3, 1), alertId, [3, 0], false],
  [digestOf(alertId, other), other, [1, 0], true],
  [digestOf(alertId, other), other, [2, 0], false],
  [digestOf(alertId), other, [1, 0], false],
  [nobody(0), alertId, [3, 0], false],
  [over, alertId, [1, 0], false],
])("%j tells of %s at %j: %s", (about, id, [number, repeat], tells) => {
  expect(tellsOf(about, id, { tier: number, repeat })).toBe(tells);
});

test("a digest tells of each of an alert's firings that it holds", () => {
  const about = { ...digestOf(), alerts: [member(alertId, 1), member(alertId, 2)] } as Subject;
  const tells = (number: number) => tellsOf(about, alertId, { tier: number, repeat: 0 });
  expect([tells(1), tells(2), tells(3)]).toEqual([true, true, false]);
});

test("an alert in a digest is told for the latest of its firings, where it came first", () => {
  expect(eachAlertOnce([member(alertId, 1), member(other, 1), member(alertId, 2)])).toEqual([
    member(alertId, 2),
    member(other, 1),
  ]);
});
