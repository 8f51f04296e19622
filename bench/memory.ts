import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { product } from "./product.ts";
import { quietSettings } from "./quiet-settings.ts";
import { servers } from "./servers.ts";

/** How often everything is read again: what a read leaves behind is not all gone at the next. */
const FULL_READS = 4;
/** Polls in which nothing changed between two of them. */
const CALM = 3500;

/** The most memory that the built program ever held, in MiB, with so many open alerts: seen first, then read again. */
export async function peakMemory(open: number): Promise<number> {
  const world = await servers(open, { speed: 1 });
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  await writeFile(join(folder, "sla.yml"), quietSettings("1s"));
  const running = product(folder, { ...world.variables, STATE_URL: "sqlite://state.sqlite" });
  try {
    const ids = [...world.hive.alerts.keys()];
    await running.until("read all open alerts");
    for (const id of ids.slice(0, FULL_READS)) {
      await setTimeout(CALM);
      // One that is gone shows in TheHive's count alone.
      const read = running.until("read all open alerts");
      world.hive.remove(id);
      await read;
    }
    await setTimeout(CALM);
    return await running.peakMemory();
  } finally {
    await running.stop();
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
