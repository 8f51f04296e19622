import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { product } from "./product.ts";
import { servers } from "./servers.ts";

/** What it takes from the start of the built program to its first request to TheHive, ms. */
export async function firstRequest(): Promise<{ readonly wall: number; readonly cpu: number }> {
  const world = await servers(10, { speed: 1 });
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  await writeFile(join(folder, "sla.yml"), "poll: { every: 1m }\n");
  const asked = new Promise<number>((resolve) => world.hive.onRequest(() => resolve(performance.now())));
  const startedAt = performance.now();
  const started = product(folder, { ...world.variables, STATE_URL: "sqlite://state.sqlite" });
  const wall = (await asked) - startedAt;
  const cpu = await started.cpu();
  await started.stop();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
  return { wall, cpu };
}
