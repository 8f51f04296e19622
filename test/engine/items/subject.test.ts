import { expect, test } from "vitest";
import { eachAlertOnce, membersOf, type Subject, subjectKey } from "../../../src/engine/items/subject.ts";
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

test("an alert in a digest is told for the latest of its firings, where it came first", () => {
  expect(eachAlertOnce([member(alertId, 1), member(other, 1), member(alertId, 2)])).toEqual([
    member(alertId, 2),
    member(other, 1),
  ]);
});
