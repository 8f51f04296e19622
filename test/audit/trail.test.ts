import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { latestEvents, readTrail } from "../../src/audit/read.ts";
import { openTrail, streamTrail } from "../../src/audit/trail.ts";
import { instant } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";

const redact = (line: string) => line.replaceAll("hunter22", "[hidden]");

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "audit-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function opened(path: string) {
  const trail = await openTrail(path, { redact });
  onTestFinished(() => trail.close());
  return trail;
}

const event = (minute: number, alertId = "~4096"): AuditEvent => ({
  at: `2026-03-02T02:${String(minute).padStart(2, "0")}:00.000Z`,
  event: "tier.fired",
  actor: "system",
  alertId,
  tier: 1,
});

async function all(path: string, filter = {}): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const one of readTrail(path, filter)) events.push(one);
  return events;
}

describe("a trail in a file", () => {
  test("is made with its folder, and an append that resolves can be read", async () => {
    const path = join(await folder(), "deep", "audit.jsonl");
    const trail = await opened(path);
    await trail.append([event(1), event(2)]);
    await trail.append([]);
    expect(await readFile(path, "utf8")).toBe(`${JSON.stringify(event(1))}\n${JSON.stringify(event(2))}\n`);
  });

  test("keeps the order of appends that nobody waited for", async () => {
    const path = join(await folder(), "audit.jsonl");
    const trail = await opened(path);
    await Promise.all(Array.from({ length: 50 }, (_, minute) => trail.append([event(minute)])));
    expect(await all(path)).toEqual(Array.from({ length: 50 }, (_, minute) => event(minute)));
  });

  test("begins a new line after one that a crash tore", async () => {
    const path = join(await folder(), "audit.jsonl");
    await writeFile(path, `${JSON.stringify(event(1))}\n{"at":"2026-03`);
    const trail = await opened(path);
    await trail.append([event(2)]);
    const bad: number[] = [];
    const events: AuditEvent[] = [];
    for await (const one of readTrail(path, {}, (line) => bad.push(line))) events.push(one);
    expect(events).toEqual([event(1), event(2)]);
    expect(bad).toEqual([2]);
  });

  test("goes on under its name when the file is rotated away", async () => {
    const path = join(await folder(), "audit.jsonl");
    const trail = await opened(path);
    await trail.append([event(1)]);
    await rename(path, `${path}.1`);
    await trail.append([event(2)]);
    expect(await all(`${path}.1`)).toEqual([event(1)]);
    expect(await all(path)).toEqual([event(2)]);
  });

  test("hides secrets", async () => {
    const path = join(await folder(), "audit.jsonl");
    const trail = await opened(path);
    await trail.append([{ ...event(1), detail: { why: "with hunter22" } }]);
    expect(await readFile(path, "utf8")).toContain("with [hidden]");
  });

  test("refuses to open where nothing can be written, and says so", async () => {
    const path = join(await folder(), "audit.jsonl");
    await mkdir(path);
    await expect(openTrail(path, { redact })).rejects.toThrow(`audit trail ${path}: that is a folder`);
  });

  test("fails an append that was not written, and goes on once it can be", async () => {
    const parent = join(await folder(), "trail");
    const path = join(parent, "audit.jsonl");
    const trail = await opened(path);
    await rm(parent, { recursive: true });
    await writeFile(parent, "in the way");
    await expect(trail.append([event(1)])).rejects.toThrow(/^audit trail .*Choose another AUDIT_FILE$/);
    await rm(parent);
    await trail.append([event(2)]);
    expect(await all(path)).toEqual([event(2)]);
  });

  test("tells the latest first", async () => {
    const trail = await opened(join(await folder(), "audit.jsonl"));
    await trail.append([event(1), event(2, "~1"), event(3)]);
    expect(await trail.history({ alertId: "~4096" }, 5)).toEqual([event(3), event(1)]);
    expect(await trail.history({}, 1)).toEqual([event(3)]);
  });
});

describe("reading", () => {
  test("filters by alert and time, the first instant included", async () => {
    const path = join(await folder(), "audit.jsonl");
    const events = [event(1), event(2, "~1"), event(3), event(4)];
    await writeFile(path, events.map((one) => JSON.stringify(one)).join("\n"));
    const filter = { alertId: "~4096", since: instant("2026-03-02T02:03Z") };
    expect(await all(path, filter)).toEqual([event(3), event(4)]);
    expect(await latestEvents(path, filter, 10)).toEqual([event(4), event(3)]);
  });

  test("skips what is no event, and counts it", async () => {
    const path = join(await folder(), "audit.jsonl");
    const odd = JSON.stringify({ ...event(2), event: "tea.made" });
    await writeFile(path, `nonsense\n\n${JSON.stringify(event(1))}\n${odd}\n`);
    const bad: number[] = [];
    const events: AuditEvent[] = [];
    for await (const one of readTrail(path, {}, (line) => bad.push(line))) events.push(one);
    expect({ events, bad }).toEqual({ events: [event(1)], bad: [1, 4] });
  });

  test("from the end finds every line, however lines and characters lie across chunks", async () => {
    const path = join(await folder(), "audit.jsonl");
    const events = Array.from({ length: 60 }, (_, minute) => ({
      ...event(minute),
      detail: "ü".repeat(minute * 97),
    }));
    for (const one of events) await appendFile(path, `${JSON.stringify(one)}\n`);
    expect(await latestEvents(path, {}, 1000)).toEqual(events.toReversed());
  });

  test("a file that is not there is named", async () => {
    await expect(all("/nowhere/audit.jsonl")).rejects.toThrow(
      "audit trail /nowhere/audit.jsonl: there is no such file",
    );
  });
});

test("a trail on a stream writes lines and remembers the latest", async () => {
  const lines: string[] = [];
  const trail = streamTrail((text) => lines.push(text), { redact });
  await trail.append([event(1), event(2)]);
  expect(lines.join("")).toBe(`${JSON.stringify(event(1))}\n${JSON.stringify(event(2))}\n`);
  expect(await trail.history({}, 1)).toEqual([event(2)]);
});
