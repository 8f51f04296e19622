import { once } from "node:events";
import { type Agents, got } from "got";
import type { Logger } from "pino";
import { agentsFor, type ProxySettings } from "./lib/proxy.ts";
import { type Clock, type Duration, seconds, systemClock } from "./lib/time.ts";
import { within } from "./lib/within.ts";

const TRIES = 2;

/**
 * Pings an outside dead-man switch. A ping that fails is the switch's business: it is only logged.
 *
 * The promise tells when the ping has ended, after 10 s at most, and never rejects. Nothing has to wait for it; a
 * ping asked for while one is under way is that one.
 */
export function heartbeat(
  url: string | undefined,
  proxy: ProxySettings | undefined,
  log: Pick<Logger, "warn">,
  { realTime = systemClock, limit = seconds(10) }: { realTime?: Clock; limit?: Duration } = {},
): () => Promise<void> {
  if (url === undefined) return async () => {};
  const agent = agentsFor(url, proxy);
  let running: Promise<void> | undefined;

  async function ping(target: string): Promise<void> {
    try {
      await within(realTime, limit, (signal) => pingAgain(target, agent, signal));
    } catch (error) {
      // The address is a secret: whoever knows it can keep the switch quiet.
      log.warn({ why: reasonOf(error) }, "heartbeat failed");
    }
  }

  return () => {
    running ??= ping(url).finally(() => {
      running = undefined;
    });
    return running;
  };
}

async function pingAgain(url: string, agent: Agents, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await pingOnce(url, agent, signal);
    } catch (error) {
      if (tries === TRIES || signal.aborted) throw error;
    }
  }
}

/** Only the head of the answer counts: what comes after it may have no end. */
async function pingOnce(url: string, agent: Agents, signal: AbortSignal): Promise<void> {
  const answer = got.stream(url, { agent, signal, retry: { limit: 0 }, throwHttpErrors: false });
  try {
    const [response]: unknown[] = await once(answer, "response", { signal });
    const status = statusOf(response);
    if (status >= 400) throw new RefusedPing(status);
  } finally {
    answer.on("error", () => {});
    answer.destroy();
  }
}

function statusOf(response: unknown): number {
  const isResponse = typeof response === "object" && response !== null && "statusCode" in response;
  return isResponse ? Number(response.statusCode) : Number.NaN;
}

class RefusedPing extends Error {
  readonly code: string;

  constructor(status: number) {
    super("the switch refuses the ping");
    this.code = `HTTP ${status}`;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown";
}
