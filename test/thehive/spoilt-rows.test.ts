import { describe, expect, test } from "vitest";
import { HiveError } from "../../src/engine/hive-error.ts";
import { iso } from "../../src/lib/time.ts";
import type { Alert, AlertId } from "../../src/sla/model.ts";
import { id, start, startSource } from "./source-under-test.ts";

const faces = [
  { name: "TheHive 5", version: "5", api: "auto" },
  { name: "TheHive 4, API v1", version: "4", api: "auto" },
  { name: "TheHive 4, API v0", version: "4", api: "v0" },
  { name: "TheHive 3", version: "3", api: "auto" },
] as const;

const common = [
  "_id",
  "id",
  "title",
  "severity",
  "tags",
  "type",
  "source",
  "sourceRef",
  "status",
  "customFields",
];
const fields = {
  v1: [
    "_createdAt",
    "_updatedAt",
    "stage",
    "read",
    "caseId",
    "assignee",
    "observableCount",
    "observables",
    "extraData",
  ],
  v0: ["createdAt", "updatedAt", "case", "artifacts", "follow"],
};

// A key that turns into text or a number in a way of its own would throw where nobody expects it.
const trap = { toString: 1, valueOf: 1 };
const beyondDates = 8.65e15;
const wrongKinds: readonly unknown[] = [
  undefined,
  null,
  "",
  "HIGH",
  "..",
  "\ud800",
  7,
  0,
  -1,
  2.5,
  beyondDates,
  Number.MAX_VALUE,
  true,
  [],
  ["a", trap],
  [trap],
  [[["deep"]]],
  {},
  trap,
];

/** What the engine does with any alert must not fail on this one. */
function expectUsable({ createdAt, updatedAt, title, tags, observables = [] }: Alert) {
  expect(iso(createdAt)).toMatch(/^\d{4}-/);
  if (updatedAt !== undefined) expect(iso(updatedAt)).toMatch(/^\d{4}-/);
  expect(
    [title, ...tags, ...observables.map(({ dataType }) => dataType)].every(
      (text) => typeof text === "string",
    ),
  ).toBe(true);
}

describe.each(faces)("$name", ({ version, api }) => {
  const dialect = api === "v0" || version === "3" ? "v0" : "v1";

  test.each([...common, ...fields[dialect]])(
    "an odd %s spoils no other alert, nor its own when it is mended",
    async (field) => {
      const { hive, source, pass } = await startSource({ version }, { api });
      const all = hive.raiseMany(2 * wrongKinds.length + 1, (index) => ({
        title: `a${index}`,
        createdAt: start - 3_600_000 + index,
        observables: index < 5 ? [{ dataType: "ip", data: "203.0.113.7" }] : [],
      }));
      // One after each good one, and each odd in its own way.
      const good = all.filter((_, index) => index % 2 === 0).map(id);
      const odd = all.filter((_, index) => index % 2 === 1).map(id);
      wrongKinds.forEach(
        (value, index) => void hive.faults.malformedAlert(odd[index] ?? "", { set: { [field]: value } }),
      );

      const { alerts, malformed } = await source.poll(0);
      expect(alerts.map((alert) => alert.id)).toEqual(expect.arrayContaining(good));
      // Told as an alert, as one in trouble, or not at all where the odd word says that it is handled.
      expect(alerts.length + malformed.length).toBeLessThanOrEqual(all.length);
      alerts.forEach(expectUsable);
      await Promise.all(odd.map((one) => expectReadable(source, one)));

      for (const one of odd) hive.faults.heal(one);
      pass(120_000);
      expect((await source.poll(0)).alerts.map((alert) => alert.id)).toEqual(all.map(id));
    },
  );

  test.each([
    ["severity", "HIGH", "severity: not a number from 1 to 4"],
    ["severity", 7, "severity: 7 is not from 1 to 4"],
    ["severity", null, "severity: not a number from 1 to 4"],
    ["createdAt", beyondDates, "createdAt: not a time in milliseconds since 1970"],
    ["createdAt", -1, "createdAt: not a time in milliseconds since 1970"],
    ["createdAt", "2026-03-02", "createdAt: not a time in milliseconds since 1970"],
    ["title", 42, "title: Invalid input: expected string, received number"],
  ])("%s %j among ten is reported, in full reads and in changes", async (field, value, why) => {
    const { hive, source, pass } = await startSource({ version }, { api, wholeUpTo: 0 });
    const all = hive.raiseMany(10, (index) => ({ title: `a${index}`, createdAt: start - 3_600_000 + index }));
    const [odd, ...others] = all.map(id);
    await source.poll(0);
    pass(120_000);
    const wire = field === "createdAt" && dialect === "v1" ? "_createdAt" : field;
    hive.faults.malformedAlert(odd ?? "", { set: { [wire]: value } });
    hive.update(odd ?? "", { description: "touched" });
    const later = await source.poll(10);
    expect(later.malformed).toEqual([{ id: odd, why }]);
    pass(600_000);
    const { kind, alerts, malformed } = await source.poll(10);
    expect([kind, malformed]).toEqual(["full", [{ id: odd, why }]]);
    expect(alerts.map((alert) => alert.id)).toEqual(others);
  });

  test("a list of which most cannot be read is nonsense, said in one line", async () => {
    const { hive, source } = await startSource({ version }, { api });
    const all = hive.raiseMany(12, (index) => ({ title: `a${index}` }));
    for (const alert of all) hive.faults.malformedAlert(alert.id, { set: { severity: "HIGH" } });
    await expect(source.poll(0)).rejects.toMatchObject({
      name: "HiveError",
      code: "nonsense",
      message: `cannot list the open alerts: 12 of 12 alerts could not be read: severity: not a number from 1 to 4; does THEHIVE_URL (${hive.url}) lead to a TheHive of version 3, 4 or 5?`,
    });
    for (const alert of all) hive.faults.heal(alert.id);
    expect((await source.poll(0)).alerts).toHaveLength(12);
  });

  test.each([
    [1, 1, "reported"],
    [1, 2, "reported"],
    [2, 4, "reported"],
    [2, 3, "nonsense"],
    [2, 2, "nonsense"],
    [7, 12, "nonsense"],
  ])("%i of %i that cannot be read: %s", async (bad, count, verdict) => {
    const { hive, source } = await startSource({ version }, { api });
    const all = hive.raiseMany(count, (index) => ({ title: `a${index}` }));
    for (const alert of all.slice(0, bad)) hive.faults.malformedAlert(alert.id, "null");
    const outcome = await source.poll(0).then(
      ({ alerts, malformed }) => [alerts.length, malformed.length],
      (error: unknown) => (error instanceof HiveError ? error.code : error),
    );
    expect(outcome).toEqual(verdict === "reported" ? [count - bad, bad] : "nonsense");
  });

  test("a few changes that cannot be read blind nobody: all alerts are read instead", async () => {
    const { hive, source, pass } = await startSource({ version }, { api, wholeUpTo: 0 });
    const all = hive.raiseMany(10, (index) => ({ title: `a${index}`, createdAt: start - 3_600_000 }));
    await source.poll(0);
    pass(120_000);
    for (const alert of all.slice(0, 3)) {
      hive.faults.malformedAlert(alert.id, { set: { severity: "HIGH" } });
      hive.update(alert.id, { description: "touched" });
    }
    const { kind, alerts, malformed } = await source.poll(10);
    expect([kind, alerts.length, malformed.length]).toEqual(["full", 7, 3]);
  });
});

/** Read alone it is an alert or said to be none; it is never a crash. */
async function expectReadable(source: { read: (id: AlertId) => Promise<Alert | undefined> }, odd: AlertId) {
  try {
    const alert = await source.read(odd);
    if (alert !== undefined) expectUsable(alert);
  } catch (error) {
    expect(error).toBeInstanceOf(HiveError);
  }
}
