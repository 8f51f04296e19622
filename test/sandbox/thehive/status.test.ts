import { describe, expect, test } from "vitest";
import { client, startHive } from "./hive-under-test.ts";

describe("status and version", () => {
  test.each([
    ["3", "3.5.2-1", 404],
    ["4", "4.1.24-1", 404],
    ["5", "5.7.3-1", 200],
  ] as const)("TheHive %s tells its version to anyone", async (version, release, publicStatus) => {
    const { hive } = await startHive({ version });
    const stranger = client(hive, "no such key");
    expect((await stranger.get("/api/status")).body).toMatchObject({ versions: { TheHive: release } });
    const publicAnswer = await stranger.get("/api/v1/status/public");
    expect(publicAnswer.status).toBe(publicStatus);
    if (version === "5") expect(publicAnswer.body).toMatchObject({ version: release });
  });

  test("only TheHive 3 reports the health of ElasticSearch", async () => {
    const { api } = await startHive({ version: "3" });
    expect((await api.get("/api/status")).body).toMatchObject({ health: { elasticsearch: "OK" } });
  });

  test("TheHive 4 shows its schema and, in v1, its cluster", async () => {
    const { api } = await startHive({ version: "4" });
    expect((await api.get("/api/status")).body).toHaveProperty("schemaStatus");
    expect((await api.get("/api/v1/status")).body).toHaveProperty("cluster");
  });

  test.each(["3", "4"] as const)("TheHive %s says it is well", async (version) => {
    const { api } = await startHive({ version });
    expect((await api.get("/api/health")).text).toBe("Ok");
  });

  test("TheHive 5 tells its licence only to those who may ask", async () => {
    const { hive, api } = await startHive();
    expect((await client(hive, "wrong").get("/api/v1/status")).status).toBe(401);
    expect((await api.get("/api/v1/status")).body).toMatchObject({ license: { isValid: true } });
    hive.faults.readOnlyLicence = true;
    expect((await api.get("/api/v1/license/current")).body).toMatchObject({ isValid: false });
  });

  test("everything lives under the base path", async () => {
    const { hive, api } = await startHive({ basePath: "/thehive/" });
    expect(hive.url).toMatch(/\d\/thehive$/);
    expect((await api.get("/api/v1/user/current")).status).toBe(200);
  });

  test("the Date header is TheHive's own clock, skew included", async () => {
    const { hive, api } = await startHive();
    hive.faults.clockSkew = 90_000;
    expect((await api.get("/api/status")).headers.date).toBe("Mon, 02 Mar 2026 02:01:30 GMT");
    expect(hive.raise({ title: "x" }).createdAt).toBe(Date.parse("2026-03-02T02:01:30Z"));
  });
});

describe("addresses nobody serves", () => {
  test.each([
    ["3", "GET", "/api/x", 404, /^A client error occurred on GET \/api\/x : /],
    ["4", "GET", "/api/x", 404, /{"type":"NotFound","message":""}/],
    ["4", "GET", "/api/v1/x", 404, /{"type":"NotFoundError","message":"\/api\/v1\/x"}/],
    ["5", "GET", "/thehive/api/v1/alert", 200, /<!doctype html>/],
    ["5", "POST", "/api/v1/alert/~1/promote", 404, /"type":"NotFoundError"/],
    ["5", "POST", "/api/alert/_search", 404, /"type":"NotFoundError"/],
  ] as const)("TheHive %s answers %s %s with %i", async (version, method, path, status, text) => {
    const { api } = await startHive({ version });
    const answer = await (method === "GET" ? api.get(path) : api.post(path, {}));
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });
});
