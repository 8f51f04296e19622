import { describe, expect, test } from "vitest";
import { LIST } from "../../sandbox/thehive/faults.ts";
import type { AlertDraft } from "../../sandbox/thehive/model.ts";
import { TheHiveServer } from "../../sandbox/thehive/server.ts";
import { id, start, startSource } from "./source-under-test.ts";

/** Old enough to lie before what is read again for safety. */
const named = (title: string): AlertDraft => ({ title, createdAt: start - 3_600_000 });
const watched = (count: number): AlertDraft => ({
  ...named("watched"),
  observables: Array.from({ length: count }, (_, index) => ({ dataType: "ip", data: `203.0.113.${index}` })),
});

describe("how much is read", () => {
  test("a short list is read whole each time", async () => {
    const { hive, source, asked, pass } = await startSource();
    hive.raise(watched(2));
    await source.poll(0);
    pass(1000);
    asked();
    expect((await source.poll(1)).kind).toBe("full");
    expect(asked()).toEqual(["POST /api/v1/query"]);
  });

  test("when nothing changed, two small requests do, and no observable is read", async () => {
    const { hive, source, asked, pass } = await startSource();
    hive.raiseMany(600, () => watched(1));
    await source.poll(0);
    pass(120_000);
    asked();
    expect(await source.poll(600)).toEqual({ kind: "changes", alerts: [], malformed: [] });
    expect(asked()).toHaveLength(2);
  });

  test("a full read of unchanged alerts reads no observable again", async () => {
    const { hive, source, asked, pass } = await startSource();
    hive.raiseMany(150, () => watched(1));
    await source.poll(0);
    pass(600_000);
    asked();
    const { kind, alerts } = await source.poll(150);
    expect(kind).toBe("full");
    expect(alerts.every(({ observables }) => observables?.length === 1)).toBe(true);
    expect(asked()).toHaveLength(1);
  });

  test("a full read asks for the observables of those that have more now", async () => {
    const { hive, source, pass } = await startSource({ version: "4" });
    const [first] = hive.raiseMany(150, () => watched(1));
    await source.poll(0);
    hive.addObservable(first?.id ?? "", { dataType: "other", data: "URGENT" });
    pass(600_000);
    const { alerts } = await source.poll(150);
    expect(alerts.find((alert) => alert.id === first?.id)?.observables?.map(({ data }) => data)).toEqual([
      "203.0.113.0",
      "URGENT",
    ]);
  });

  test("what a caller never holds makes it read everything once, not always", async () => {
    const { hive, source } = await startSource({}, { wholeUpTo: 0 });
    hive.raiseMany(3, (index) => named(`a${index}`));
    await source.poll(0);
    const kinds = [await source.poll(1), await source.poll(1), await source.poll(1)].map(({ kind }) => kind);
    expect(kinds).toEqual(["full", "changes", "changes"]);
  });
});

describe("changes that leave no trace", () => {
  test("TheHive 4 that hides reading and importing is found out by the count", async () => {
    const { hive, source, pass } = await startSource({ version: "4", quietReads: true }, { wholeUpTo: 0 });
    const [closed, imported, open] = hive.raiseMany(3, (index) => named(`a${index}`));
    await source.poll(0);
    pass(300_000);
    hive.close(closed?.id ?? "");
    hive.import(imported?.id ?? "");
    const { kind, alerts } = await source.poll(3);
    expect([kind, alerts.map((alert) => alert.id)]).toEqual(["full", [open?.id]]);
    expect((await source.poll(1)).kind).toBe("changes");
  });

  test("TheHive 4's v0 stops counting at a threshold; that alone is no difference", async () => {
    const { hive, source, pass } = await startSource(
      { version: "4", countThreshold: 10 },
      { api: "v0", wholeUpTo: 0 },
    );
    hive.raiseMany(12, (index) => named(`a${index}`));
    await source.poll(0);
    pass(120_000);
    expect((await source.poll(12)).kind).toBe("changes");
    for (const alert of [...hive.alerts.values()].slice(0, 5)) hive.remove(alert.id);
    expect((await source.poll(12)).alerts).toHaveLength(7);
  });

  test("an alert backdated behind what was read already is found", async () => {
    const { hive, source, pass } = await startSource({}, { wholeUpTo: 0 });
    hive.raise(named("first"));
    await source.poll(0);
    pass(300_000);
    await source.poll(1);
    hive.raise({ title: "old", createdAt: start - 7_200_000 });
    expect((await source.poll(1)).alerts.map(({ title }) => title)).toEqual(["old", "first"]);
  });
});

describe("lists that lag behind", () => {
  test("an alert just promoted is not taken for open again", async () => {
    const { hive, source, pass } = await startSource();
    const raised = hive.raise(named("promoted"));
    await source.poll(0);
    pass(5000);
    hive.faults.indexLag = 2000;
    await source.promote(id(raised));
    expect((await source.poll(0)).alerts).toEqual([]);
    pass(3000);
    expect((await source.poll(0)).alerts.filter(({ stage }) => stage === "new")).toEqual([]);
  });

  test("a change from before the promotion does not open the alert again", async () => {
    const { hive, source, pass } = await startSource();
    const raised = hive.raise(named("promoted"));
    await source.poll(0);
    hive.faults.indexLag = 2000;
    hive.update(raised.id, { severity: 4 });
    pass(1500);
    await source.promote(id(raised));
    pass(1000);
    expect((await source.poll(0)).alerts).toEqual([]);
  });

  test("an alert that was read as closed and is opened again comes back", async () => {
    const { hive, source, pass } = await startSource({}, { wholeUpTo: 0 });
    const [raised] = hive.raiseMany(2, () => named("reopened"));
    if (raised === undefined) throw new Error("nothing was raised");
    await source.poll(0);
    hive.close(raised.id);
    expect(await source.read(id(raised))).toMatchObject({ stage: "closed" });
    pass(1000);
    expect((await source.poll(1)).alerts).toMatchObject([{ stage: "closed" }]);
    pass(120_000);
    hive.reopen(raised.id);
    expect((await source.poll(1)).alerts).toMatchObject([{ id: raised.id, stage: "new" }]);
  });

  test("a new alert that shows up late is not missed", async () => {
    const { hive, source, pass } = await startSource({}, { wholeUpTo: 0 });
    hive.raise(named("first"));
    await source.poll(0);
    pass(120_000);
    hive.faults.indexLag = 2000;
    hive.raise({ title: "late" });
    pass(1000);
    expect((await source.poll(1)).alerts).toEqual([]);
    pass(10_000);
    const { kind, alerts } = await source.poll(1);
    expect([kind, alerts.map(({ title }) => title)]).toEqual(["changes", ["late"]]);
  });
});

describe("observables", () => {
  test.each([
    ["in one query", {}, 3],
    ["in one query, by _or", { inOnId: false }, 4],
    ["alert by alert", { observableLinks: false }, 6],
  ] as const)("are read %s where that works", async (_, server, requests) => {
    const { hive, source, asked } = await startSource(server);
    const raised = [watched(1), watched(3), named("none"), watched(2)].map((draft) => hive.raise(draft));
    const { alerts } = await source.poll(0);
    const byId = new Map(alerts.map((alert) => [alert.id, alert.observables?.length]));
    expect(raised.map((alert) => byId.get(id(alert)))).toEqual([1, 3, 0, 2]);
    expect(asked()).toHaveLength(requests);
  });

  test("of one alert may fill several pages", async () => {
    const { hive, source } = await startSource();
    const raised = hive.raise(watched(1201));
    hive.raise(watched(1));
    const { alerts } = await source.poll(0);
    expect(alerts.map(({ observables }) => observables?.length)).toEqual([1201, 1]);
    expect((await source.read(id(raised)))?.observables).toHaveLength(1201);
  });

  test("that fail do not lose the alert, and come with a later poll", async () => {
    const { hive, source, lines } = await startSource({}, { wholeUpTo: 0 });
    hive.raise(watched(2));
    let queries = 0;
    const off = hive.onRequest(() => {
      if (++queries === 2) hive.faults.add({ kind: "html502", when: LIST });
    });
    const { alerts } = await source.poll(0);
    off();
    expect(alerts).toMatchObject([{ title: "watched", observableCount: 2 }]);
    expect(alerts[0]?.observables).toBeUndefined();
    expect(lines.join()).toContain("some observables could not be read");
    hive.faults.clear();
    const later = await source.poll(1);
    expect(later.alerts[0]?.observables).toHaveLength(2);
    expect((await source.poll(1)).alerts).toEqual([]);
  });
});

describe("the setting of what counts as waiting", () => {
  test.each([
    [["New"], ["new"]],
    [
      ["new", "In Progress"],
      ["new", "started", "pending"],
    ],
    [["PENDING"], ["pending"]],
    [
      ["New", "Escalated"],
      ["new", "escalated"],
    ],
  ])("%j", async (open, titles) => {
    const statuses = [{ value: "Escalated", stage: "InProgress" as const }];
    const { hive, source } = await startSource({ statuses }, { open: () => open });
    for (const [title, status] of [
      ["new", "New"],
      ["started", "InProgress"],
      ["pending", "Pending"],
      ["escalated", "Escalated"],
      ["false", "FalsePositive"],
    ] as const) {
      hive.raise({ ...named(title), status });
    }
    const { alerts } = await source.poll(0);
    const expected = open.includes("In Progress") ? [...titles, "escalated"] : titles;
    expect(alerts.map(({ title }) => title).toSorted()).toEqual(expected.toSorted());
  });

  test("a changed setting reads everything by it", async () => {
    let open = ["New"];
    const { hive, source } = await startSource({}, { open: () => open, wholeUpTo: 0 });
    const raised = hive.raise(named("started"));
    hive.startProgress(raised.id);
    expect((await source.poll(0)).alerts).toEqual([]);
    open = ["New", "InProgress"];
    expect(await source.poll(0)).toMatchObject({ kind: "full", alerts: [{ id: raised.id }] });
  });
});

test("once TheHive does not tell whose observables are, it is not asked for many at once again", async () => {
  const { hive, source, asked } = await startSource({ observableLinks: false });
  hive.raiseMany(2, () => watched(1));
  await source.poll(0);
  hive.raiseMany(2, () => watched(1));
  asked();
  await source.poll(2);
  expect(asked()).toHaveLength(3);
});

test("an upgrade during an outage is noticed", async () => {
  const { hive, source, options, clock } = await startSource({ version: "4" });
  const raised = hive.raise(named("here"));
  await source.poll(0);
  const port = Number(new URL(options.url).port);
  await hive.stop();
  await expect(source.poll(1)).rejects.toMatchObject({ code: "unreachable" });
  const upgraded = new TheHiveServer({ clock, version: "5", port });
  await upgraded.start();
  try {
    upgraded.raise(named("after"));
    expect((await source.poll(1)).alerts.map(({ title }) => title)).toEqual(["after"]);
    expect(source.alertUrl(id(raised))).toMatch(/\/alerts\/.*\/details$/);
  } finally {
    await upgraded.stop();
  }
});
