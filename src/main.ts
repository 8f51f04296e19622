#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { commandsFor } from "./cli/commands.ts";
import type { Output } from "./cli/edge.ts";
import { messageOf } from "./cli/message.ts";
import { runCommandLine } from "./cli/run.ts";
import { keepHeapSmall } from "./lib/small-heap.ts";
import { systemClock } from "./lib/time.ts";

// The process edge: nothing else reads argv, variables and signals, or ends the process.

const stopping = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait.
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
  });
}

let strayListener: ((error: unknown) => void) | undefined;
// SDKs leave promises behind whose failure nobody hears: no reason to stop watching.
process.on("unhandledRejection", (error) => {
  if (strayListener !== undefined) strayListener(error);
  else process.stderr.write(`${messageOf(error)}\n`);
});

// What could not be printed, for another reason than that nobody reads it.
let unprinted: Error | undefined;

const argv = process.argv.slice(2);
if (argv.includes("start")) keepHeapSmall(process.versions.v8);
const code = await runCommandLine(argv, await commandsFor(argv), {
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  out: output(process.stdout, (error) => {
    // `audit | head`: there is nobody left to tell. A service watches on: `start | head -1`.
    if (strayListener === undefined) process.exit(0);
    strayListener(error);
  }),
  err: output(process.stderr, () => {}),
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
process.stdout.write("", () => {
  const lost = strayListener === undefined ? unprinted : undefined;
  const line = lost && `stdout: not all could be written (${messageOf(lost)}). Make room, and run it again\n`;
  process.stderr.write(line ?? "", () => process.exit(line === undefined ? code : Math.max(code, 1)));
});

/** @returns writes, and gives false once nobody reads it any more */
function output(stream: NodeJS.WriteStream, onClosed: (error: Error) => void): Output {
  let isClosed = false;
  function onWritten(error: NodeJS.ErrnoException | null | undefined): void {
    if (error == null || isClosed) return;
    if (error.code === "EPIPE") {
      isClosed = true;
      onClosed(error);
    } else if (stream === process.stdout) unprinted ??= error;
  }
  // Each write hears of its own failure; unheard, the event would end the process.
  stream.on("error", () => {});
  return {
    write(text) {
      if (!isClosed) stream.write(text, onWritten);
      return !isClosed;
    },
    isTerminal: stream.isTTY === true,
  };
}

function versionOf(file: URL): string {
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
