import { createHash } from "node:crypto";
import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { readTrail, verifyTrail } from "../../src/audit/read.ts";
import { openTrail } from "../../src/audit/trail.ts";
import type { AuditEvent } from "../../src/sla/event.ts";

const redact = (line: string) => line.replaceAll("hunter22", "[hidden]");

const event = (minute: number, detail?: unknown): AuditEvent => ({
  at: `2026-03-02T02:${String(minute).padStart(2, "0")}:00.000Z`,
  event: "tier.fired",
  actor: "system",
  alertId: "~4096",
  tier: 1,
  ...(detail === undefined ? {} : { detail }),
});

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "verify-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "audit.jsonl");
}

/** Appends by a monitor that is started for it, as often as there are batches. */
async function written(path: string, ...batches: AuditEvent[][]): Promise<void> {
  for (const batch of batches) {
    const trail = await openTrail(path, { redact });
    await trail.append(batch);
    await trail.close();
  }
}

async function all(path: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const one of readTrail(path, {})) events.push(...one);
  return events;
}

const linesIn = async (path: string) => (await readFile(path, "utf8")).split("\n").slice(0, -1);
const whole = (lines: number, unchained = 0) => expect.objectContaining({ kind: "whole", lines, unchained });
const changedAt = (line: number) => expect.objectContaining({ kind: "changed", line });

test("a line's hash is the SHA-256 of what stands before it, and the next line carries it", async () => {
  const path = await place();
  await written(path, [event(1, "with hunter22"), event(2)]);
  const [one = "", two = ""] = await linesIn(path);
  const before = one.slice(0, one.indexOf(',"hash"'));
  const hash = createHash("sha256").update(before).digest("hex");
  expect(one).toBe(`${before},"hash":"${hash}"}`);
  expect(one).toContain("[hidden]");
  expect(JSON.parse(two)).toMatchObject({ ...event(2), prev: hash });
  expect(await all(path)).toEqual([event(1, "with [hidden]"), event(2)]);
});

test("appends together, by turns and across restarts are one chain", async () => {
  const path = await place();
  const trail = await openTrail(path, { redact });
  await Promise.all(Array.from({ length: 50 }, (_, minute) => trail.append([event(minute), event(minute)])));
  await trail.close();
  await written(path, [event(1)], [], [event(2), event(3)]);
  expect(await verifyTrail(path)).toEqual(whole(103));
});

const texts = fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.constant("\ufffd\ufffd é 😀"));

test("any byte that is another is found, in the line in which it is", async () => {
  const path = await place();
  await written(path, [event(1, { prev: "x", hash: "y" }), event(2, "\ufffd é 😀")], [event(3)]);
  const bytes = await readFile(path);
  for (let at = 0; at < bytes.length; at += 1) {
    for (const mask of [0x01, 0x20, 0x80]) {
      const other = Buffer.from(bytes);
      other[at] = (bytes[at] ?? 0) ^ mask;
      await writeFile(path, other);
      const line = bytes.subarray(0, at).toString("latin1").split("\n").length;
      expect([at, mask, await verifyTrail(path)]).toEqual([at, mask, changedAt(line)]);
    }
  }
}, 60_000);

test("whatever strangers wrote, it is whole as it is, and not without a line of its middle or with two exchanged", async () => {
  const path = await place();
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 3, maxLength: 6 }), fc.nat(), async (words, nth) => {
      await rm(path, { force: true });
      await written(
        path,
        words.map((word, minute) => event(minute, word)),
      );
      expect(await verifyTrail(path)).toEqual(whole(words.length));
      const lines = await linesIn(path);
      const gone = 1 + (nth % (lines.length - 2));
      await writeFile(path, `${lines.filter((_, index) => index !== gone).join("\n")}\n`);
      expect(await verifyTrail(path)).toEqual(changedAt(gone));
      const swapped = lines.with(gone, lines[gone + 1] ?? "").with(gone + 1, lines[gone] ?? "");
      await writeFile(path, `${swapped.join("\n")}\n`);
      expect(await verifyTrail(path)).toEqual(changedAt(gone));
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["is written anew with a hash of its own", 2, (lines: string[]) => lines.with(1, forged(lines[1] ?? ""))],
  ["of another version is put in between", 3, (lines: string[]) => lines.toSpliced(2, 0, plain(7))],
  ["of no sense is put in between, and one taken out", 3, (lines: string[]) => lines.with(2, "nonsense")],
  ["of another version is put at the end", 5, (lines: string[]) => [...lines, plain(7)]],
])("a line that %s is found", async (_how, line, change) => {
  const path = await place();
  await written(path, [event(1), event(2), event(3), event(4)]);
  await writeFile(path, `${change(await linesIn(path)).join("\n")}\n`);
  expect(await verifyTrail(path)).toEqual(changedAt(line));
});

test("what an older version wrote is accepted, from the first chained line on it is judged", async () => {
  const path = await place();
  await writeFile(path, `${plain(1)}\n${plain(2)}\n{"at":"torn`);
  expect(await verifyTrail(path)).toEqual(whole(0, 3));
  await written(path, [event(3), event(4)]);
  expect(await verifyTrail(path)).toEqual(whole(2, 3));
  expect(await all(path)).toEqual([event(1), event(2), event(3), event(4)]);
  const lines = await linesIn(path);
  await writeFile(path, `${lines.with(3, plain(3)).join("\n")}\n`);
  expect(await verifyTrail(path)).toEqual(changedAt(4));
});

test("half a line that a crash left is no change: the chain goes on across it", async () => {
  const path = await place();
  await written(path, [event(1)]);
  const [line = ""] = await linesIn(path);
  for (const length of [1, 20, line.length - 70]) {
    await appendFile(path, line.slice(0, length));
    expect(await verifyTrail(path)).toMatchObject({ kind: "whole" });
    await written(path, [event(2)]);
    expect(await verifyTrail(path)).toMatchObject({ kind: "whole" });
  }
  expect(await verifyTrail(path)).toEqual(whole(4));
});

test("a file rotated away and the next one are whole, each by itself and joined", async () => {
  const path = await place();
  const trail = await openTrail(path, { redact });
  await trail.append([event(1), event(2)]);
  await rename(path, `${path}.1`);
  await trail.append([event(3)]);
  await trail.close();
  expect(await verifyTrail(`${path}.1`)).toEqual(whole(2));
  expect(await verifyTrail(path)).toEqual(whole(1));
  await appendFile(`${path}.1`, await readFile(path));
  expect(await verifyTrail(`${path}.1`)).toEqual(whole(3));
});

function plain(minute: number): string {
  return JSON.stringify(event(minute));
}

function forged(line: string): string {
  const text = line.slice(0, line.indexOf(',"hash"')).replace("tier.fired", "tier.skipped");
  return `${text},"hash":"${createHash("sha256").update(text).digest("hex")}"}`;
}
