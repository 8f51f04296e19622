import { onTestFinished } from "vitest";
import { type Relay, startRelay } from "../../sandbox/postgres/relay.ts";
import type { PostgresServer } from "../../sandbox/postgres/server.ts";

/** A new database behind a network that can fail. `direct` leads around it. */
export async function relayed(
  server: PostgresServer,
): Promise<{ url: string; direct: string; relay: Relay }> {
  const direct = await server.createDatabase();
  const relay = await startRelay(server.port);
  onTestFinished(() => relay.close());
  const url = new URL(direct);
  url.port = String(relay.port);
  return { url: url.href, direct, relay };
}
