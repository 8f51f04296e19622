import { lstat, mkdir, open, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { StoreError } from "./store-error.ts";

/** Which file lies under a name: another one has other numbers. Undefined when none does. */
export type FileId = string | undefined;

export const idOf = (path: string): Promise<FileId> =>
  stat(path).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => undefined,
  );

const MOST_LINKS = 40;

/** The one name of a state file, whatever path leads to it, so that its lock has one name too. It need not be there yet. */
export async function realName(path: string, left = MOST_LINKS): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(resolve(path)));
  const named = join(folder, basename(path));
  const isLink = await lstat(named).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  if (!isLink || left === 0) return named;
  return realName(resolve(folder, await readlink(named)), left - 1);
}

/** For its owner only: it may hold numbers that were entered in Slack. What SQLite keeps beside it takes the same mode. */
export async function makePrivate(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "a", 0o600);
  try {
    await file.chmod(0o600);
  } finally {
    await file.close();
  }
}

/**
 * SQLite keeps its log beside the name by which a file was opened, and so does our lock: under two names a file is
 * neither safe from a second process nor whole after a crash.
 *
 * @throws StoreError when the file has a second name
 */
export async function refuseSecondName(path: string): Promise<void> {
  const { nlink } = await stat(path);
  if (nlink < 2) return;
  throw new StoreError(
    `state store ${path}: the file has ${nlink} names (hard links) and is safe under one only. Remove the others, or give each process its own STATE_URL`,
  );
}
