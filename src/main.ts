#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { allCommands } from "./cli/commands.ts";
import type { Output } from "./cli/edge.ts";
import { messageOf } from "./cli/message.ts";
import { runCommandLine } from "./cli/run.ts";
import { keepHeapSmall } from "./lib/small-heap.ts";
import { systemClock } from "./lib/time.ts";

keepHeapSmall();

// The process edge: nothing else reads argv, variables and signals, or ends the process.

const stopping = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait.
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
  });
}

let strayListener = (error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
};
// SDKs leave promises behind whose failure nobody hears: no reason to stop watching.
process.on("unhandledRejection", (error) => strayListener(error));

// `audit | head` closes the pipe: there is nobody left to tell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
});

const code = await runCommandLine(process.argv.slice(2), allCommands(), {
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  out: output(process.stdout),
  err: output(process.stderr),
  stopping: stopping.signal,
  // At a terminal the same signal says that the terminal has gone.
  onReload: (listener) => {
    if (!process.stdin.isTTY) process.on("SIGHUP", listener);
  },
  onStray: (listener) => {
    strayListener = listener;
  },
  version: versionOf(new URL("../package.json", import.meta.url)),
});

// Connections that are closing must not keep the process; what was printed must be out.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));

function output(stream: NodeJS.WriteStream): Output {
  return { write: (text) => stream.write(text), isTerminal: stream.isTTY === true };
}

function versionOf(file: URL): string {
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
