/** The database could not do what was asked. Its message says where, why, and what to do. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  /** `nothing`: certainly nothing was done. `unknown`: it may have been done, or may still be. */
  readonly outcome: "nothing" | "unknown";
  /** Postgres' own, such as `57P01`, or the system's, such as `ECONNREFUSED`. */
  readonly code: string | undefined;

  constructor(place: string, cause: unknown, outcome: "nothing" | "unknown") {
    const code = codeOf(cause);
    super(`${place}: ${advice(code, cause)}`, { cause });
    this.code = code;
    this.outcome = outcome;
  }
}

/** Whether the server itself said no, so that nothing was done. It may break off in the middle of a commit. */
export function isRefusal(cause: unknown): boolean {
  const code = codeOf(cause);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code);
}

/** Whether it says something about the whole database, so that asking for less would fail as well. */
export function isOfWholeDatabase({ code, outcome }: DatabaseError): boolean {
  return outcome === "unknown" || code === undefined || !/^(22|54|23)/.test(code);
}

export function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}

function advice(code: string | undefined, cause: unknown): string {
  const text = textOf(cause);
  if (code !== undefined && /^28/.test(code))
    return `it does not let us in (${text}). Look at user and password in STATE_URL`;
  if (code === "3D000") return "there is no such database. Create it, or correct STATE_URL";
  if (code === "42501") return `${text}. Let this user create and write tables there`;
  if (code === "25006") return "it can only be read: that is a replica. Point STATE_URL at the primary";
  if (code === "53100") return "its disk is full. Free some space";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "no such host. Correct STATE_URL";
  if (/does not support SSL/.test(text))
    return "it takes no encrypted connection. Set sslmode=disable if that is meant";
  if (/certificate|self-signed|altnames/i.test(text))
    return `its certificate is not trusted (${text}). Name its CA as sslrootcert, or set sslmode=no-verify`;
  if (text === "" || code === "ECONNREFUSED") return `it cannot be reached (${code ?? "no reason given"})`;
  return text;
}

/** Node gathers what each address of a host said. */
function textOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === "") return textOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
