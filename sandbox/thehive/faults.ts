/** What goes wrong with a request. */
type FaultKind =
  /** The connection is reset before anything happens. */
  | { kind: "reset" }
  /** The request is taken and never answered. */
  | { kind: "hang" }
  /** An answer of 200 with a web page, as for a wrong address. */
  | { kind: "html200" }
  /** A proxy's error page. */
  | { kind: "html502" }
  /** The answer ends halfway, as when a streamed list fails. */
  | { kind: "truncatedJson" }
  /** The answer breaks off halfway and the connection dies. */
  | { kind: "cutStream" }
  /** The answer stops halfway, and the connection stays as if more were to come. */
  | { kind: "stall" }
  /** The answer comes byte by byte, one each so many ms of real time. */
  | { kind: "drip"; ms: number }
  /** The answer has no end: the list goes on and on, as fast as it is read. */
  | { kind: "endless" }
  /** The request waits that long before it is handled; ms of sandbox time. */
  | { kind: "slow"; ms: number }
  /** The request is handled at once, the answer takes that long; ms of sandbox time. */
  | { kind: "slowAnswer"; ms: number }
  | {
      kind: "status";
      status: number;
      body?: Readonly<Record<string, unknown>>;
      headers?: Record<string, string>;
    }
  /** TheHive 3 without its index. */
  | { kind: "null520" }
  /** All is done, then the connection dies without an answer. */
  | { kind: "dropAfterEffect" }
  /** The connection dies after the request was read, before anything is done. */
  | { kind: "dropBeforeEffect" };

export interface FaultWhere {
  path?: RegExp;
  method?: string;
}

/** A fault, where it strikes (everywhere if not said) and how often (always if not said). */
export type Fault = FaultKind & { when?: FaultWhere; times?: number };

/** The call that turns an alert into a case, in any version. */
export const PROMOTE: FaultWhere = { method: "POST", path: /\/alert\/[^/]+\/(case|createCase)$/ };

/** The calls that list or count alerts, in any version. */
export const LIST: FaultWhere = { method: "POST", path: /\/(query|alert\/_search)$/ };

/** How one alert is spoilt on its way out; a function may do anything to its row. */
export type Malformation =
  | "noSeverity"
  | "textCreatedAt"
  | "noId"
  | "noTitle"
  | "numberTitle"
  | "null"
  /** These keys hold this, as they are called on the wire; undefined takes one away. */
  | { set: Readonly<Record<string, unknown>> }
  | ((row: Readonly<Record<string, unknown>>) => unknown);

/** Whether writes are refused for want of a licence, and in which words. */
export type ReadOnlyLicence = boolean | { status: number; body: Readonly<Record<string, unknown>> };

/** All that can be made to go wrong, at any time. */
export class Faults {
  /** TheHive's clock runs ahead of the sandbox's by so many ms. */
  clockSkew = 0;
  /** The `Date` of answers alone is so many ms ahead, as when a proxy writes it. */
  dateOffset = 0;
  /** Lists show a change this many ms after it was made; reading by id is current. */
  indexLag = 0;
  /** TheHive 5: writes are refused, reads go on. */
  readOnlyLicence: ReadOnlyLicence = false;
  /** Lists are empty, as for a key that belongs to another organisation. */
  emptyOrganisation: boolean = false;
  /** Promotions take so many ms before they take effect. */
  promoteDelay = 0;
  /** TheHive 4.0: two promotions in flight open two cases. */
  promoteRace: boolean = false;
  readonly #active = new Set<ActiveFault>();
  readonly #malformed = new Map<string, Malformation>();

  /** Adds a fault; call what it returns to take it away again. */
  add(fault: Fault): () => void {
    const active = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.add(active);
    return () => this.#active.delete(active);
  }

  /** The next promotion dies on the wire, before or after it took effect. */
  dropNextPromote(moment: "beforeEffect" | "afterEffect"): () => void {
    const kind = moment === "afterEffect" ? "dropAfterEffect" : "dropBeforeEffect";
    return this.add({ kind, when: PROMOTE, times: 1 });
  }

  /** From now on this alert is served spoilt, until `heal`. */
  malformedAlert(id: string, how: Malformation = "noSeverity"): void {
    this.#malformed.set(id, how);
  }

  heal(id: string): void {
    this.#malformed.delete(id);
  }

  /** Everything works again. */
  clear(): void {
    this.#active.clear();
    this.#malformed.clear();
    Object.assign(this, {
      clockSkew: 0,
      dateOffset: 0,
      indexLag: 0,
      readOnlyLicence: false,
      emptyOrganisation: false,
      promoteDelay: 0,
      promoteRace: false,
    });
  }

  /** Faults that are armed, in the order they were added. */
  get active(): readonly Fault[] {
    return [...this.#active].map(({ fault }) => fault);
  }

  /** The faults that strike this request; those with a count are used up by one. */
  strike(method: string, path: string): Fault[] {
    const struck = [...this.#active].filter(({ fault }) => strikes(fault, method, path));
    for (const active of struck) {
      active.left -= 1;
      if (active.left <= 0) this.#active.delete(active);
    }
    return struck.map(({ fault }) => fault);
  }

  /** The row as it leaves the server. */
  spoil(id: string, row: Readonly<Record<string, unknown>>): unknown {
    const how = this.#malformed.get(id);
    return how === undefined ? row : malform(row, how);
  }
}

interface ActiveFault {
  fault: Fault;
  left: number;
}

function strikes({ when = {} }: Fault, method: string, path: string): boolean {
  return (
    (when.method === undefined || when.method === method) && (when.path === undefined || when.path.test(path))
  );
}

function malform(row: Readonly<Record<string, unknown>>, how: Malformation): unknown {
  if (typeof how === "function") return how(row);
  if (typeof how === "object") return { ...row, ...how.set };
  switch (how) {
    case "noSeverity":
      return without(row, "severity");
    case "noId":
      return without(row, "_id", "id");
    case "noTitle":
      return without(row, "title");
    case "numberTitle":
      return { ...row, title: 42 };
    case "textCreatedAt":
      return { ...row, ["createdAt" in row ? "createdAt" : "_createdAt"]: "yesterday" };
    case "null":
      return null;
  }
}

function without(row: Readonly<Record<string, unknown>>, ...names: readonly string[]) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
