import { describe, expect, test, vi } from "vitest";
import { type Fault, LIST, PROMOTE } from "../../sandbox/thehive/faults.ts";
import { HiveError } from "../../src/engine/hive-error.ts";
import type { AlertSource } from "../../src/engine/ports/alert-source.ts";
import { Instant, milliseconds } from "../../src/lib/time.ts";
import type { Alert, AlertId } from "../../src/sla/model.ts";
import { deadlinesOf } from "../../src/thehive/deadline.ts";
import { theHiveSource } from "../../src/thehive/source.ts";
import { plainHive, stepsOf } from "./plain-hives.ts";
import { id, startSource, type UnderTest } from "./source-under-test.ts";

/*
 * Real time, because it is the connection that misbehaves; short, and all relative to two limits.
 */
const limits = {
  readTimeout: milliseconds(400),
  promoteTimeout: milliseconds(400),
  pollTimeout: milliseconds(1200),
  largestAnswer: 1_000_000,
};
/** What a busy machine may add. */
const SLACK = 1000;
const PATIENCE = { timeout: 20_000 };

/** As TheHive 4.1.13 lists it: imported, but it does not say into which case. */
const imported: Omit<Alert, "id"> = {
  title: "x",
  severity: "low",
  createdAt: Instant.parse(0),
  type: "x",
  source: "x",
  tags: [],
  stage: "imported",
  status: "Imported",
  observableCount: 0,
  customFields: {},
};

type Call = (source: AlertSource, alert: AlertId) => Promise<unknown>;
type Limit = keyof ReturnType<typeof deadlinesOf>;

const calls: readonly [name: string, Call, Limit][] = [
  ["poll", (source) => source.poll(0), "poll"],
  ["read", (source, alert) => source.read(alert), "read"],
  ["promote", (source, alert) => source.promote(alert), "promotion"],
  ["assign", (source, alert) => source.assign(alert, "ana@soc.example"), "twoSteps"],
  ["comment", (source, alert) => source.comment(alert, "hello"), "request"],
  ["close", (source, alert) => source.close(alert, { status: "Ignored", note: "noise" }), "closing"],
  ["mergeInto", (source, alert) => source.mergeInto(alert, "~4096"), "promotion"],
  ["closingStatuses", (source) => source.closingStatuses(), "twoSteps"],
  ["caseTemplates", (source) => source.caseTemplates(), "twoSteps"],
  ["details", (source, alert) => source.details(alert), "twoSteps"],
  ["caseOf", (source, alert) => source.caseOf({ ...imported, id: alert }), "twoSteps"],
];

const row = {
  _createdAt: 1_751_360_400_000,
  title: "x",
  severity: 2,
  stage: "New",
  status: "New",
  observableCount: 0,
};

const faults: readonly Fault[] = [
  { kind: "hang" },
  { kind: "stall" },
  { kind: "drip", ms: 20 },
  { kind: "endless" },
  { kind: "reset" },
  { kind: "cutStream" },
  { kind: "truncatedJson" },
  { kind: "html200" },
  { kind: "html502" },
  { kind: "status", status: 500 },
  { kind: "status", status: 503, headers: { "Retry-After": "14" } },
  { kind: "status", status: 429, headers: { "Retry-After": "14" } },
];

/** How long it took, ms, and what came of it. */
async function timed(job: Promise<unknown>) {
  const from = performance.now();
  const outcome = await job.catch((error: unknown) => error);
  return { took: performance.now() - from, outcome };
}

async function connected(settings = {}): Promise<UnderTest & { alert: AlertId }> {
  const started = await startSource({}, { ...limits, ...settings });
  const raised = started.hive.raise({ title: "x", observables: [{ dataType: "ip", data: "203.0.113.7" }] });
  await vi.waitFor(() => started.source.poll(0), PATIENCE);
  return { ...started, alert: id(raised) };
}

describe.each(calls)("%s", (_, call, limit) => {
  test.each(faults)("ends in time, with an error for people: %j", async (fault) => {
    const { hive, source, options, alert } = await connected();
    hive.faults.add(fault);
    const { took, outcome } = await timed(call(source, alert));
    expect(took).toBeLessThan(deadlinesOf(options)[limit] + SLACK);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(HiveError);
    hive.faults.clear();
    expect(await vi.waitFor(() => source.read(alert), PATIENCE)).toMatchObject({ title: "x" });
  });
});

test("how long is waited is known", async () => {
  const { options } = await startSource();
  expect(deadlinesOf(options)).toEqual({
    request: 10_000,
    promoteRequest: 60_000,
    poll: 120_000,
    pollObservables: 30_000,
    read: 10_000,
    readObservables: 5_000,
    promotion: 150_000,
    twoSteps: 20_000,
    closing: 60_000,
  });
});

describe("a poll in all", () => {
  test("is ended although every answer comes in time: a list without end", async () => {
    const { options } = await startSource();
    let pages = 0;
    const { url } = await plainHive(({ path, body }) => {
      if (path === "/api/v1/status/public") return { body: { version: "5.7.3-1" } };
      const { from = 0 } = stepsOf(body).get("page") ?? {};
      pages++;
      return { body: Array.from({ length: 500 }, (_, nth) => ({ ...row, _id: `~${Number(from) + nth}` })) };
    });
    const source = theHiveSource({ ...options, ...limits, readTimeout: milliseconds(5000), url });
    const { took, outcome } = await timed(source.poll(0));
    expect(outcome).toMatchObject({ name: "HiveError", message: expect.stringContaining("in time") });
    expect(took).toBeLessThan(limits.pollTimeout + SLACK);
    expect(pages).toBeGreaterThan(1);
  });

  test("goes without observables that hang, and brings them later", async () => {
    const { hive, source } = await startSource(
      {},
      { ...limits, readTimeout: milliseconds(2000), pollTimeout: milliseconds(4000), wholeUpTo: 0 },
    );
    hive.raise({ title: "x", observables: [{ dataType: "ip", data: "203.0.113.7" }] });
    let lists = 0;
    const off = hive.onRequest(({ path }) => {
      if (LIST.path?.test(path) && ++lists === 1) hive.faults.add({ kind: "hang", when: LIST });
    });
    const { alerts } = await source.poll(0);
    off();
    expect(alerts).toMatchObject([{ title: "x", observableCount: 1 }]);
    expect(alerts[0]?.observables).toBeUndefined();
    hive.faults.clear();
    expect((await source.poll(1)).alerts[0]?.observables).toHaveLength(1);
  });
});

describe("a read", () => {
  test("brings the alert without observables that hang", async () => {
    const { hive, source, options, alert } = await connected();
    hive.addObservable(alert, { dataType: "ip", data: "203.0.113.8" });
    hive.faults.add({ kind: "hang", when: LIST });
    const { took, outcome } = await timed(source.read(alert));
    expect(outcome).toMatchObject({ title: "x", observableCount: 2, observables: undefined });
    expect(took).toBeLessThan(deadlinesOf(options).read + SLACK);
  });

  test.each(["polls", "promotions"] as const)("waits for no %s that hang, however many", async (what) => {
    const { hive, source, alert } = await connected({
      readTimeout: milliseconds(5000),
      promoteTimeout: milliseconds(5000),
    });
    const others = hive.raiseMany(60, (nth) => ({ title: `a${nth}` })).map(id);
    hive.faults.add({ kind: "hang", when: what === "polls" ? LIST : PROMOTE });
    const stop = new AbortController();
    const hanging =
      what === "polls"
        ? Array.from({ length: 60 }, () => source.poll(0, stop.signal))
        : others.map((other) => source.promote(other));
    for (const one of hanging) one.catch(() => {});
    const taken = () => hive.requests.filter(({ faults: struck }) => struck.includes("hang")).length;
    // As many as a lane has connections; polls come one after the other.
    await expect.poll(taken, PATIENCE).toBe(what === "polls" ? 1 : 32);
    const { took, outcome } = await timed(source.read(alert));
    expect(outcome).toMatchObject({ title: "x" });
    expect(took).toBeLessThan(1000);
    stop.abort();
  });
});
