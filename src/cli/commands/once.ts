import { Common, defineCommand } from "../command.ts";
import { type OpenService, openMonitor, stopInTime } from "../monitor.ts";
import { fullSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";

/** `once`: one poll, everything due is delivered, then it ends. For cron. */
export function onceCommand(open: OpenService = openMonitor) {
  return defineCommand({
    name: "once",
    summary: summaries.once,
    schema: Common,
    async run({ config, json }, edge) {
      const setup = await fullSetup(edge, config);
      // With --json stdout belongs to the one document.
      const service = await open(setup, edge, json ? edge.err : edge.out);
      try {
        const ok = await service.once();
        if (json) edge.out.write(`${JSON.stringify({ ok })}\n`);
        return ok ? 0 : 1;
      } finally {
        await stopInTime(service, edge);
      }
    },
  });
}
