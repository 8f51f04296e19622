import type { SandboxClock } from "../../clock.ts";

/** How often a method may be called: posting is counted per channel, the tiers per method. */
export type Tier = "special" | "posting" | 1 | 2 | 3 | 4;

const perMinute = { posting: 60, 1: 1, 2: 20, 3: 50, 4: 100 } as const;

// Bursts are tolerated; how large is not published.
const burst = { posting: 4, 1: 5, 2: 20, 3: 50, 4: 100 } as const;

interface Bucket {
  tokens: number;
  at: number;
}

/** Slack's rate limits, off unless switched on. Time is the sandbox clock's. */
export class RateLimits {
  enabled: boolean;
  readonly #clock: SandboxClock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: SandboxClock, enabled: boolean) {
    this.#clock = clock;
    this.enabled = enabled;
  }

  /** @returns seconds to wait, when this call is one too many */
  take(method: string, tier: Tier, channel: string): number | undefined {
    if (!this.enabled || tier === "special") return undefined;
    const key = tier === "posting" ? `${method} ${channel}` : method;
    const rate = perMinute[tier] / 60_000;
    const bucket = this.#bucket(key, burst[tier]);
    const now = this.#clock.now();
    bucket.tokens = Math.min(burst[tier], bucket.tokens + (now - bucket.at) * rate);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / rate / 1000));
    bucket.tokens -= 1;
    return undefined;
  }

  #bucket(key: string, full: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const bucket = { tokens: full, at: this.#clock.now() };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
