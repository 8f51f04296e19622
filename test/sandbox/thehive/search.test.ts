import { describe, expect, test } from "vitest";
import { NIGHT, rows, startHive, titles } from "./hive-under-test.ts";

const VERSIONS = ["3", "4"] as const;

async function withAlerts(version: "3" | "4", count: number) {
  const started = await startHive({ version });
  started.hive.raiseMany(count, (nth) => ({
    title: `${nth}`,
    createdAt: NIGHT + nth,
    severity: (nth % 4) + 1,
  }));
  return started;
}

describe("the search of v0", () => {
  test.each(VERSIONS)("TheHive %s returns ten rows unless told otherwise", async (version) => {
    const { api } = await withAlerts(version, 25);
    const answer = await api.search({});
    expect(rows(answer)).toHaveLength(10);
    expect(answer.headers["x-total"]).toBe("25");
  });

  test.each([
    ["?range=0-3", 3],
    ["?range=20-40", 5],
    ["?range=all", 25],
    ["?range=9-3", 10],
    ["?range=nonsense", 10],
    ["?range=40-50", 0],
  ])("%s gives %i rows", async (parameters, count) => {
    const { api } = await withAlerts("3", 25);
    expect(rows(await api.search({}, parameters))).toHaveLength(count);
  });

  test.each([
    ["-createdAt", ["3", "2", "1", "0"]],
    ["%2BcreatedAt", ["0", "1", "2", "3"]],
    ["createdAt", ["0", "1", "2", "3"]],
    ["-severity,createdAt", ["3", "2", "1", "0"]],
  ])("sorts by %s", async (sort, found) => {
    const { api } = await withAlerts("4", 4);
    expect(titles(await api.search({}, `?sort=${sort}`))).toEqual(found);
  });

  test("range and sort of the body count where the address is silent", async () => {
    const { api } = await withAlerts("3", 4);
    const answer = await api.post("/api/alert/_search", { query: {}, range: "0-1", sort: "-createdAt" });
    expect(titles(answer)).toEqual(["3"]);
  });

  test("TheHive 3 counts exactly, 4 gives up at a thousand", async () => {
    const total = async (version: "3" | "4") => {
      const { api } = await withAlerts(version, 1000);
      return (await api.search({})).headers["x-total"];
    };
    expect([await total("3"), await total("4")]).toEqual(["1000", "-1000"]);
  });

  test.each(VERSIONS)("TheHive %s finds what waits, and what is new since", async (version) => {
    const { hive, api } = await withAlerts(version, 3);
    const [first] = hive.alerts.keys();
    hive.close(first ?? "");
    const open = { _in: { _field: "status", _values: ["New", "Updated"] } };
    expect(titles(await api.search(open, "?sort=createdAt"))).toEqual(["1", "2"]);
    expect(titles(await api.search({ _gt: { createdAt: NIGHT + 1 } }))).toEqual(["2"]);
  });

  test.each([
    ["3", { _gt: { _field: "createdAt", _value: NIGHT } }, 400],
    ["4", { _gt: { _field: "createdAt", _value: NIGHT } }, 200],
    ["3", { _is: { _field: "severity", _value: 1 } }, 400],
    ["4", { _is: { _field: "severity", _value: 1 } }, 200],
    ["3", { status: "New" }, 200],
    ["4", { status: "New" }, 200],
    ["3", { _field: "nonsense", _value: 1 }, 200],
    ["4", { _field: "nonsense", _value: 1 }, 400],
    ["4", { _field: "_createdAt", _value: 1 }, 400],
    ["4", { _field: "imported", _value: true }, 200],
  ] as const)("TheHive %s answers %j with %i", async (version, filter, status) => {
    const { api } = await withAlerts(version, 1);
    const answer = await api.search(filter);
    expect(answer.status).toBe(status);
    if (version === "3" && status === 400) expect(answer.body).toHaveProperty("tableName");
  });

  test("TheHive 4 serves the same under /api/v0, list and query too", async () => {
    const { api } = await withAlerts("4", 3);
    expect(rows(await api.post("/api/v0/alert/_search", { query: {} }))).toHaveLength(3);
    expect(rows(await api.get("/api/alert?range=0-2"))).toHaveLength(2);
    const query = [{ _name: "listAlert" }, { _name: "page", from: 0, to: 1 }];
    expect((await api.post("/api/v0/query", { query })).body).toMatchObject([
      { createdAt: NIGHT, artifacts: [] },
    ]);
  });
});
