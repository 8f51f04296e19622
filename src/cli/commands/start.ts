import { once } from "node:events";
import { Common, defineCommand } from "../command.ts";
import { type OpenService, openMonitor, stopInTime } from "../monitor.ts";
import { fullSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";

const HUNG =
  "start: something still hung 10 s after the signal to end; what was under way is looked up at the next start\n";

/** `start`: the service, until the process is asked to end. */
export function startCommand(open: OpenService = openMonitor) {
  return defineCommand({
    name: "start",
    summary: summaries.start,
    schema: Common,
    async run({ config }, edge) {
      const service = await open(await fullSetup(edge, config, { mayBeAway: true }), edge, edge.out);
      const { stopping } = edge;
      edge.onReload(() => void service.reload());
      const asked = stopping.aborted ? Promise.resolve() : once(stopping, "abort").then(() => {});
      let stopped = false;
      try {
        await Promise.race([service.start(), asked]);
        await asked;
      } finally {
        stopped = await stopInTime(service, edge);
      }
      // Nothing is lost: whoever supervises us need not take it for a failure.
      if (!stopped) edge.err.write(HUNG);
      return 0;
    },
  });
}
