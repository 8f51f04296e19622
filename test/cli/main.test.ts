import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { environment } from "./process-edge.ts";

// A process of its own loads everything afresh.
vi.setConfig({ testTimeout: 40_000 });

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** The program as a process of its own. */
async function start(argv: readonly string[], env: Record<string, string> = {}) {
  const cwd = await mkdtemp(join(tmpdir(), "main-"));
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
  return { child, result };
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

test("the service ends with 0 when it is asked to", async () => {
  const hive = createServer((_request, response) => response.writeHead(503).end());
  hive.listen(0, "127.0.0.1");
  await once(hive, "listening");
  onTestFinished(() => void hive.close());
  const address = hive.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { child, result } = await start(["start"], {
    ...environment,
    THEHIVE_URL: `http://127.0.0.1:${port}`,
  });
  // Its first question to TheHive: it is up.
  await once(hive, "request");
  child.kill("SIGTERM");
  expect(await result).toMatchObject({ code: 0, err: "" });
});
