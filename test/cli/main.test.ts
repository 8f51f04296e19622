import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { environment } from "./process-edge.ts";

// A process of its own loads everything afresh.
vi.setConfig({ testTimeout: 40_000 });

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** The program as a process of its own. */
async function start(
  argv: readonly string[],
  env: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const cwd = await mkdtemp(join(tmpdir(), "main-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  const child = spawn(process.execPath, ["--import", tsx, main, ...argv], { cwd, env });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(cwd, { recursive: true });
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const result = ended.then(([code]: unknown[]) => ({ code, out, err }));
  return { child, result, cwd };
}

test("a document that is asked for goes to stdout, and 0", async () => {
  const { result } = await start(["config", "--json"]);
  const { code, out, err } = await result;
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toHaveProperty("settings.poll.every", "2m");
});

test("what is missing goes to stderr, one line each, and 2", async () => {
  const { result } = await start(["start"]);
  const { code, out, err } = await result;
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(
    err
      .trim()
      .split("\n")
      .map((line) => line.split(":")[0]),
  ).toEqual(["THEHIVE_URL", "THEHIVE_API_KEY", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CHANNEL"]);
});

/** A TheHive that is down. */
async function hiveDown() {
  const hive = createServer((_request, response) => response.writeHead(503).end());
  hive.listen(0, "127.0.0.1");
  await once(hive, "listening");
  onTestFinished(() => void hive.close());
  const address = hive.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { hive, env: { ...environment, THEHIVE_URL: `http://127.0.0.1:${port}` } };
}

test("the service ends with 0 when it is asked to", async () => {
  const { hive, env } = await hiveDown();
  const { child, result } = await start(["start"], env);
  // Its first question to TheHive: it is up.
  await once(hive, "request");
  child.kill("SIGTERM");
  expect(await result).toMatchObject({ code: 0, err: "" });
});

test("a second signal ends the service at once", async () => {
  const { hive, env } = await hiveDown();
  const { child, result } = await start(["start"], env);
  await once(hive, "request");
  child.kill("SIGTERM");
  child.kill("SIGINT");
  expect(await result).toMatchObject({ code: 1, err: "" });
});

describe("when nobody reads any more", () => {
  test("the service watches on, and logs to its file", async () => {
    const { hive, env } = await hiveDown();
    const files = { "sla.yml": "poll: { every: 1s }\n" };
    const { child, result, cwd } = await start(["start"], { ...env, LOG_FILE: "sla.log" }, files);
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.stderr.destroy();
    for (let polls = 0; polls < 4; polls++) await once(hive, "request");
    child.kill("SIGTERM");
    expect(await result).toMatchObject({ code: 0 });
    const log = await readFile(join(cwd, "sla.log"), "utf8");
    expect(log.match(/EPIPE/g)?.length).toBeGreaterThan(0);
    expect(log.trim().split("\n").length).toBeGreaterThan(2);
  });

  test("a command that prints ends at once, quietly, with 0", async () => {
    const event = { at: "2026-03-02T02:00:00.000Z", event: "tier.fired", actor: "system", alertId: "~1" };
    const trail = `${JSON.stringify(event)}\n`.repeat(100_000);
    const { child, result } = await start(["audit"], { AUDIT_FILE: "audit.jsonl" }, { "audit.jsonl": trail });
    await once(child.stdout, "data");
    child.stdout.destroy();
    expect(await result).toMatchObject({ code: 0, err: "" });
  });

  test("a command that complains still ends with its code", async () => {
    const { child, result } = await start(["start"]);
    child.stderr.destroy();
    expect(await result).toMatchObject({ code: 2 });
  });
});

test("a document that could not all be written to stdout is said, and 1", async () => {
  const full = await open("/dev/full", "w");
  onTestFinished(() => full.close());
  const cwd = await mkdtemp(join(tmpdir(), "main-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const child = spawn(process.execPath, ["--import", tsx, main, "config"], {
    cwd,
    env: {},
    stdio: ["ignore", full.fd, "pipe"],
  });
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = await once(child, "close");
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^stdout: not all could be written \(ENOSPC.*\n$/),
  });
});
