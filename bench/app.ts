import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { createMonitor, type Monitor } from "../src/app.ts";
import { environmentFrom } from "../src/config/environment.ts";
import { createLogger } from "../src/lib/logger.ts";
import type { Clock } from "../src/lib/time.ts";

const phone = "+12025550111";

/** The real app in this process, with its state in a folder that `stop` removes. */
export async function app(
  variables: Record<string, string>,
  settings: object,
  clock: Clock,
): Promise<{ monitor: Monitor; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  const settingsFile = join(folder, "sla.yml");
  await writeFile(
    settingsFile,
    stringify({
      people: { alice: { phone, slack: "U0ALICE" } },
      groups: { oncall: { members: ["alice"] }, seniors: { members: ["alice"] } },
      ...settings,
    }),
  );
  const read = environmentFrom({
    ...variables,
    STATE_URL: `sqlite://${join(folder, "state.sqlite")}`,
    AUDIT_FILE: join(folder, "audit.jsonl"),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const log = createLogger({
    level: "error",
    out: { write: (line: string) => void process.stderr.write(line) },
    secrets: [],
    clock,
  });
  const monitor = await createMonitor({
    environment: read.environment,
    settingsFile,
    clock,
    log,
    stdout: () => {},
    version: "bench",
  });
  return {
    monitor,
    async stop() {
      await monitor.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
