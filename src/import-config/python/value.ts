/** A value as the Python file writes it, with the line it begins on. */
export type PyValue = Readonly<
  { line: number } & (
    | { kind: "text"; text: string }
    | { kind: "number"; number: number }
    | { kind: "flag"; flag: boolean }
    | { kind: "none" }
    | { kind: "list"; items: readonly PyValue[] }
    | { kind: "dict"; entries: readonly PyEntry[] }
    /** Only running the program could tell. `why` never repeats what was written: it may be a secret. */
    | { kind: "unread"; why: string }
  )
>;

export interface PyEntry {
  readonly key: string;
  readonly line: number;
  readonly value: PyValue;
}

/** Something a Python interpreter would refuse, or that is not what it looks like, and how it was understood. */
export interface Slip {
  readonly line: number;
  readonly what: string;
}
