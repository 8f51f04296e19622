import { describe, expect, test } from "vitest";
import { client, startHive } from "./hive-under-test.ts";

const WHO = { "3": "/api/user/current", "4": "/api/v1/user/current", "5": "/api/v1/user/current" } as const;

describe("who gets in", () => {
  test.each(["3", "4", "5"] as const)(
    "TheHive %s knows the key's owner and refuses a wrong key",
    async (version) => {
      const { hive, api } = await startHive({ version });
      expect((await api.get(WHO[version])).status).toBe(200);
      const refused = await client(hive, "wrong").get(WHO[version]);
      expect(refused.status).toBe(401);
      expect(refused.body).toEqual({ type: "AuthenticationError", message: "Authentication failure" });
      expect(refused.headers["www-authenticate"]).toBe('Basic realm="thehive"');
    },
  );

  test("a request from a page gets no password box", async () => {
    const { hive } = await startHive({ version: "4" });
    const answer = await client(hive, "wrong", { Referer: "http://x" }).get(WHO["4"]);
    expect(answer.headers).not.toHaveProperty("www-authenticate");
  });

  test.each([
    ["4", "soc", 200],
    ["5", "soc", 200],
    ["5", "~4096", 200],
    ["5", "elsewhere", 401],
    ["4", "elsewhere", 401],
    ["3", "elsewhere", 200],
  ] as const)("TheHive %s answers X-Organisation %s with %i", async (version, organisation, status) => {
    const { hive } = await startHive({ version });
    const answer = await client(hive, hive.apiKey, { "X-Organisation": organisation }).get(WHO[version]);
    expect(answer.status).toBe(status);
  });

  test("each organisation sees its own alerts only", async () => {
    const { hive, api } = await startHive({ organisations: ["lab"] });
    const alert = hive.raise({ title: "secret of the lab", organisation: "lab" });
    expect((await api.query({ _name: "listAlert" })).body).toEqual([]);
    expect((await api.get(`/api/v1/alert/${alert.id}`)).status).toBe(404);
    const lab = client(hive, hive.apiKey, { "X-Organisation": "lab" });
    expect((await lab.query({ _name: "listAlert" }, { _name: "count" })).body).toBe(1);
  });

  test.each([
    ["3", 401],
    ["4", 200],
    ["5", 200],
  ] as const)("TheHive %s answers a right password with %i", async (version, status) => {
    const { hive } = await startHive({ version, users: [{ login: "ana", password: "pw" }] });
    const Authorization = `Basic ${Buffer.from("ana:pw").toString("base64")}`;
    expect((await client(hive, "", { Authorization }).get(WHO[version])).status).toBe(status);
  });

  test("a locked user is refused", async () => {
    const { hive } = await startHive({ users: [{ login: "ex", apiKey: "old", locked: true }] });
    expect((await client(hive, "old").get(WHO["5"])).status).toBe(401);
  });
});

describe("rights", () => {
  test.each([
    ["3", ["read"], "/api/alert/ID/createCase", "Insufficient rights to perform this action"],
    [
      "4",
      [],
      "/api/v1/alert/ID/case",
      "Your are not authorized to create case from alert, you haven't the permission manageAlert",
    ],
    [
      "5",
      ["manageAlert/update"],
      "/api/v1/alert/ID/case",
      "Your are not authorized to create case from alert, you haven't the permission manageAlert/import",
    ],
  ] as const)(
    "TheHive %s refuses to promote without the right",
    async (version, permissions, path, message) => {
      const { hive, api } = await startHive({ version });
      const alert = hive.raise({ title: "x" });
      hive.permissions = permissions;
      const answer = await api.post(path.replace("ID", alert.id), {});
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ type: "AuthorizationError", message });
      expect(hive.caseOf(alert.id)).toBeUndefined();
    },
  );

  test("TheHive 3 refuses even reading without the role", async () => {
    const { api } = await startHive({ version: "3", permissions: ["write"] });
    expect((await api.search({})).status).toBe(403);
  });

  test("the one right of before 5.1 covers all that is split today", async () => {
    const { hive, api } = await startHive({ permissions: ["manageAlert"] });
    expect((await api.post(`/api/v1/alert/${hive.raise({ title: "x" }).id}/case`, {})).status).toBe(201);
  });

  test("a read-only licence refuses writes and lets reads go on", async () => {
    const { hive, api } = await startHive();
    const { id } = hive.raise({ title: "x" });
    hive.faults.readOnlyLicence = { status: 402, body: { type: "LicenseError", message: "expired" } };
    expect((await api.post(`/api/v1/alert/${id}/case`, {})).status).toBe(402);
    expect((await api.query({ _name: "listAlert" })).status).toBe(200);
  });
});

describe("finding people", () => {
  test("TheHive 5 finds a user by e-mail", async () => {
    const { api } = await startHive({
      users: [{ login: "bob", email: "bob@soc.example" }, { login: "eve" }],
    });
    const answer = await api.query(
      { _name: "listUser" },
      { _name: "filter", _field: "email", _value: "bob@soc.example" },
      { _name: "page", from: 0, to: 5 },
    );
    expect(answer.body).toMatchObject([{ login: "bob", email: "bob@soc.example", type: "Normal" }]);
  });

  test("the key's owner is a service with its rights listed", async () => {
    const { hive, api } = await startHive();
    const { body } = await api.get(WHO["5"]);
    expect(body).toMatchObject({ type: "Service", organisation: "soc", permissions: hive.permissions });
  });
});
