/** The audit trail cannot be written or read; the message says which file, why, and what to do. */
export class AuditError extends Error {
  override readonly name = "AuditError";

  constructor(path: string, cause: unknown) {
    super(`audit trail ${path}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  switch (code) {
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
      return `${String(code ?? cause)}. Choose another AUDIT_FILE`;
  }
}
