import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { StatePlace } from "../../config/environment.ts";
import type { Check } from "../../lib/check.ts";

const MEBIBYTE = 1024 ** 2;
// A busy night writes a few megabytes; below the lower one it will not get through the next.
const LITTLE = 200 * MEBIBYTE;
const TOO_LITTLE = 20 * MEBIBYTE;

/** Looks how much room the folders of the state and the trail have left; where both are one, once. */
export async function diskChecks(
  state: StatePlace,
  auditFile: string | undefined,
  cwd: string,
): Promise<Check[]> {
  const kept = state.kind === "sqlite" && state.path !== ":memory:" ? [state.path] : [];
  const files = [...kept, ...(auditFile === undefined || auditFile === "-" ? [] : [auditFile])];
  const folders = [...new Set(files.map((file) => dirname(resolve(cwd, file))))];
  return Promise.all(folders.map(async (folder) => diskCheck(folder, await freeBytes(folder))));
}

/** Judges the room that a folder has left. */
export function diskCheck(folder: string, free: number): Check {
  const left = `${Math.floor(free / MEBIBYTE)} MiB are free for ${folder}`;
  if (free >= LITTLE) return { name: "disk", ok: true, detail: left };
  if (free >= TOO_LITTLE) return { name: "disk", ok: true, detail: `only ${left}: make room` };
  return {
    name: "disk",
    ok: false,
    detail: `only ${left}: make room, or choose another STATE_URL or AUDIT_FILE`,
  };
}

/** The folder may not be there yet; then it will be on the disk of the one above. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return freeBytes(dirname(folder));
  }
}
