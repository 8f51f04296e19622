import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servers } from "./servers.ts";
import { program } from "./start-up.ts";

/** From the start of the built program to its first request to TheHive, ms. */
export async function firstRequest(): Promise<number> {
  const world = await servers(10, { speed: 1 });
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  const asked = new Promise<number>((resolve) => world.hive.onRequest(() => resolve(performance.now())));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, "start"], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, ...world.variables, STATE_URL: `sqlite://${join(folder, "state.sqlite")}` },
  });
  const took = (await asked) - startedAt;
  child.kill();
  await once(child, "exit");
  await world.stop();
  await rm(folder, { recursive: true, force: true });
  return took;
}
