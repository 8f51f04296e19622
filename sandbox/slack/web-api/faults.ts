/** What goes wrong. `when: "after"` means the request took effect and only its answer is lost. */
export type Effect =
  | { readonly kind: "http"; readonly status: number; readonly when?: "before" | "after" }
  | { readonly kind: "hang"; readonly when?: "before" | "after" }
  | { readonly kind: "reset"; readonly when?: "before" | "after" }
  /** Headers and half of the answer, then silence. */
  | { readonly kind: "stall"; readonly when?: "before" | "after" }
  /** One character of the answer every so many real milliseconds. */
  | { readonly kind: "drip"; readonly every: number; readonly when?: "before" | "after" }
  /** Seconds in the Retry-After header, or words that are none; the header is left out when undefined. */
  | { readonly kind: "rate-limit"; readonly retryAfter?: number | string }
  | { readonly kind: "error"; readonly error: string; readonly detail?: Readonly<Record<string, unknown>> }
  /** Milliseconds on the sandbox clock before the request is looked at. */
  | { readonly kind: "delay"; readonly for: number }
  /** An answer that is not from Slack at all, such as the page of a captive portal. */
  | { readonly kind: "html"; readonly body?: string; readonly when?: "before" | "after" };

/** One thing to go wrong, for as many requests as told. */
export interface Fault {
  /** Web API method, `response_url`, `upload`, or `*` for everything. */
  readonly method: string;
  readonly effect: Effect;
  /** How many requests it still strikes; endless when left out. */
  readonly times?: number;
  /** Strikes only requests whose arguments satisfy this. */
  readonly where?: (args: Readonly<Record<string, unknown>>) => boolean;
}

/** What the WebSocket side does wrong. Change the fields at any time. */
export interface SocketFaults {
  /** Answer the upgrade with this status instead of a WebSocket. */
  refuseUpgrade: number | undefined;
  /** Accept the connection and never say hello. */
  withholdHello: boolean;
  /** Deliver no envelope: they are lost on the way. */
  dropEnvelopes: boolean;
}

/** The things set to go wrong, first added first. */
export class Faults {
  readonly socket: SocketFaults = { refuseUpgrade: undefined, withholdHello: false, dropEnvelopes: false };
  #faults: { fault: Fault; left: number }[] = [];

  /** @returns takes the fault away again */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#faults.push(entry);
    return () => {
      this.#faults = this.#faults.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.#faults = [];
    Object.assign(this.socket, { refuseUpgrade: undefined, withholdHello: false, dropEnvelopes: false });
  }

  /** The faults still to strike. */
  get pending(): readonly Fault[] {
    return this.#faults.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** What strikes this request, used up by one. */
  strike(method: string, args: Readonly<Record<string, unknown>>): Effect | undefined {
    const entry = this.#faults.find(
      ({ fault }) => (fault.method === "*" || fault.method === method) && (fault.where?.(args) ?? true),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#faults = this.#faults.filter((other) => other !== entry);
    return entry.fault.effect;
  }
}
