/** The state store cannot be used. Its message says which file and what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** Turns SQLite's own words into advice. */
export function storeError(path: string, cause: unknown): StoreError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(`state store ${path}: ${advice(text, path)}`, { cause });
}

function advice(text: string, path: string): string {
  if (/SQLITE_(BUSY|LOCKED)/.test(text))
    return "another process holds it. Stop that one, or give this one its own STATE_URL";
  if (/SQLITE_(NOTADB|CORRUPT)/.test(text)) {
    return `it is damaged, or not a SQLite file. Restore a backup, or move ${path} away to start afresh`;
  }
  if (/SQLITE_(CANTOPEN|READONLY|PERM)|EACCES|EROFS|EPERM/.test(text)) {
    return "it cannot be written. Let this user write the folder, or point STATE_URL elsewhere";
  }
  if (/SQLITE_FULL|ENOSPC/.test(text)) return "the disk is full. Free some space";
  return `${text}. Check the disk, or point STATE_URL elsewhere`;
}
