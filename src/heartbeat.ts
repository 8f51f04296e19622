import { got } from "got";
import type { Logger } from "pino";
import { agentsFor, type ProxySettings } from "./lib/proxy.ts";

/** Pings an outside dead-man switch. A ping that fails is the switch's business: it is only logged. */
export function heartbeat(
  url: string | undefined,
  proxy: ProxySettings | undefined,
  log: Logger,
): () => Promise<void> {
  if (url === undefined) return async () => {};
  const agent = agentsFor(url, proxy);
  return async () => {
    try {
      await got(url, { timeout: { request: 10_000 }, retry: { limit: 1 }, agent });
    } catch (error) {
      log.warn(
        { code: error instanceof Error && "code" in error ? error.code : undefined },
        "heartbeat failed",
      );
    }
  };
}
