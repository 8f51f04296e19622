import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../sandbox/postgres/server.ts";
import { readingFloor } from "./polls.ts";
import { product } from "./product.ts";
import { quietSettings } from "./quiet-settings.ts";
import { servers } from "./servers.ts";

interface RestartFigure {
  readonly home: string;
  /** From the start of the process until it remembers all and watches; ms. */
  readonly ready: number;
  /** CPU until then, and of reading TheHive alone; ms. */
  readonly cpu: number;
  readonly floor: number;
  /** Until it has read all of TheHive; ms. */
  readonly read: number;
}

/** A start that finds `open` alerts remembered and waiting, on either store. */
export async function restarts(open: number): Promise<readonly RestartFigure[]> {
  const world = await servers(open, { speed: 1 });
  const database = await startPostgres();
  const url = await database.createDatabase();
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  await writeFile(join(folder, "sla.yml"), quietSettings("2m"));
  try {
    const { full: floor } = await readingFloor(world);
    const figures: RestartFigure[] = [];
    for (const [home, STATE_URL] of [
      ["SQLite", "sqlite://state.sqlite"],
      ["Postgres", url],
    ] as const) {
      const variables = { ...world.variables, STATE_URL, PGSSLMODE: "disable" };
      const first = product(folder, variables);
      await first.until("read all open alerts");
      await first.stop();
      const startedAt = performance.now();
      const again = product(folder, variables);
      const allRead = again.until("read all open alerts");
      const ready = (await again.until("TheHive found")) - startedAt;
      const cpu = await again.cpu();
      figures.push({ home, ready, cpu, floor, read: (await allRead) - startedAt });
      await again.stop();
    }
    return figures;
  } finally {
    await Promise.all([world.stop(), database.stop()]);
    await rm(folder, { recursive: true });
  }
}
