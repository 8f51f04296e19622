import { open as openFile, rename } from "node:fs/promises";
import type { Edge, ExitCode } from "./edge.ts";
import { CommandFailure } from "./failure.ts";
import { stateBeside } from "./state-place.ts";
import { wholeTrail } from "./whole-trail.ts";

/** Writes all that is remembered, then the whole trail, a line each: into a file, or to stdout. */
export async function exportState(file: string | undefined, edge: Edge): Promise<ExitCode> {
  const store = await stateBeside(edge);
  try {
    const lines = allLines(await store.list(""), edge);
    if (file === undefined) for await (const line of lines) edge.out.write(line);
    else await writeWhole(file, lines);
    for (const { key, why } of (await store.records()).damaged) {
      edge.err.write(`state: ${key} is damaged (${why}). The next start sets it aside\n`);
    }
    return 0;
  } finally {
    await store.close();
  }
}

async function* allLines(
  entries: readonly (readonly [key: string, value: unknown])[],
  edge: Edge,
): AsyncGenerator<string> {
  for (const [key, value] of entries) yield `${JSON.stringify({ key, value })}\n`;
  for await (const event of wholeTrail(edge)) yield `${JSON.stringify({ event })}\n`;
}

/** For its owner only, and in its place once it is whole: a backup that broke off replaces none that is good. */
async function writeWhole(path: string, lines: AsyncIterable<string>): Promise<void> {
  const part = `${path}.part`;
  const file = await openFile(part, "w", 0o600).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  try {
    await file.chmod(0o600);
    for await (const line of lines) await file.writeFile(line);
    await file.sync();
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close().catch(() => {});
    throw error instanceof Error && "syscall" in error ? unwritable(path, error) : error;
  }
}

function unwritable(path: string, error: unknown): CommandFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return new CommandFailure(1, [`${path}: cannot be written (${code}). Choose another file`], {
    cause: error,
  });
}
