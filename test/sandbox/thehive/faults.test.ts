import { once } from "node:events";
import { request } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Fault, LIST, PROMOTE } from "../../../sandbox/thehive/faults.ts";
import type { TheHiveServer } from "../../../sandbox/thehive/server.ts";
import { client, NIGHT, rows, startHive, titles } from "./hive-under-test.ts";

const LISTING = { _name: "listAlert" };

describe("what can go wrong with a request", () => {
  test.each<[Fault, number, RegExp]>([
    [{ kind: "html200" }, 200, /^<!doctype html>/],
    [{ kind: "html502" }, 502, /502 Bad Gateway/],
    [{ kind: "status", status: 503 }, 503, /InternalError/],
    [{ kind: "status", status: 500, body: { type: "GetError", message: "" } }, 500, /GetError/],
    [{ kind: "null520" }, 520, /^null$/],
    [{ kind: "truncatedJson" }, 200, /^\[{"_id":"~\d+"[^\]]*$/],
  ])("%j answers %i", async (fault, status, text) => {
    const { hive, api } = await startHive();
    hive.raise({ title: "x" });
    hive.faults.add(fault);
    const answer = await api.query(LISTING);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    hive.faults.clear();
    expect(titles(await api.query(LISTING))).toEqual(["x"]);
  });

  test.each<[Fault["kind"], RegExp]>([
    ["reset", /ECONNRESET/],
    ["dropBeforeEffect", /ECONNRESET/],
    ["cutStream", /aborted|ECONNRESET/],
  ])("%s breaks the connection", async (kind, reason) => {
    const { hive, api } = await startHive();
    hive.raise({ title: "x" });
    if (kind === "status" || kind === "slow" || kind === "slowAnswer" || kind === "drip")
      throw new Error("needs more");
    hive.faults.add({ kind });
    await expect(api.query(LISTING)).rejects.toThrow(reason);
  });

  test.each<[Fault, RegExp, boolean]>([
    [{ kind: "stall" }, /^\[{"_id":"~\d+"[^\]]*$/, false],
    [{ kind: "drip", ms: 1 }, /^\[{"_id":"~\d+".*}\]$/, true],
  ])("%j sends what it has, and no more", async (fault, text, isWhole) => {
    const { hive } = await startHive();
    hive.raise({ title: "x" });
    hive.faults.add(fault);
    const answer = await reading(hive);
    await expect.poll(answer.read).toMatch(text);
    await expect.poll(answer.isWhole).toBe(isWhole);
  });

  test("an endless answer goes on as long as somebody reads", async () => {
    const { hive } = await startHive();
    hive.faults.add({ kind: "endless" });
    const { read } = await reading(hive);
    await expect.poll(() => read().length).toBeGreaterThan(1_000_000);
    expect(read()).toMatch(/^\[{"description":"x+"},/);
  });

  test("a proxy may ask for patience", async () => {
    const { hive, api } = await startHive();
    hive.faults.add({ kind: "status", status: 429, headers: { "Retry-After": "14" } });
    expect(await api.query(LISTING)).toMatchObject({ status: 429, headers: { "retry-after": "14" } });
  });

  test("a fault strikes where it is told and as often", async () => {
    const { hive, api } = await startHive();
    hive.faults.add({ kind: "status", status: 503, when: LIST, times: 2 });
    const statuses = [
      await api.get("/api/v1/user/current"),
      await api.query(LISTING),
      await api.query(LISTING),
      await api.query(LISTING),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(hive.faults.active).toEqual([]);
  });

  test("a fault is taken away by what added it", async () => {
    const { hive, api } = await startHive();
    const heal = hive.faults.add({ kind: "html502" });
    heal();
    expect((await api.query(LISTING)).status).toBe(200);
  });

  test("a hanging request ends when the server stops", async () => {
    const { hive, api } = await startHive();
    hive.faults.add({ kind: "hang" });
    const taken = new Promise((resolve) => {
      hive.onRequest(resolve);
    });
    const hanging = api.query(LISTING);
    const ended = expect(hanging).rejects.toThrow(/ECONNRESET|socket hang up/);
    await taken;
    await hive.stop();
    await ended;
  });

  test("a slow answer comes when the clock says so", async () => {
    const { hive, api, clock } = await startHive();
    hive.faults.add({ kind: "slow", ms: 5000, when: LIST });
    let answered = false;
    const slow = api.query(LISTING).then(({ status }) => {
      answered = true;
      return status;
    });
    await api.get("/api/status");
    await expect.poll(() => clock.nextWake()).toBe(NIGHT + 5000);
    expect(answered).toBe(false);
    clock.moveTo(NIGHT + 5000);
    expect(await slow).toBe(200);
  });

  test("a machine that is gone refuses connections and comes back at the same address", async () => {
    const { hive, api } = await startHive();
    hive.raise({ title: "x" });
    const address = hive.url;
    await hive.goDown();
    await expect(api.query(LISTING)).rejects.toThrow(/ECONNREFUSED/);
    await hive.comeUp();
    expect(hive.url).toBe(address);
    expect(titles(await api.query(LISTING))).toEqual(["x"]);
  });
});

describe("a promotion in trouble", () => {
  test.each([
    ["afterEffect", 1],
    ["beforeEffect", 0],
  ] as const)("dropped %s leaves %i case", async (moment, cases) => {
    const { hive, api } = await startHive();
    const { id } = hive.raise({ title: "x" });
    hive.faults.dropNextPromote(moment);
    await expect(api.post(`/api/v1/alert/${id}/case`, {})).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(hive.cases.size).toBe(cases);
    expect((await api.post(`/api/v1/alert/${id}/case`, {})).status).toBe(cases === 1 ? 400 : 201);
    expect(hive.cases.size).toBe(1);
  });

  test.each([
    [false, 1],
    [true, 2],
  ])("two at once, race %s, make %i case", async (promoteRace, cases) => {
    const { hive, api, clock } = await startHive({ version: "4" });
    const { id } = hive.raise({ title: "x" });
    Object.assign(hive.faults, { promoteDelay: 1000, promoteRace });
    const both = [1, 2].map(() => api.post(`/api/v1/alert/${id}/case`, {}));
    await expect.poll(() => hive.requests.filter(({ path }) => PROMOTE.path?.test(path)).length).toBe(2);
    await api.get("/api/status");
    clock.moveTo(NIGHT + 1000);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([201, 201]);
    expect(hive.cases.size).toBe(cases);
  });

  test("done at once but answered late, it is visible before its answer", async () => {
    const { hive, api, clock } = await startHive();
    const { id } = hive.raise({ title: "x" });
    hive.faults.add({ kind: "slowAnswer", ms: 30_000, when: PROMOTE });
    const late = api.post(`/api/v1/alert/${id}/case`, {});
    await expect.poll(() => hive.caseOf(id)).toBeDefined();
    expect((await api.get(`/api/v1/alert/${id}`)).body).toMatchObject({ stage: "Imported" });
    await expect.poll(() => clock.nextWake()).toBe(NIGHT + 30_000);
    clock.moveTo(NIGHT + 30_000);
    expect((await late).status).toBe(201);
  });
});

describe("what can be wrong with the data", () => {
  test("lists lag behind by so much, reading by id does not", async () => {
    const { hive, api, clock } = await startHive();
    const old = hive.raise({ title: "old" });
    hive.faults.indexLag = 1000;
    hive.raise({ title: "new" });
    hive.close(old.id);
    const open = () => api.filter({ _field: "stage", _value: "New" });
    expect(titles(await open())).toEqual(["old"]);
    expect((await api.get(`/api/v1/alert/${old.id}`)).body).toMatchObject({ stage: "Closed" });
    hive.remove(old.id);
    expect(titles(await open())).toEqual(["old"]);
    clock.moveTo(NIGHT + 1000);
    expect(titles(await open())).toEqual(["new"]);
  });

  test("an empty organisation lists nothing and complains about nothing", async () => {
    const { hive, api } = await startHive();
    hive.raise({ title: "x" });
    hive.faults.emptyOrganisation = true;
    expect((await api.query(LISTING)).body).toEqual([]);
  });

  test("one malformed alert spoils its own row only", async () => {
    const { hive, api } = await startHive();
    const [first, second, third, fourth] = hive.raiseMany(4, (nth) => ({ title: `${nth}` }));
    hive.faults.malformedAlert(first?.id ?? "");
    hive.faults.malformedAlert(second?.id ?? "", "textCreatedAt");
    hive.faults.malformedAlert(third?.id ?? "", () => "garbage");
    hive.faults.malformedAlert(fourth?.id ?? "", { set: { severity: "HIGH", tags: undefined } });
    const [a, b, c, d] = rows(await api.query(LISTING));
    expect(a).not.toHaveProperty("severity");
    expect(b).toMatchObject({ _createdAt: "yesterday", severity: 2 });
    expect(c).toBe("garbage");
    expect(d).toMatchObject({ title: "3", severity: "HIGH" });
    expect(d).not.toHaveProperty("tags");
    hive.faults.heal(first?.id ?? "");
    expect((await api.get(`/api/v1/alert/${first?.id}`)).body).toHaveProperty("severity");
  });
});

describe("what the Date of an answer can say", () => {
  test.each([90_000, -3_600_000])("%i ms off, and no stamp with it", async (offset) => {
    const { hive, api } = await startHive();
    hive.faults.dateOffset = offset;
    hive.raise({ title: "x" });
    const answer = await api.query(LISTING);
    expect(Date.parse(answer.headers.date ?? "")).toBe(NIGHT + offset);
    expect(rows(answer)).toMatchObject([{ _createdAt: NIGHT }]);
    hive.faults.clear();
    expect(Date.parse((await api.query(LISTING)).headers.date ?? "")).toBe(NIGHT);
  });
});

describe("the request log", () => {
  test("keeps what was asked and answered, but no key", async () => {
    const { hive } = await startHive({ requestsKept: 2 });
    const api = client(hive, hive.apiKey, { "X-Organisation": "soc" });
    hive.faults.add({ kind: "dropAfterEffect", times: 1 });
    await expect(api.get("/api/status?first")).rejects.toThrow();
    await api.get("/api/status?second");
    await api.post("/api/v1/query?name=list", { query: [LISTING] });
    expect(hive.requests).toMatchObject([
      { path: "/api/status", status: 200, faults: [] },
      {
        at: NIGHT,
        method: "POST",
        path: "/api/v1/query",
        query: { name: "list" },
        organisation: "soc",
        body: { query: [LISTING] },
        status: 200,
      },
    ]);
    expect(JSON.stringify(hive.requests)).not.toContain(hive.apiKey);
  });

  test("a dropped request has no status but says why", async () => {
    const { hive, api } = await startHive();
    hive.faults.add({ kind: "reset" });
    await expect(api.get("/api/status")).rejects.toThrow();
    expect(hive.requests).toMatchObject([{ status: undefined, faults: ["reset"] }]);
  });
});

/** Lists alerts and reads what comes, as far as it comes. */
async function reading(hive: TheHiveServer) {
  const headers = { Authorization: `Bearer ${hive.apiKey}`, "Content-Type": "application/json" };
  const asked = request(`${hive.url}/api/v1/query`, { method: "POST", headers });
  asked.on("error", () => {});
  onTestFinished(() => void asked.destroy());
  asked.end(JSON.stringify({ query: [LISTING] }));
  const [answer] = await once(asked, "response");
  let text = "";
  answer
    .on("error", () => {})
    .on("data", (chunk: Buffer) => {
      text += chunk;
    });
  return { read: () => text, isWhole: () => answer.complete === true };
}
