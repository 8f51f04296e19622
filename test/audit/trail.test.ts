import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { AuditError } from "../../src/audit/audit-error.ts";
import { LONGEST_LINE } from "../../src/audit/lines.ts";
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
  for await (const one of readTrail(path, filter)) events.push(...one);
  return events;
}

describe("a trail in a file", () => {
  test("is made with its folder, and an append that resolves can be read", async () => {
    const path = join(await folder(), "deep", "audit.jsonl");
    const trail = await opened(path);
    await trail.append([event(1), event(2)]);
    await trail.append([]);
    expect(await all(path)).toEqual([event(1), event(2)]);
    expect(await readFile(path, "utf8")).toMatch(/^\{"at":[^\n]*\}\n\{"at":[^\n]*\}\n$/);
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
    for await (const one of readTrail(path, {}, (line) => bad.push(line))) events.push(...one);
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

  test("is for its owner only", async () => {
    const path = join(await folder(), "audit.jsonl");
    await (await opened(path)).append([event(1)]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("fails while a folder lies in its place, and goes on once that is gone", async () => {
    const path = join(await folder(), "audit.jsonl");
    const trail = await opened(path);
    await trail.append([event(1)]);
    await rm(path);
    await mkdir(path);
    for (let round = 0; round < 3; round++) {
      await expect(trail.append([event(2)])).rejects.toThrow(`audit trail ${path}: that is a folder`);
    }
    await expect(trail.latest(5)).rejects.toThrow(AuditError);
    await rm(path, { recursive: true });
    await trail.append([event(3)]);
    expect(await all(path)).toEqual([event(3)]);
  });

  test.each([
    ["file", (path: string) => path],
    ["folder", (path: string) => join(path, "..")],
  ])("is made anew when its %s is removed", async (_name, what) => {
    const path = join(await folder(), "deep", "audit.jsonl");
    const trail = await opened(path);
    await trail.append([event(1)]);
    await rm(what(path), { recursive: true });
    expect(await trail.latest(5)).toEqual([]);
    await trail.append([event(2)]);
    expect(await all(path)).toEqual([event(2)]);
  });

  test("that may fail opens where nothing can be written, and works once it can", async () => {
    const path = join(await folder(), "audit.jsonl");
    await mkdir(path);
    const trail = await openTrail(path, { redact, mayFail: true });
    onTestFinished(() => trail.close());
    await expect(trail.append([event(1)])).rejects.toThrow(AuditError);
    await expect(trail.latest(1)).rejects.toThrow(AuditError);
    await rm(path, { recursive: true });
    expect(await trail.latest(1)).toEqual([]);
    await trail.append([event(2)]);
    expect(await trail.latest(1)).toEqual([event(2)]);
  });

  test("keeps nothing of an append that broke off half way", async () => {
    const path = join(await folder(), "audit.jsonl");
    const script = fileURLToPath(new URL("./short-of-room.ts", import.meta.url));
    // The system cuts a write off at 4 KB, as a full disk does.
    const limited = ["-c", 'ulimit -f 4; exec "$@"', "limited", process.execPath];
    const child = spawn("bash", [...limited, "--import", import.meta.resolve("tsx"), script, path]);
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(child, "close");
    expect(said).toBe("written\nAuditError\nwritten\n");
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).detail.length)).toEqual([10, 20]);
  }, 30_000);

  test("tells the latest first", async () => {
    const trail = await opened(join(await folder(), "audit.jsonl"));
    await trail.append([event(1), event(2, "~1"), event(3)]);
    expect(await trail.latest(2)).toEqual([event(3), event(2, "~1")]);
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
    for await (const one of readTrail(path, {}, (line) => bad.push(line))) events.push(...one);
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
    expect(await all(path)).toEqual(events);
  });

  test("from the end finds every line of an alert, wherever the others lie", async () => {
    const path = join(await folder(), "audit.jsonl");
    const events = Array.from({ length: 6000 }, (_, index) => ({
      ...event(index % 60, index % 97 === 0 || index < 3 ? "~1" : `~${index}`),
      detail: "x".repeat(index % 300),
    }));
    await writeFile(path, events.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const ofOne = events.filter(({ alertId }) => alertId === "~1");
    expect(await latestEvents(path, { alertId: "~1" }, 1000)).toEqual(ofOne.toReversed());
    expect(await all(path, { alertId: "~1" })).toEqual(ofOne);
  });

  test("skips a line without end, without holding it, from both ends", async () => {
    const path = join(await folder(), "audit.jsonl");
    const long = JSON.stringify({ ...event(2), detail: "x".repeat(LONGEST_LINE) });
    const longest = JSON.stringify({ ...event(3), detail: "" });
    const fits = { ...event(3), detail: "x".repeat(LONGEST_LINE - longest.length) };
    await writeFile(path, `${JSON.stringify(event(1))}\n${long}\n${JSON.stringify(fits)}\n`);
    // Takes no room on disk.
    await truncate(path, 300 * LONGEST_LINE);
    await appendFile(path, `\n${JSON.stringify(event(4))}\n`);
    const before = process.memoryUsage().rss;
    const bad: number[] = [];
    const events: AuditEvent[] = [];
    for await (const one of readTrail(path, {}, (line) => bad.push(line))) events.push(...one);
    expect(events).toEqual([event(1), fits, event(4)]);
    expect(bad).toEqual([2, 4]);
    expect(await latestEvents(path, {}, 10)).toEqual([event(4), fits, event(1)]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  }, 30_000);

  test.each([
    ["nothing", ""],
    ["empty lines", "\n\n\n"],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0xc3])],
    ["JSON of other kinds", 'null\n[]\n"x"\n3\n{}\n'],
    ["depth", `${"[".repeat(200_000)}\n`],
    ["half a line", '{"at":"2026-03-02T02:00:00.000Z","event":"tier.fi'],
    ["keys that mean something", '{"__proto__":{"at":1},"constructor":1}\n'],
  ])("takes a file of %s", async (_name, content) => {
    const path = join(await folder(), "audit.jsonl");
    await writeFile(path, content);
    expect(await all(path)).toEqual([]);
    expect(await latestEvents(path, { alertId: "~1", since: instant("2026-03-02T02:00Z") }, 5)).toEqual([]);
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
  expect(await trail.latest(2)).toEqual([event(2), event(1)]);
});

test("a trail on a stream that nobody reads any more fails its appends", async () => {
  const trail = streamTrail(() => false, { redact });
  await expect(trail.append([event(1)])).rejects.toThrow(/audit trail on stdout: nobody reads it/);
  expect(await trail.latest(1)).toEqual([]);
});
