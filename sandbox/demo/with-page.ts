import { once } from "node:events";
import { servePage } from "../page/server.ts";
import { feedAlerts } from "./feed.ts";
import type { DemoOptions } from "./options.ts";
import { openSoc } from "./soc.ts";

/** Serves the page, prints its address and stays until `signal` aborts. */
export async function showPage(
  options: DemoOptions,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const soc = await openSoc({
    at: Date.now(),
    speed: options.speed,
    version: options.version,
    // Visitors pick up themselves.
    calls: { kind: "manual" },
  });
  try {
    const page = await servePage(soc, options.port);
    out.write(`\n  SLA Monitor sandbox:  ${page.url}\n  Ctrl-C ends it and leaves nothing behind.\n\n`);
    await soc.begin(signal);
    const feeding = feedAlerts(soc, signal);
    if (!signal.aborted) await once(signal, "abort");
    await feeding;
    await page.stop();
  } finally {
    await soc.close();
  }
}
