import { describe, expect, test } from "vitest";
import type { TheHiveServer } from "../../../sandbox/thehive/server.ts";
import { NIGHT, rows, startHive, titles } from "./hive-under-test.ts";

/** Three alerts a minute apart: low, high (tagged, assigned on 5), critical (closed). */
function raiseThree(hive: TheHiveServer) {
  const low = hive.raise({ title: "Port scan", severity: 1, source: "ids", createdAt: NIGHT });
  const high = hive.raise({
    title: "Beacon to a known host",
    severity: 3,
    tags: ["c2", "edr"],
    createdAt: NIGHT + 60_000,
    customFields: { unit: "Finance" },
  });
  const critical = hive.raise({ title: "Ransom note", severity: 4, createdAt: NIGHT + 120_000 });
  hive.close(critical.id);
  return { low, high, critical };
}

const yes = (...names: string[]) => names;
const LOW = "Port scan";
const HIGH = "Beacon to a known host";
const CRITICAL = "Ransom note";

describe("filters of v1 that 4 and 5 share", () => {
  const table: [object, string[]][] = [
    [{ _field: "severity", _value: 3 }, yes(HIGH)],
    [{ _is: { _field: "title", _value: LOW } }, yes(LOW)],
    [{ _ne: { _field: "severity", _value: 3 } }, yes(LOW, CRITICAL)],
    [{ _in: { _field: "severity", _values: [1, 4] } }, yes(LOW, CRITICAL)],
    [{ _gt: { _field: "_createdAt", _value: NIGHT + 60_000 } }, yes(CRITICAL)],
    [{ _gte: { _field: "_createdAt", _value: NIGHT + 60_000 } }, yes(HIGH, CRITICAL)],
    [{ _lt: { _field: "severity", _value: 3 } }, yes(LOW)],
    [{ _lte: { _field: "severity", _value: 3 } }, yes(LOW, HIGH)],
    [{ _between: { _field: "_createdAt", _from: NIGHT, _to: NIGHT + 120_000 } }, yes(LOW, HIGH)],
    [{ _field: "tags", _value: "c2" }, yes(HIGH)],
    [{ _contains: "tags" }, yes(HIGH)],
    [{ _like: { _field: "title", _value: "*known*" } }, yes(HIGH)],
    [{ _startsWith: { _field: "title", _value: "Port" } }, yes(LOW)],
    [{ _endsWith: { _field: "title", _value: "note" } }, yes(CRITICAL)],
    [{ _field: "customFields.unit", _value: "Finance" }, yes(HIGH)],
    [{ _not: { _field: "severity", _value: 4 } }, yes(LOW, HIGH)],
    [
      {
        _or: [
          { _field: "severity", _value: 1 },
          { _field: "source", _value: "sandbox" },
        ],
      },
      yes(LOW, HIGH, CRITICAL),
    ],
    [
      {
        _and: [
          { _field: "severity", _value: 1 },
          { _field: "source", _value: "sandbox" },
        ],
      },
      yes(),
    ],
    [{ _or: [] }, yes()],
    [{ _any: "" }, yes(LOW, HIGH, CRITICAL)],
    [{}, yes(LOW, HIGH, CRITICAL)],
  ];
  test.each(
    (["4", "5"] as const).flatMap((version) =>
      table.map(([filter, found]) => [version, filter, found] as const),
    ),
  )("TheHive %s: %j", async (version, filter, found) => {
    const { hive, api } = await startHive({ version });
    raiseThree(hive);
    expect(titles(await api.filter(filter))).toEqual(found);
  });

  test.each(["4", "5"] as const)("TheHive %s finds alerts by id", async (version) => {
    const { hive, api } = await startHive({ version });
    const { low, critical } = raiseThree(hive);
    expect(titles(await api.filter({ _id: low.id }))).toEqual([LOW]);
    expect(titles(await api.filter({ _in: { _field: "_id", _values: [low.id, critical.id] } }))).toHaveLength(
      2,
    );
    expect((await api.filter({ _id: "77" })).status).toBe(400);
  });
});

describe("filters the versions disagree on", () => {
  test.each([
    ["4", { _eq: { _field: "severity", _value: 3 } }, 400, "AttributeCheckingError"],
    ["5", { _eq: { _field: "severity", _value: 3 } }, 200, undefined],
    ["4", { _has: "tags" }, 400, "BadRequest"],
    ["5", { _has: "tags" }, 200, undefined],
    ["4", { _match: { _field: "title", _value: "known" } }, 400, "AttributeCheckingError"],
    ["5", { _match: { _field: "title", _value: "KNOWN beacon" } }, 200, undefined],
    ["4", { _gt: { severity: 1 } }, 200, undefined],
    ["5", { _gt: { severity: 1 } }, 400, "AttributeCheckingError"],
    ["4", { severity: 1 }, 200, undefined],
    ["5", { severity: 1 }, 400, "AttributeCheckingError"],
    ["4", { _string: "nothing like it" }, 200, undefined],
    ["5", { _string: "x" }, 400, "AttributeCheckingError"],
    ["4", { _field: "status", _value: "New" }, 400, "BadRequest"],
    ["4", { _field: "stage", _value: "New" }, 400, "BadRequest"],
    ["4", { _field: "assignee", _value: "x" }, 400, "BadRequest"],
    ["4", { _field: "caseId", _value: "x" }, 400, "BadRequest"],
    ["5", { _field: "read", _value: false }, 400, "BadRequest"],
    ["5", { _field: "imported", _value: false }, 400, "BadRequest"],
    ["5", { _in: { _field: "stage", _values: ["New", "InProgress"] } }, 200, undefined],
    ["4", { _field: "imported", _value: false }, 200, undefined],
    ["4", { _gt: { _field: "imported", _value: false } }, 400, "BadRequest"],
    ["4", { _field: "severity", _value: 1, _and: [] }, 400, "AttributeCheckingError"],
    ["4", { _gte: { _field: "_createdAt", _value: "2026-03-02T02:00:00Z" } }, 400, "AttributeCheckingError"],
    ["4", { _gte: { _field: "_createdAt", _value: String(NIGHT) } }, 200, undefined],
    ["5", { _gte: { _field: "_createdAt", _value: "2026-03-02T02:00:00Z" } }, 400, "AttributeCheckingError"],
    ["4", { _field: "severity", _value: "high" }, 400, "NumberFormatException"],
  ] as const)("TheHive %s answers %j with %i", async (version, filter, status, type) => {
    const { hive, api } = await startHive({ version });
    raiseThree(hive);
    const answer = await api.filter(filter);
    expect(answer.status).toBe(status);
    if (type !== undefined) expect(answer.body).toMatchObject({ type, message: expect.any(String) });
  });

  test("TheHive 4 names the property it does not have", async () => {
    const { api } = await startHive({ version: "4" });
    expect((await api.filter({ _field: "status", _value: "New" })).body).toEqual({
      type: "BadRequest",
      message: "Property status for type Alert not found",
    });
  });

  test("TheHive 4 lets everything pass a _string filter", async () => {
    const { hive, api } = await startHive({ version: "4" });
    raiseThree(hive);
    expect(rows(await api.filter({ _string: "nothing like it" }))).toHaveLength(3);
  });

  test("without a star TheHive 4 reads _like as equality, 5 as part of the text", async () => {
    const found = async (version: "4" | "5") => {
      const { hive, api } = await startHive({ version });
      raiseThree(hive);
      return rows(await api.filter({ _like: { _field: "title", _value: "known" } })).length;
    };
    expect([await found("4"), await found("5")]).toEqual([0, 1]);
  });

  test("TheHive 5 takes dates relative to its clock", async () => {
    const { hive, api, clock } = await startHive();
    raiseThree(hive);
    clock.moveTo(NIGHT + 120_000);
    const lastMinute = { amount: 90, unit: "seconds", look: "behind" };
    const found = await api.filter({ _gte: { _field: "_createdAt", _value: lastMinute } });
    expect(titles(found)).toEqual([HIGH, CRITICAL]);
  });

  test("_in on _id can be switched off, as nobody vouches for it on 5", async () => {
    const { api } = await startHive({ inOnId: false });
    expect((await api.filter({ _in: { _field: "_id", _values: ["~1"] } })).status).toBe(400);
  });
});

describe("steps", () => {
  test.each([
    ["newest first", [{ _name: "sort", _fields: [{ _createdAt: "desc" }] }], [CRITICAL, HIGH, LOW]],
    [
      "by two keys",
      [{ _name: "sort", _fields: [{ source: "asc" }, { severity: "desc" }] }],
      [LOW, CRITICAL, HIGH],
    ],
    ["a page without its end", [{ _name: "page", from: 1, to: 2 }], [HIGH]],
    ["past the end", [{ _name: "page", from: 3, to: 9 }], []],
  ] as const)("lists %s", async (_rule, steps, found) => {
    const { hive, api } = await startHive();
    raiseThree(hive);
    expect(titles(await api.query({ _name: "listAlert" }, ...steps))).toEqual(found);
  });

  test.each([
    ["an unknown step", [{ _name: "listAlert" }, { _name: "observablez" }]],
    [
      "a page before observables",
      [{ _name: "listAlert" }, { _name: "page", from: 0, to: 5 }, { _name: "observables" }],
    ],
    ["a sort in words", [{ _name: "listAlert" }, { _name: "sort", _fields: ["-date"] }]],
    ["no first step", [{ _name: "filter", _field: "severity", _value: 1 }]],
    ["a reversed page", [{ _name: "listAlert" }, { _name: "page", from: 5, to: 1 }]],
    ["nothing", []],
  ])("refuses %s", async (_rule, steps) => {
    const { api } = await startHive({ version: "4" });
    const answer = await api.query(...steps);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: "AttributeCheckingError" });
  });

  test("refuses a body that is not JSON", async () => {
    const { hive } = await startHive();
    const answer = await fetch(`${hive.url}/api/v1/query`, {
      method: "POST",
      body: "{",
      headers: { Authorization: `Bearer ${hive.apiKey}`, "Content-Type": "application/json" },
    });
    expect(answer.status).toBe(400);
  });

  test("counts", async () => {
    const { hive, api } = await startHive();
    raiseThree(hive);
    expect((await api.query({ _name: "listAlert" }, { _name: "count" })).text).toBe("3");
  });

  test("TheHive 4 counts imported alerts the wrong way round", async () => {
    const { hive, api } = await startHive({ version: "4" });
    const { high } = raiseThree(hive);
    hive.import(high.id);
    expect((await api.query({ _name: "countImportedAlert" })).body).toBe(2);
    expect((await api.query({ _name: "countUnreadAlert" })).body).toBe(1);
    expect((await api.query({ _name: "countAlert" })).body).toBe(3);
  });

  test("tells the total only when asked, on 4 no more than that there are many", async () => {
    const { hive, api } = await startHive({ version: "4", countThreshold: 3 });
    const pageOf = (extraData: string[]) =>
      api.query({ _name: "listAlert" }, { _name: "page", from: 0, to: 1, extraData });
    hive.raise({ title: "1" });
    expect((await pageOf([])).headers).not.toHaveProperty("x-total");
    expect((await pageOf(["total"])).headers["x-total"]).toBe("1");
    raiseThree(hive);
    expect((await pageOf(["total"])).headers["x-total"]).toBe("-3");
  });

  test("an alert is found by its id, on 4 also by what its source calls it", async () => {
    const { hive, api } = await startHive({ version: "4" });
    const { low } = raiseThree(hive);
    expect(titles(await api.query({ _name: "getAlert", idOrName: low.id }))).toEqual([LOW]);
    expect(titles(await api.query({ _name: "getAlert", idOrName: `siem;ids;${low.sourceRef}` }))).toEqual([
      LOW,
    ]);
    expect(titles(await api.query({ _name: "getAlert", idOrName: "~1" }))).toEqual([]);
  });

  test("TheHive 5 leaves out excluded fields, 4 takes no notice", async () => {
    const excluded = async (version: "4" | "5") => {
      const { hive, api } = await startHive({ version });
      raiseThree(hive);
      const answer = await api.post("/api/v1/query", {
        query: [{ _name: "listAlert" }],
        excludeFields: ["description"],
      });
      return rows(answer).every((row) => !("description" in row));
    };
    expect([await excluded("4"), await excluded("5")]).toEqual([false, true]);
  });

  test.each([
    ["5.7.3-1", false],
    ["5.8.0-1", true],
  ])("TheHive %s chooses included fields: %s", async (release, chooses) => {
    const { hive, api } = await startHive({ release });
    hive.raise({ title: "x" });
    const query = [{ _name: "listAlert" }];
    const [row] = rows(await api.post("/api/v1/query", { query, includeFields: ["_id", "title"] }));
    expect(Object.keys(row ?? {}).length === 2).toBe(chooses);
  });

  test("extra data lands in the row, unknown names are passed over", async () => {
    const { hive, api } = await startHive();
    const { id } = hive.raise({ title: "x" });
    hive.import(id);
    const extraData = ["importDate", "relatedCase", "nonsense"];
    const [row] = rows(await api.query({ _name: "listAlert" }, { _name: "page", from: 0, to: 1, extraData }));
    expect(row?.extraData).toEqual({
      importDate: NIGHT,
      relatedCase: { number: 1, accessKind: "OrganisationAccessKind", isVisible: true },
    });
  });

  test("TheHive 5 lists its statuses with their stages", async () => {
    const { api } = await startHive({ statuses: [{ value: "Escalated", stage: "InProgress" }] });
    const statuses = rows(await api.query({ _name: "listAlertStatus" })).map(({ value, stage }) => [
      value,
      stage,
    ]);
    expect(statuses).toContainEqual(["Pending", "InProgress"]);
    expect(statuses).toContainEqual(["Escalated", "InProgress"]);
  });
});

describe("observables", () => {
  test.each([
    ["4", true],
    ["5", true],
    ["5", false],
  ] as const)("TheHive %s lists those of many alerts, links served: %s", async (version, observableLinks) => {
    const { hive, api } = await startHive({ version, observableLinks });
    const [first, second] = hive.raiseMany(3, (nth) => ({
      title: `alert ${nth}`,
      observables: [{ dataType: "ip", data: `203.0.113.${nth}` }],
    }));
    const found = await api.query(
      { _name: "listAlert" },
      { _name: "filter", _or: [{ _id: first?.id }, { _id: second?.id }] },
      { _name: "observables" },
      { _name: "page", from: 0, to: 500, extraData: ["links"] },
    );
    const links = observableLinks ? [first?.id, second?.id] : [undefined, undefined];
    expect(rows(found).map(({ data }) => data)).toEqual(["203.0.113.0", "203.0.113.1"]);
    for (const [index, row] of rows(found).entries()) {
      if (links[index] === undefined) expect(row.extraData).toEqual({});
      else expect(row).toMatchObject({ extraData: { links: { alert: { _id: links[index] } } } });
    }
  });

  test("TheHive 4 links the whole alert in its v0 form", async () => {
    const { hive, api } = await startHive({ version: "4" });
    hive.raise({ title: "x", observables: [{ dataType: "ip", data: "203.0.113.1" }] });
    const steps = [{ _name: "observables" }, { _name: "page", from: 0, to: 5, extraData: ["links"] }];
    const found = await api.query({ _name: "listAlert" }, ...steps);
    expect(found.body).toMatchObject([
      { extraData: { links: { alert: { _type: "alert", createdAt: NIGHT } } } },
    ]);
  });

  test("one that is added later is counted and found", async () => {
    const { hive, api } = await startHive();
    const { id } = hive.raise({ title: "x" });
    hive.addObservable(id, { dataType: "domain", data: "evil.example.org" });
    expect((await api.get(`/api/v1/alert/${id}`)).body).toMatchObject({
      observableCount: 1,
      _updatedAt: NIGHT,
    });
    const back = await api.query({ _name: "listObservable" }, { _name: "alert" });
    expect(titles(back)).toEqual(["x"]);
  });
});

test("an incremental poll sees what was created or changed since", async () => {
  const { hive, api, clock } = await startHive();
  const { low } = raiseThree(hive);
  clock.moveTo(NIGHT + 600_000);
  hive.update(low.id, { severity: 4 });
  hive.raise({ title: "new one" });
  const since = NIGHT + 300_000;
  const changed = await api.filter({
    _or: [
      { _gte: { _field: "_createdAt", _value: since } },
      { _gte: { _field: "_updatedAt", _value: since } },
    ],
  });
  expect(titles(changed)).toEqual([LOW, "new one"]);
});

test("a poll and a count over 20,000 alerts take well under a second", async () => {
  const { hive, api } = await startHive();
  hive.raiseMany(20_000, (nth) => ({ title: `alert ${nth}`, createdAt: NIGHT + nth }));
  const started = performance.now();
  const since = { _gte: { _field: "_createdAt", _value: NIGHT + 19_900 } };
  const poll = await api.query(
    { _name: "listAlert" },
    { _name: "filter", _or: [since, { _gte: { _field: "_updatedAt", _value: NIGHT } }] },
    { _name: "sort", _fields: [{ _createdAt: "asc" }] },
    { _name: "page", from: 0, to: 500 },
  );
  const count = await api.query({ _name: "listAlert" }, { _name: "count" });
  expect(rows(poll)).toHaveLength(100);
  expect(count.body).toBe(20_000);
  expect(performance.now() - started).toBeLessThan(1000);
});
