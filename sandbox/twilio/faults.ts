/**
 * A failure to act out. `before`: the request had no effect; `after`: it had, and only the answer is
 * lost or false. Applies to the next `times` requests that match, for ever without `times`.
 */
export type Fault = Readonly<
  {
    method?: "GET" | "POST" | "DELETE";
    /** Part of the path, or a pattern for it. */
    path?: string | RegExp;
    times?: number;
    when?: "before" | "after";
  } & FaultKind
>;

/** The ways to fail. */
type FaultKind =
  /** A Twilio error, e.g. 401, 429, 500; the code is the usual one of the status unless given. */
  | { kind: "status"; status: number; code?: number; retryAfter?: string }
  /** Never answers. */
  | { kind: "hang" }
  /** Drops the connection. */
  | { kind: "reset" }
  /** A page of some proxy or captive portal. */
  | { kind: "html"; status?: number }
  /** Sends half of the answer, then drops the connection. */
  | { kind: "cut" }
  /** Sends half of the answer, then nothing more, and keeps the connection. */
  | { kind: "stall" }
  /** Sends the answer's headers, then a blank every `every` real ms, and never ends. */
  | { kind: "drip"; every?: number }
  /** Answers with this JSON instead of the true one. */
  | { kind: "json"; body: unknown; status?: number }
  /** Puts these among the rows of a list, first, as they are. */
  | { kind: "rows"; rows: readonly unknown[] }
  /** Answers after so many ms of the sandbox's time. */
  | { kind: "slow"; delay: number };

/** The switches of a server; may be set at any time. */
export interface Faults {
  /** @returns takes the fault back */
  add(fault: Fault): () => void;
  clear(): void;
  readonly active: readonly Fault[];
  /** ms for which a new message or call is missing from lists (not from fetch by SID). */
  listDelay: number;
  /** The fault that this request meets, used up by one. */
  take(method: string, path: string): Fault | undefined;
}

/** A set of switches, all off. */
export function faultSwitches(): Faults {
  let armed: { fault: Fault; left: number }[] = [];
  const faults: Faults = {
    listDelay: 0,
    get active() {
      return armed.map(({ fault }) => fault);
    },
    add(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      armed.push(entry);
      return () => {
        armed = armed.filter((other) => other !== entry);
      };
    },
    clear() {
      armed = [];
      faults.listDelay = 0;
    },
    take(method, path) {
      const entry = armed.find(({ fault }) => meets(fault, method, path));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) armed = armed.filter((other) => other !== entry);
      return entry.fault;
    },
  };
  return faults;
}

function meets(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === "string" ? path.includes(fault.path) : fault.path.test(path);
}
