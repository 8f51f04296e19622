import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { startPostgres } from "../sandbox/postgres/server.ts";
import { latestRows } from "../src/audit/database-read.ts";
import { latestEvents } from "../src/audit/read.ts";
import { link } from "../src/database/link.ts";
import { madeTrail } from "./made-trail.ts";
import { median } from "./percentiles.ts";
import { costOf } from "./start-up.ts";

/** Of this process and its threads, ms. What the database spends beside it shows in `wall`. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** Ours, and the least that can be done. */
interface Figure {
  readonly what: string;
  readonly ours: Cost;
  readonly floor: Cost;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const SHOWN = 25;
const CHUNK = 64 * 1024;

/** Looking back over a trail of `count` events, kept in a file and in a database alike. */
export async function trail(count: number, runs: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "sla-bench-"));
  const server = await startPostgres();
  try {
    const [file, url] = [join(folder, "audit.jsonl"), await server.createDatabase()];
    await madeTrail(count, file, url);
    const report = [path("../../bin/sla-monitor.cjs"), "report", "--since", "30d", "--json"];
    const floor = path("./trail-floor.js");
    const each = (job: () => Cost) => middle(Array.from({ length: runs }, job));
    const reports = [
      { what: "in a file", env: { AUDIT_FILE: file }, place: file },
      { what: "in Postgres", env: { STATE_URL: url, PGSSLMODE: "disable" }, place: url },
    ].map(({ what, env, place }) => ({
      what: `\`report --since 30d\` ${what}`,
      ours: each(() => costOf(report, { cwd: folder, env })),
      floor: each(() => costOf([floor, place])),
    }));
    return [...reports, ...(await looks(file, url))];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

function middle(all: readonly Cost[]): Cost {
  return { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) };
}

/** What `/sla audit` reads, of all and of an alert of which the trail told at its very beginning. */
async function looks(file: string, url: string): Promise<Figure[]> {
  const alertId = "~40960000";
  const [own, bare] = [link({ url }), new Client({ connectionString: url })];
  await bare.connect();
  const latest = `SELECT event FROM sla_audit ORDER BY seq DESC LIMIT ${SHOWN}`;
  const ofOne = `SELECT event FROM sla_audit WHERE alert_id = '${alertId}' ORDER BY seq DESC LIMIT ${SHOWN}`;
  const figures = [
    await look(
      "`/sla audit` in a file",
      () => latestEvents(file, {}, SHOWN),
      () => lastBytes(file),
    ),
    await look(
      "`/sla audit` of the oldest alert, in a file",
      () => latestEvents(file, { alertId }, SHOWN),
      () => allBytes(file),
    ),
    await look(
      "`/sla audit` in Postgres",
      () => latestRows(own, {}, SHOWN),
      () => bare.query(latest),
    ),
    await look(
      "`/sla audit` of the oldest alert, in Postgres",
      () => latestRows(own, { alertId }, SHOWN),
      () => bare.query(ofOne),
    ),
  ];
  await Promise.all([own.close(), bare.end()]);
  return figures;
}

async function look(
  what: string,
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<Figure> {
  return { what, ours: await timed(ours), floor: await timed(floor) };
}

async function lastBytes(file: string): Promise<void> {
  const opened = await open(file);
  const { size } = await opened.stat();
  await opened.read(Buffer.alloc(CHUNK), 0, CHUNK, size - CHUNK);
  await opened.close();
}

async function allBytes(file: string): Promise<void> {
  for await (const _chunk of createReadStream(file, { highWaterMark: 16 * CHUNK }));
}

async function timed(job: () => Promise<unknown>): Promise<Cost> {
  const all: Cost[] = [];
  for (let nth = 0; nth < 11; nth++) {
    const [startedAt, before] = [performance.now(), process.cpuUsage()];
    await job();
    const { user, system } = process.cpuUsage(before);
    all.push({ wall: performance.now() - startedAt, cpu: (user + system) / 1000 });
  }
  return middle(all);
}
