import { once } from "node:events";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Soc } from "../demo/soc.ts";
import { hiveActions } from "./actions/hive-actions.ts";
import { phoneActions } from "./actions/phone-actions.ts";
import { slackActions } from "./actions/slack-actions.ts";
import { worldActions } from "./actions/world-actions.ts";
import { aftermath } from "./aftermath.ts";
import { bundleClient } from "./bundle.ts";
import { faultSwitches } from "./faults.ts";
import { liveUpdates } from "./live.ts";
import { pace } from "./pace.ts";
import { pageRoutes } from "./routes.ts";
import type { Stage } from "./stage.ts";

/** The sandbox's page, being served. */
export interface Page {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the page that shows the outside systems and lets visitors act in them, on loopback only.
 *
 * @param port 0 takes any free one; one that is taken, too
 */
export async function servePage(soc: Soc, port: number): Promise<Page> {
  const script = await bundleClient();
  const faults = faultSwitches(soc);
  const stage: Stage = {
    ...soc,
    pace: pace(soc.clock, soc.twilio),
    faults,
    aftermath: aftermath(soc, faults),
  };
  const live = liveUpdates(stage);
  const stopping = new AbortController();
  const actions = {
    ...slackActions(stage),
    ...phoneActions(stage),
    ...hiveActions(stage),
    ...worldActions(stage, live.faultsChanged),
  };
  const routes = pageRoutes({ stage, live, actions, script, stopping: stopping.signal });
  const server = createServer(getRequestListener(routes.fetch, { overrideGlobalObjects: false }));
  const listening = await listen(server, port);
  return {
    url: `http://127.0.0.1:${listening}/`,
    async stop() {
      stopping.abort();
      live.stop();
      stage.pace.stop();
      stage.aftermath.stop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || port === 0) throw error;
    return await listen(server, 0);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The page has no address");
  return address.port;
}
