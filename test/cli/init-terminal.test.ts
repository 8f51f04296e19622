import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFailed, onTestFinished, test, vi } from "vitest";
import { servers } from "./real-things.ts";

// A process of its own loads everything afresh, and two minutes are what an operator may need.
vi.setConfig({ testTimeout: 120_000 });

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");
// util-linux's, which gives the program a terminal. Others of that name do not know -e.
const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

/** `init` at a terminal of its own, played by somebody who types when asked. */
async function terminal(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "init-"));
  const command = [process.execPath, "--import", tsx, main, "init"].map((part) => `'${part}'`).join(" ");
  const { PATH = "/usr/bin:/bin" } = process.env;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: folder,
    env: { PATH, TERM: "xterm", COLUMNS: "200", ...env },
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true });
  });
  let screen = "";
  let read = 0;
  onTestFailed(() => void process.stderr.write(stripVTControlCharacters(screen)));
  const grown = () => once(child.stdout, "data");
  child.stdout.on("data", (chunk: Buffer) => {
    screen += chunk.toString();
  });

  /** Waits until the screen shows this behind what was seen before, then types, if anything. */
  async function answer(question: string, typed?: string): Promise<void> {
    for (;;) {
      const at = stripVTControlCharacters(screen).indexOf(question, read);
      if (at >= 0) {
        read = at + question.length;
        if (typed !== undefined) child.stdin.write(`${typed}\r`);
        return;
      }
      await Promise.race([
        grown(),
        ended.then(() => Promise.reject(new Error(`no ${question} in ${screen}`))),
      ]);
    }
  }
  return {
    folder,
    answer,
    ended,
    shown: () => stripVTControlCharacters(screen),
    stop: () => child.stdin.write("\x03"),
  };
}

test.runIf(hasTerminal)("init leads from tokens at hand to a green check", async () => {
  const { variables } = await servers({ at: Date.now(), speed: 1 });
  const { SLACK_API_URL, TWILIO_API_URL } = variables;
  const { answer, ended, folder, shown } = await terminal({ SLACK_API_URL, TWILIO_API_URL });
  await answer("TheHive's address", variables.THEHIVE_URL);
  await answer("API key of a user", "wrong-key");
  await answer("FAIL  thehive.key");
  await answer("Enter: the same again", variables.THEHIVE_API_KEY);
  await answer("bot token", variables.SLACK_BOT_TOKEN);
  await answer("app-level token", variables.SLACK_APP_TOKEN);
  await answer("channel for alerts", variables.SLACK_CHANNEL);
  await answer("Text and call people", "y");
  await answer("account's SID", variables.TWILIO_ACCOUNT_SID);
  await answer("SID of an API key", "");
  await answer("Twilio: the account's auth token", variables.TWILIO_AUTH_TOKEN);
  await answer("number that texts and calls", variables.TWILIO_FROM);
  await answer("Who is on call?", "alice");
  await answer("alice's phone number", "+447700900001");
  await answer("alice's Slack member ID", "");
  await answer("Who else?", "");
  await answer("Who is a senior", "carol");
  await answer("carol's phone number", "+447700900002");
  await answer("carol's Slack member ID", "");
  await answer("Who else?", "");
  const [code] = await ended;
  expect(shown()).toContain("All good");
  expect(code).toBe(0);
  expect(shown()).not.toContain(variables.THEHIVE_API_KEY);
  expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(folder, "sla.yml"), "utf8")).toContain("seniors: { members: [ carol ] }");
});

test.runIf(hasTerminal)("Ctrl-C ends it in one line, and nothing is written", async () => {
  const { answer, ended, folder, shown, stop } = await terminal({});
  await answer("TheHive's address", "not an address");
  await answer("expected an address such as");
  stop();
  const [code] = await ended;
  expect(code).toBe(1);
  expect(shown()).toContain("init: stopped before its end, nothing was written");
  await expect(stat(join(folder, ".env"))).rejects.toThrow("ENOENT");
});
