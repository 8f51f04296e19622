import { createReadStream } from "node:fs";
import { open as openFile, rename } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { placesFrom } from "../../config/environment.ts";
import { withDotEnv } from "../../config/load-environment.ts";
import { variables } from "../../config/variables.ts";
import type { Store } from "../../engine/ports/store.ts";
import type { Imported } from "../../store/import-lines.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge, ExitCode } from "../edge.ts";
import { CommandFailure, refused, usage } from "../failure.ts";

const Options = Common.extend({ action: z.string().optional(), file: z.string().optional() });

/** `state export` and `state import`: the whole state as JSON lines, to keep or to move. */
export function stateCommand() {
  return defineCommand({
    name: "state",
    summary: "export or import the whole state as JSON lines",
    positional: ["action", "file"],
    examples: [
      "thehive-sla-monitor state export backup.jsonl",
      "thehive-sla-monitor state import backup.jsonl",
    ],
    schema: Options,
    async run({ action, file }, edge) {
      const path = file === undefined ? undefined : resolve(edge.cwd, file);
      if (action === "export") return exportState(path, edge);
      if (action === "import") return importState(path ?? "/dev/stdin", edge);
      throw usage(
        `state: found ${action === undefined ? "nothing" : `"${action}"`}, expected export or import`,
      );
    },
  });
}

async function exportState(file: string | undefined, edge: Edge): Promise<ExitCode> {
  const store = await open(edge, { exclusive: false });
  try {
    const entries = await store.list("");
    const lines = entries.map(([key, value]) => `${JSON.stringify({ key, value })}\n`);
    if (file === undefined) for (const line of lines) edge.out.write(line);
    else await writeWhole(file, lines);
    for (const { key, why } of (await store.records()).damaged) {
      edge.err.write(`state: ${key} is damaged (${why}). The next start sets it aside\n`);
    }
    return 0;
  } finally {
    await store.close();
  }
}

/** For its owner only, and in its place once it is whole: a backup that broke off replaces none that is good. */
async function writeWhole(path: string, lines: readonly string[]): Promise<void> {
  try {
    const part = `${path}.part`;
    const file = await openFile(part, "w", 0o600);
    try {
      await file.chmod(0o600);
      for (const line of lines) await file.writeFile(line);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandFailure(1, [`${path}: cannot be written (${code}). Choose another file`], {
      cause: error,
    });
  }
}

/** Only into an empty store: two states cannot be made one. */
async function importState(file: string, edge: Edge): Promise<ExitCode> {
  const { entries, problems } = await read(file);
  if (problems.length > 0) throw unusable(file, problems);
  const store = await open(edge, { exclusive: true });
  try {
    const there = (await store.list("")).filter(([key]) => !key.startsWith("meta:"));
    if (there.length > 0) {
      throw new CommandFailure(1, [
        "the state store is not empty: move it away first, or point STATE_URL elsewhere",
      ]);
    }
    await store.write(entries);
    edge.err.write(`${entries.length} entries imported\n`);
    return 0;
  } finally {
    await store.close();
  }
}

async function read(file: string): Promise<Imported> {
  const { importLines } = await import("../../store/import-lines.ts");
  const lines = importLines(file);
  let number = 0;
  try {
    const input = createReadStream(file, "utf8");
    for await (const text of createInterface({ input, crlfDelay: Infinity })) lines.add(text, ++number);
  } catch (error) {
    throw new CommandFailure(1, [`${file}: cannot be read`], { cause: error });
  }
  const imported = lines.end();
  if (imported.entries.length > 0 || imported.problems.length > 0) return imported;
  throw new CommandFailure(1, [`${file}: found no entries, expected what state export wrote`]);
}

const MOST_LINES = 100;

function unusable(file: string, problems: Imported["problems"]): CommandFailure {
  const shown = problems.slice(0, MOST_LINES).map(({ line, why }) => `${file}:${line}: ${why}`);
  const more = problems.length - shown.length;
  return new CommandFailure(1, more === 0 ? shown : [...shown, `${file}: and ${more} more`]);
}

async function open(edge: Edge, how: { exclusive: boolean }): Promise<Store> {
  const vars = variables(await withDotEnv(edge.env, edge.cwd));
  const { state } = placesFrom(vars);
  if (vars.problems.length > 0) throw refused(vars.problems);
  if (state.kind !== "sqlite")
    throw refused([
      {
        path: "STATE_URL",
        found: "postgres://…",
        expected: "sqlite://PATH: this release keeps its state in SQLite",
      },
    ]);
  const { openStore } = await import("../../store/store.ts");
  return openStore(resolve(edge.cwd, state.path), how);
}
