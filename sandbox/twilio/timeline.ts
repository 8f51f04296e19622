/** Time as the sandbox's servers see it. */
export interface Clock {
  now(): number;
  sleep(duration: number, signal?: AbortSignal): Promise<void>;
}

interface Planned {
  readonly at: number;
  readonly run: (at: number) => void;
}

/**
 * What will happen by itself, in order. Each event gets the instant it was planned for, so that a
 * clock moved by hours at once leaves the same history as one that ran.
 */
export class Timeline {
  readonly #clock: Clock;
  // Latest first: the next event is taken from the end.
  readonly #planned: Planned[] = [];
  #alarm: { at: number; off: AbortController } | undefined;
  #mode: "stopped" | "waiting" | "settling" = "stopped";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Plans `run` for an instant; events of one instant run in the order they were planned. */
  at(at: number, run: (at: number) => void): void {
    let low = 0;
    let high = this.#planned.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#planned[middle];
      if (other !== undefined && other.at > at) low = middle + 1;
      else high = middle;
    }
    this.#planned.splice(low, 0, { at, run });
    if (low === this.#planned.length - 1) this.#arm();
  }

  /** Runs all that is due; called before anybody looks, as the clock may have moved a moment ago. */
  settle(): void {
    if (this.#mode === "settling") return;
    const mode = this.#mode;
    this.#mode = "settling";
    try {
      for (let next = this.#due(); next !== undefined; next = this.#due()) next.run(next.at);
    } finally {
      this.#mode = mode;
      this.#arm();
    }
  }

  start(): void {
    this.#mode = "waiting";
    this.settle();
  }

  /** Keeps what is planned, but wakes for it no more until started again. */
  stop(): void {
    this.#mode = "stopped";
    this.#disarm();
  }

  #due(): Planned | undefined {
    const next = this.#planned.at(-1);
    return next !== undefined && next.at <= this.#clock.now() ? this.#planned.pop() : undefined;
  }

  #arm(): void {
    const next = this.#planned.at(-1);
    if (next === undefined || this.#mode !== "waiting" || next.at === this.#alarm?.at) return;
    this.#disarm();
    const off = new AbortController();
    this.#alarm = { at: next.at, off };
    this.#clock.sleep(Math.max(0, next.at - this.#clock.now()), off.signal).then(
      () => this.#wake(off),
      (reason: unknown) => {
        if (!off.signal.aborted) throw reason;
      },
    );
  }

  // A clock may wake a sleeper that was called off a moment too late.
  #wake(off: AbortController): void {
    if (off.signal.aborted) return;
    this.#alarm = undefined;
    this.settle();
  }

  #disarm(): void {
    this.#alarm?.off.abort();
    this.#alarm = undefined;
  }
}
