import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { Common, defineCommand } from "../command.ts";
import type { Edge, ExitCode } from "../edge.ts";
import { exportState } from "../export-state.ts";
import { usage } from "../failure.ts";
import { importState } from "../import-state.ts";
import { summaries } from "../summaries.ts";

const Options = Common.extend({ action: z.string().optional(), file: z.string().optional() });

/** `state export` and `state import`: the whole state as JSON lines, to keep or to move. */
export function stateCommand() {
  return defineCommand({
    name: "state",
    summary: summaries.state,
    positional: ["action", "file"],
    examples: [
      "thehive-sla-monitor state export backup.jsonl",
      "STATE_URL=postgres://… thehive-sla-monitor state import backup.jsonl",
    ],
    schema: Options,
    async run({ action, file }, edge) {
      const path = file === undefined ? undefined : resolve(edge.cwd, file);
      if (action === "export") return exportState(path, edge);
      if (action === "import") return importFrom(path, edge);
      throw usage(
        `state: found ${action === undefined ? "nothing" : `"${action}"`}, expected export or import`,
      );
    },
  });
}

/** What comes by stdin is kept for as long as it takes, for its owner only: it is read twice. */
async function importFrom(path: string | undefined, edge: Edge): Promise<ExitCode> {
  if (path !== undefined) return importState(path, edge);
  const folder = await mkdtemp(join(tmpdir(), "sla-import-"));
  try {
    const file = join(folder, "stdin.jsonl");
    await pipeline(createReadStream("/dev/stdin"), createWriteStream(file, { mode: 0o600 }));
    return await importState(file, edge);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
