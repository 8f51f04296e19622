import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { CliCommand } from "../../src/cli/command.ts";
import { commandsFor } from "../../src/cli/commands.ts";
import type { Edge } from "../../src/cli/edge.ts";
import { runCommandLine } from "../../src/cli/run.ts";
import { instant, systemClock } from "../../src/lib/time.ts";

/** What a run of the command line left behind. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  /** Lines of stderr. */
  readonly errors: readonly string[];
}

export const environment = {
  THEHIVE_URL: "https://soc.example.org",
  THEHIVE_API_KEY: "hive-key-0123456789",
  SLACK_ENABLED: "false",
  TWILIO_ENABLED: "false",
};

/** A process of its own for the command line: a folder with files, variables, a fixed time, a signal to end it. */
export async function commandLine({
  files = {},
  env = {},
  commands,
  clock = {},
  isTerminal = false,
}: {
  files?: Record<string, string>;
  env?: Record<string, string>;
  commands?: readonly CliCommand[];
  clock?: Partial<Edge["clock"]>;
  isTerminal?: boolean;
} = {}) {
  const folder = await mkdtemp(join(tmpdir(), "cli-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const stopping = new AbortController();
  let reload = () => {};

  return {
    folder,
    stop: () => stopping.abort(),
    /** As by SIGHUP. */
    reload: () => reload(),
    async run(...argv: string[]): Promise<Ended> {
      let out = "";
      let err = "";
      const code = await runCommandLine(argv, commands ?? (await commandsFor(argv)), {
        env,
        cwd: folder,
        clock: { ...systemClock, now: () => instant("2026-03-02T02:00Z"), ...clock },
        out: { write: (text) => (out += text), isTerminal },
        err: { write: (text) => (err += text), isTerminal: false },
        stopping: stopping.signal,
        onReload: (listener) => {
          reload = listener;
        },
        onStray: () => {},
        version: "1.2.3",
      });
      return { code, out, errors: err.split("\n").filter((line) => line !== "") };
    },
  };
}
