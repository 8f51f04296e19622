import { describe, expect, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { minutes } from "../../src/lib/time.ts";
import { AlertId } from "../../src/sla/model.ts";
import { theHiveSource } from "../../src/thehive/source.ts";
import { type Answerer, plainHive, stepsOf } from "./plain-hives.ts";
import { jumpingClock, logLines } from "./source-under-test.ts";

const at = Date.now() - 3_600_000;

interface Row {
  _id: string;
  _createdAt: number;
  title: string;
  severity: number;
  [key: string]: unknown;
}
const row = (id: string, more: object = {}): Row => ({
  _id: id,
  _createdAt: at,
  title: `alert ${id}`,
  severity: 2,
  stage: "New",
  status: "New",
  observableCount: 0,
  ...more,
});

async function sourceOf(answer: Answerer) {
  const hive = await plainHive(answer);
  const { lines, log } = logLines();
  const clock = jumpingClock(new SandboxClock());
  const options = { url: hive.url, apiKey: "plain-key", api: "auto", clock, log, wholeUpTo: 0 } as const;
  return { ...hive, lines, clock, source: theHiveSource({ ...options, open: () => ["New"] }) };
}

const titles = ({ alerts }: { alerts: readonly { title: string }[] }) => alerts.map(({ title }) => title);

describe("a TheHive that knows little", () => {
  test("answers every query with all its alerts, whatever was asked", async () => {
    const rows = [row("~1"), row("~2", { stage: "Closed", status: "Ignored" }), row("~3")];
    const { source, lines } = await sourceOf(({ path }) =>
      path.startsWith("/api/v1/query") ? { body: rows } : undefined,
    );
    expect(titles(await source.poll(0))).toEqual(["alert ~1", "alert ~3"]);
    rows.push(row("~4"));
    rows[0] = row("~1", { stage: "Imported", status: "Imported", caseId: "~99" });
    expect(titles(await source.poll(2))).toEqual(["alert ~3", "alert ~4"]);
    await source.poll(2);
    expect(lines.filter((line) => line.startsWith("warn"))).toHaveLength(1);
  });

  test("ignores paging", async () => {
    const rows = Array.from({ length: 700 }, (_, index) => row(`~${index}`));
    const { source, requests } = await sourceOf(({ path }) =>
      path.startsWith("/api/v1/query") ? { body: rows } : undefined,
    );
    expect((await source.poll(0)).alerts).toHaveLength(700);
    expect(requests.filter((request) => request.startsWith("POST")).length).toBeLessThanOrEqual(4);
  });

  test.each([
    ["stage", 400],
    ["stage", 500],
    ["_or", 400],
    ["_or", 500],
    ["excludeFields", 400],
    ["count", 400],
    ["count", 500],
    ["sort", 400],
  ])("refuses %s with %i", async (word, status) => {
    const rows = [row("~1"), row("~2", { stage: "Closed", status: "Ignored" })];
    const { source } = await sourceOf(({ path, body }) => {
      if (path === "/api/v1/status/public") return { body: { version: "5.7.3-1" } };
      if (!path.startsWith("/api/v1/query")) return undefined;
      if (JSON.stringify(body).includes(`"${word}"`))
        return { status, body: { type: "BadRequest", message: word } };
      if (stepsOf(body).has("count")) return { body: 1 };
      return { body: rows };
    });
    expect(titles(await source.poll(0))).toEqual(["alert ~1"]);
    rows.push(row("~3"));
    expect(titles(await source.poll(1))).toContain("alert ~3");
    rows[0] = row("~1", { stage: "Closed", status: "Ignored", _updatedAt: Date.now() });
    const { kind, alerts } = await source.poll(2);
    expect(alerts.filter(({ stage }) => stage === "new").map(({ title }) => title)).toEqual(
      kind === "full" ? ["alert ~3"] : [],
    );
  });

  test("crashes on a filter once: the next poll asks by it again", async () => {
    const asked: boolean[] = [];
    const { source } = await sourceOf(({ path, body }) => {
      if (path === "/api/v1/status/public") return { body: { version: "5.7.3-1" } };
      if (!path.startsWith("/api/v1/query")) return undefined;
      asked.push(JSON.stringify(body).includes('"stage"'));
      return asked.length === 1 ? { status: 500, body: { type: "InternalError" } } : { body: [row("~1")] };
    });
    expect(titles(await source.poll(0))).toEqual(["alert ~1"]);
    asked.length = 1;
    await source.poll(0);
    expect(asked.at(-1)).toBe(true);
  });

  test("counts all alerts, open or not: the same difference twice is no news", async () => {
    const rows = [row("~1"), row("~2", { stage: "Closed", status: "Ignored" })];
    const { source } = await sourceOf(({ path, body }) => {
      if (path === "/api/v1/status/public") return { body: { version: "5.7.3-1" } };
      const steps = stepsOf(body);
      if (!path.startsWith("/api/v1/query")) return undefined;
      if (steps.has("count")) return { body: rows.length };
      const isWaiting = JSON.stringify(body).includes('"stage"');
      return { body: isWaiting ? rows.filter(({ stage }) => stage === "New") : [] };
    });
    const kinds: string[] = [];
    for (let polls = 0; polls < 4; polls++) kinds.push((await source.poll(1)).kind);
    expect(kinds).toEqual(["full", "full", "changes", "changes"]);
    rows.push(row("~3"));
    expect(titles(await source.poll(1))).toEqual(["alert ~1", "alert ~3"]);
  });

  test("tells every alert when asked for changes: what was handled long ago is no news", async () => {
    const rows = [row("~1"), row("~2", { stage: "Closed", status: "Ignored" })];
    const { source } = await sourceOf(({ path, body }) => {
      if (path === "/api/v1/status/public") return { body: { version: "5.7.3-1" } };
      if (!path.startsWith("/api/v1/query")) return undefined;
      const waiting = rows.filter(({ stage }) => stage === "New");
      if (stepsOf(body).has("count")) return { body: waiting.length };
      return { body: JSON.stringify(body).includes('"stage"') ? waiting : rows };
    });
    await source.poll(0);
    expect(await source.poll(1)).toEqual({ kind: "changes", alerts: [], malformed: [] });
  });

  test("lists an alert as open that reads as closed: the list is believed after a minute", async () => {
    const { source, clock } = await sourceOf(({ method, path }) => {
      if (method === "GET")
        return path.endsWith("~1") ? { body: row("~1", { stage: "Closed", status: "Ignored" }) } : undefined;
      return path.startsWith("/api/v1/query") ? { body: [row("~1")] } : undefined;
    });
    await source.poll(0);
    expect(await source.read(AlertId.parse("~1"))).toMatchObject({ stage: "closed" });
    expect(titles(await source.poll(0))).toEqual([]);
    await clock.sleep(minutes(1));
    expect(titles(await source.poll(0))).toEqual(["alert ~1"]);
  });

  test("pages no observables, and drops some", async () => {
    const observables = Array.from({ length: 500 }, (_, index) => ({ _id: `~9${index}`, dataType: "ip" }));
    const { source } = await sourceOf(({ path, body }) => {
      if (!path.startsWith("/api/v1/query")) return undefined;
      const wantsObservables = stepsOf(body).has("observables");
      return { body: wantsObservables ? observables : [row("~1", { observableCount: observables.length })] };
    });
    expect((await source.poll(0)).alerts[0]?.observables).toHaveLength(500);
    observables.length = 3;
    expect((await source.poll(1)).alerts[0]?.observables).toHaveLength(3);
  });

  test("has no address for one alert but answers the query", async () => {
    const { source } = await sourceOf(({ path, body }) => {
      if (!path.startsWith("/api/v1/query")) return undefined;
      const wanted = stepsOf(body).get("getAlert")?.idOrName;
      return { body: wanted === undefined || wanted === "~1" ? [row("~1")] : [] };
    });
    expect(await source.read(AlertId.parse("~1"))).toMatchObject({ title: "alert ~1" });
    expect(await source.read(AlertId.parse("~2"))).toBeUndefined();
  });

  test("has no observables to ask for", async () => {
    const { source } = await sourceOf(({ path, body }) => {
      if (!path.startsWith("/api/v1/query")) return undefined;
      if (stepsOf(body).has("observables")) return { status: 400, body: { type: "AttributeCheckingError" } };
      return { body: [row("~1", { observableCount: 2 })] };
    });
    const { alerts } = await source.poll(0);
    expect(alerts).toMatchObject([{ title: "alert ~1", observableCount: 2 }]);
    expect(alerts[0]?.observables).toBeUndefined();
  });

  test("speaks API v0 only, and tells neither version nor total", async () => {
    const rows = [
      {
        id: "a1",
        createdAt: at,
        title: "old style",
        severity: 3,
        status: "New",
        artifacts: [{ dataType: "ip" }],
      },
      { id: "a2", createdAt: at, title: "done", severity: 3, status: "Ignored" },
    ];
    const { source, requests } = await sourceOf(({ path }) =>
      path.startsWith("/api/alert/_search") ? { body: rows } : undefined,
    );
    expect(await source.poll(0)).toMatchObject({ kind: "full", alerts: [{ id: "a1", observableCount: 1 }] });
    expect(requests.at(-1)).toBe("POST /api/alert/_search?range=0-500&sort=%2BcreatedAt");
    rows.shift();
    expect(await source.poll(1)).toMatchObject({ kind: "full", alerts: [] });
  });

  test.each([
    ["lists its users", { body: [] }, false],
    ["lists no users", { status: 400, body: { type: "BadRequest" } }, true],
  ] as const)("takes any assignee and %s", async (_, users, assigned) => {
    const { source, requests } = await sourceOf(({ method, path, body }) => {
      if (path === "/api/v1/status/public") return { body: { version: "5.7.3-1" } };
      if (stepsOf(body).has("listUser")) return users;
      return method === "PATCH" ? { status: 204 } : undefined;
    });
    expect(await source.assign(AlertId.parse("~1"), "nobody@soc.example")).toBe(assigned);
    expect(requests.some((request) => request.startsWith("PATCH"))).toBe(assigned);
  });

  test("is no TheHive at all", async () => {
    const { source } = await sourceOf(({ path }) =>
      path === "/api/status" ? { body: { ok: true } } : undefined,
    );
    await expect(source.poll(0)).rejects.toMatchObject({
      code: "nonsense",
      message: expect.stringContaining("base path"),
    });
  });
});

describe("which TheHive it is", () => {
  const status = (versions: object, more: object = {}) => ({ "/api/status": { versions, ...more } });

  test.each([
    [{ "/api/v1/status/public": { version: "5.7.3-1" } }, /alerts\/~1\/details$/],
    [{ "/api/v1/status/public": { version: "6.0.0" } }, /alerts\/~1\/details$/],
    [status({ TheHive: "5.1.4-1" }), /alerts\/~1\/details$/],
    [status({ TheHive: "4.1.24-1" }), /alert\/list$/],
    [status({ TheHive: "3.5.2-1" }, { health: { elasticsearch: "OK" } }), /alert\/list$/],
    [status({ TheHive: "SNAPSHOT" }, { health: { elasticsearch: "OK" } }), /alert\/list$/],
    [status({ TheHive: "SNAPSHOT" }), /alert\/list$/],
  ])("%j", async (pages: Record<string, unknown>, link) => {
    const { source, requests } = await sourceOf(({ path }) => {
      if (path in pages) return { body: pages[path] };
      return path.startsWith("/api/v1/query") || path.startsWith("/api/alert/_search")
        ? { body: [] }
        : undefined;
    });
    await source.poll(0);
    expect(source.alertUrl(AlertId.parse("~1"))).toMatch(link);
    const isV0 = JSON.stringify(pages).includes("elasticsearch");
    expect(requests.some((request) => request.includes("_search"))).toBe(isV0);
  });
});
