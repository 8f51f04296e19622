import { DatabaseError, isOfWholeDatabase } from "../database/database-error.ts";

/** The state store cannot be used. Its message says which file and what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** Turns SQLite's own words into advice; what is advice already stays. */
export function storeError(path: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  // It has said where, and what to do.
  if (cause instanceof DatabaseError) return new StoreError(`state store ${cause.message}`, { cause });
  return new StoreError(`state store ${path}: ${advice(textOf(cause), path)}`, { cause });
}

/**
 * Whether a failed write says something about the whole store, so that writing less would fail as well. A value
 * that is too large, or a disk with room for something smaller, says nothing about others.
 */
export function isOfWholeStore(error: unknown): boolean {
  const cause = error instanceof StoreError ? error.cause : error;
  if (cause instanceof DatabaseError) return isOfWholeDatabase(cause);
  // Ours: another process holds it, or another file lies in its place.
  if (error instanceof StoreError && cause === undefined) return true;
  return /SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY|PERM|CORRUPT|NOTADB|MISUSE)|EACCES|EROFS|EPERM|ENOTDIR/.test(
    textOf(cause),
  );
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function advice(text: string, path: string): string {
  if (/SQLITE_(BUSY|LOCKED)/.test(text))
    return "another process holds it. Stop that one, or give this one its own STATE_URL";
  if (/SQLITE_(NOTADB|CORRUPT)/.test(text)) {
    return `it is damaged, or not a SQLite file. Restore a backup, or move ${path} away to start afresh`;
  }
  if (/SQLITE_(CANTOPEN|READONLY|PERM)|EACCES|EROFS|EPERM|EISDIR|ENOTDIR|EEXIST/.test(text)) {
    return "it cannot be written. Let this user write the folder, or point STATE_URL elsewhere";
  }
  if (/SQLITE_FULL|ENOSPC|EDQUOT/.test(text)) return "the disk is full. Free some space";
  if (/SQLITE_TOOBIG|Invalid string length/.test(text)) return "an entry is too large to be kept";
  return `${text}. Check the disk, or point STATE_URL elsewhere`;
}
