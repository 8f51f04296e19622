import { DatabaseError } from "../database/database-error.ts";

/** The audit trail cannot be written or read; the message says which file, why, and what to do. */
export class AuditError extends Error {
  override readonly name = "AuditError";
  /** The system's, such as `ENOENT`. */
  readonly code: string | undefined;

  constructor(path: string, cause: unknown) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
    // A database has said where, and what to do.
    const text = cause instanceof DatabaseError ? cause.message : `${path}: ${reasonOf(code, cause)}`;
    super(`audit trail ${text}`, { cause });
    this.code = code;
  }
}

function reasonOf(code: string | undefined, cause: unknown): string {
  switch (code) {
    case "EPIPE":
      return "nobody reads it any more. Start the program with a stdout that stays, or name a file as AUDIT_FILE";
    case "ENOENT":
      return "there is no such file. Name the one the monitor writes as AUDIT_FILE";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "no permission. Let this user write there, or choose another AUDIT_FILE";
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full. Make room, or choose another AUDIT_FILE";
    case "EEXIST":
    case "ENOTDIR":
      return "a part of that path is a file, not a folder. Choose another AUDIT_FILE";
    case "EISDIR":
      return "that is a folder. Name a file as AUDIT_FILE";
    default:
      return `${code ?? String(cause)}. Choose another AUDIT_FILE`;
  }
}
