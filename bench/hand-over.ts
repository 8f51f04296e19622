import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type PostgresServer, startPostgres } from "../sandbox/postgres/server.ts";
import { product } from "./product.ts";
import { servers } from "./servers.ts";

const IDLE_FOR = 20_000;

interface HandOverFigures {
  /** From SIGTERM until another leads, and until it has read TheHive and acts; ms each. */
  readonly led: readonly number[];
  readonly read: readonly number[];
  /** Of a copy that only stands by: share of a core, and connections to the database. */
  readonly standby: { readonly cpu: number; readonly connections: number };
}

/** A leader is stopped and the copy that stands by takes over, again and again, with `open` alerts waiting. */
export async function handOvers(times: number, open: number): Promise<HandOverFigures> {
  const world = await servers(open, { speed: 1 });
  const database = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  await writeFile(join(folder, "sla.yml"), "poll: { every: 1s, maxAge: off }\n");
  const STATE_URL = await database.createDatabase();
  const begin = () => product(folder, { ...world.variables, STATE_URL, PGSSLMODE: "disable" });
  try {
    let leader = begin();
    await leader.until("read all open alerts");
    const [led, read]: [number[], number[]] = [[], []];
    let standby: HandOverFigures["standby"] | undefined;
    for (let nth = 0; nth < times; nth++) {
      const next = begin();
      await next.until('"stands by"');
      standby ??= await idle(next, database, STATE_URL);
      // At any point of its looking.
      await pause(500 + (nth % 10) * 50);
      const leads = next.until('"this copy leads"');
      const reads = next.until("read all open alerts");
      const at = performance.now();
      const ended = leader.stop();
      led.push((await leads) - at);
      read.push((await reads) - at);
      await ended;
      leader = next;
    }
    await leader.stop();
    return { led, read, standby: standby ?? { cpu: Number.NaN, connections: Number.NaN } };
  } finally {
    await Promise.all([world.stop(), database.stop()]);
    await rm(folder, { recursive: true });
  }
}

async function idle(
  copy: ReturnType<typeof product>,
  database: PostgresServer,
  url: string,
): Promise<HandOverFigures["standby"]> {
  // What a start costs is over.
  await pause(5000);
  const before = await copy.cpu();
  await pause(IDLE_FOR);
  const cpu = ((await copy.cpu()) - before) / IDLE_FOR;
  // The leader has three: its lease's, the state's and the trail's.
  const sql =
    "SELECT count(*) - 3 AS count FROM pg_stat_activity WHERE application_name = 'thehive-sla-monitor'";
  const [row] = await database.query(url, sql);
  return { cpu, connections: Number(row?.count) };
}
