/**
 * Time for the sandbox: it runs at a chosen speed, stands still at speed 0, and can be moved by hand.
 * The servers and the app under test share one, so a night passes in seconds or at a keystroke.
 */
export class SandboxClock {
  #base: number;
  #realBase: number;
  #speed: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #sleepers = new Set<Sleeper>();

  /**
   * @param at first instant, ms since 1970 UTC
   * @param speed sandbox seconds per real second; 0 = moves only by hand
   */
  constructor({ at = Date.now(), speed = 0 }: { at?: number; speed?: number } = {}) {
    this.#base = at;
    this.#realBase = performance.now();
    this.#speed = speed;
  }

  // Arrow functions: a clock is handed around as a pair of loose functions.
  readonly now = (): number => Math.floor(this.#base + (performance.now() - this.#realBase) * this.#speed);

  readonly sleep = (duration: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        until: this.now() + duration,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      const abort = () => {
        this.#sleepers.delete(sleeper);
        this.#arm();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#sleepers.add(sleeper);
      this.#arm();
    });
  };

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#base = this.now();
    this.#realBase = performance.now();
    this.#speed = speed;
    this.#arm();
  }

  /** The instant at which somebody wants to wake next; undefined when nobody sleeps. */
  nextWake(): number | undefined {
    return [...this.#sleepers].reduce<number | undefined>(
      (first, { until }) => (first === undefined || until < first ? until : first),
      undefined,
    );
  }

  /** Moves to `instant` (never backwards) and wakes all whose time has come, earliest first. */
  moveTo(instant: number): void {
    this.#base = Math.max(this.now(), instant);
    this.#realBase = performance.now();
    this.#wakeDue();
  }

  /** Lets nobody wake any more; sleeping promises stay pending. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#sleepers.clear();
  }

  #wakeDue(): void {
    const now = this.now();
    const due = [...this.#sleepers].filter(({ until }) => until <= now).sort((a, b) => a.until - b.until);
    for (const { wake } of due) wake();
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.nextWake();
    if (next === undefined || this.#speed === 0) return;
    const wait = Math.max(0, (next - this.now()) / this.#speed);
    this.#timer = setTimeout(() => this.#wakeDue(), Math.min(Math.ceil(wait), 2 ** 31 - 1));
  }
}

interface Sleeper {
  until: number;
  wake: () => void;
}
