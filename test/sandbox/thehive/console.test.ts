import { describe, expect, test } from "vitest";
import { HOSTILE_ALERTS } from "../../../sandbox/thehive/hostile-alerts.ts";
import type { HiveChange } from "../../../sandbox/thehive/model.ts";
import { SCENARIO_ALERTS } from "../../../sandbox/thehive/scenario-alerts.ts";
import { NIGHT, rows, startHive } from "./hive-under-test.ts";

const VERSIONS = ["3", "4", "5"] as const;

describe("an analyst at work", () => {
  test("every change is told after it happened", async () => {
    const { hive } = await startHive();
    const changes: HiveChange[] = [];
    const leave = hive.onChange((change) => changes.push(change));
    const { id } = hive.raise({ title: "x" });
    hive.update(id, { severity: 4 });
    hive.comment(id, "mine");
    const opened = hive.import(id);
    hive.remove(id);
    leave();
    hive.raise({ title: "unheard" });
    expect(changes.map(({ kind }) => kind)).toEqual([
      "alertsRaised",
      "alertChanged",
      "commentAdded",
      "caseOpened",
      "alertChanged",
      "alertRemoved",
    ]);
    expect(changes[3]).toEqual({ kind: "caseOpened", id: opened.id, alertId: id });
  });

  test("many alerts raised at once are one change", async () => {
    const { hive } = await startHive();
    let told = 0;
    hive.onChange(() => {
      told += 1;
    });
    hive.raiseMany(500, (nth) => ({ title: `${nth}` }));
    expect([told, hive.alerts.size]).toEqual([1, 500]);
  });

  test.each(VERSIONS)("TheHive %s takes a closed alert back", async (version) => {
    const { hive } = await startHive({ version });
    const { id } = hive.raise({ title: "x" });
    hive.close(id);
    expect(hive.alerts.get(id)?.stage).toBe("Closed");
    hive.reopen(id);
    expect(hive.alerts.get(id)?.stage).toBe("New");
  });

  test.each([
    ["3", "Imported"],
    ["4", "Imported"],
    ["5", "New"],
  ] as const)("an imported alert reopened in TheHive %s is %s", async (version, stage) => {
    const { hive } = await startHive({ version });
    const { id } = hive.raise({ title: "x" });
    hive.import(id);
    hive.reopen(id);
    expect(hive.alerts.get(id)?.stage).toBe(stage);
  });

  test("when its case is deleted, TheHive 4 shows the alert as Ignored", async () => {
    const { hive } = await startHive({ version: "4" });
    const { id } = hive.raise({ title: "x" });
    hive.removeCase(hive.import(id).id);
    expect(hive.alerts.get(id)).toMatchObject({ status: "Ignored", stage: "Closed", caseId: undefined });
  });

  test("the date of the first entry into a stage stays", async () => {
    const { hive, clock } = await startHive();
    const { id } = hive.raise({ title: "x" });
    hive.close(id, "FalsePositive");
    hive.reopen(id);
    clock.moveTo(NIGHT + 60_000);
    hive.close(id, "Duplicate");
    expect(hive.alerts.get(id)).toMatchObject({ status: "Duplicate", closedDate: NIGHT });
  });

  test("what the version does not know is refused", async () => {
    const { hive } = await startHive({ version: "4" });
    const { id } = hive.raise({ title: "x" });
    expect(() => hive.startProgress(id)).toThrow("TheHive 4 has no alerts in progress");
    expect(() => hive.close("~7")).toThrow("TheHive has no alert ~7");
    const five = (await startHive()).hive;
    const other = five.raise({ title: "x" });
    expect(() => five.close(other.id, "New")).toThrow("not a status that closes");
  });

  test("the same triple cannot be raised twice", async () => {
    const { hive } = await startHive();
    hive.raise({ title: "x", sourceRef: "1" });
    expect(() => hive.raise({ title: "y", sourceRef: "1" })).toThrow("exists already");
  });
});

describe("alerts for the demo", () => {
  test.each(VERSIONS)("TheHive %s serves the scenario and the hostile titles unharmed", async (version) => {
    const { hive, api } = await startHive({ version });
    const drafts = [...SCENARIO_ALERTS, ...HOSTILE_ALERTS];
    hive.raiseMany(drafts.length, (nth) => drafts[nth] ?? { title: "" });
    const answer =
      version === "3"
        ? await api.search({}, "?range=all&sort=createdAt")
        : await api.query({ _name: "listAlert" });
    expect(new Set(rows(answer).map(({ title }) => title))).toEqual(
      new Set(drafts.map(({ title }) => title)),
    );
  });

  test("the scenario has every severity and only addresses reserved for documentation", () => {
    expect(new Set(SCENARIO_ALERTS.map(({ severity }) => severity))).toEqual(new Set([1, 2, 3, 4]));
    const addresses = SCENARIO_ALERTS.flatMap(({ observables = [] }) => observables)
      .filter(({ dataType }) => dataType === "ip")
      .map(({ data }) => data);
    for (const address of addresses) expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
  });
});
