import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { binaries, type RunAs, runAs } from "./binaries.ts";

/** A real PostgreSQL on a port of its own, gone with its data when it is stopped. */
export interface PostgresServer {
  readonly port: number;
  /** A new database. @returns its address */
  createDatabase(): Promise<string>;
  /** One statement in a database. */
  query(url: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends it at once and with it every connection; `kill` as by a power cut. The data stays for `start`. */
  down(how?: "stop" | "kill"): Promise<void>;
  start(): Promise<void>;
  /** Every process of it stands still, connections stay open. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = "a-password-for-tests";
const run = promisify(execFile);

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "sla-postgres-"));
  const as = runAs();
  const data = join(folder, "data");
  await mkdir(data, { mode: 0o700 });
  if (as.uid !== undefined && as.gid !== undefined) {
    await chown(folder, as.uid, as.gid);
    await chown(data, as.uid, as.gid);
  }
  const bin = binaries(folder, as);
  // Durable enough for a process that is killed; a machine does not lose its power in a test.
  await run(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"],
    {
      ...as,
      cwd: folder,
    },
  );
  const port = await freePort();
  let child: ChildProcess | undefined;
  const answers = () =>
    ask(addressOf(port, "postgres"), "SELECT 1").then(
      () => true,
      () => false,
    );

  async function start(): Promise<void> {
    let started = serve({ bin, data, port, as, folder });
    child = started;
    for (let tries = 1; !(await answers()); ) {
      if (started.exitCode !== null) {
        // What was killed may hold its memory and its port for a moment.
        if (tries++ === MOST_STARTS) throw new Error(`PostgreSQL ended with ${started.exitCode}`);
        await pause(250);
        started = serve({ bin, data, port, as, folder });
        child = started;
      }
      await pause(20);
    }
  }

  async function down(how: "stop" | "kill" = "stop"): Promise<void> {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = once(running, "exit");
    const pids = await family(running.pid);
    // SIGINT is its fast shutdown: connections are ended, nothing is lost.
    if (how === "stop") running.kill("SIGINT");
    else for (const pid of pids) signal(pid, "SIGKILL");
    await ended;
  }

  await start();
  return {
    port,
    createDatabase: () => createDatabase(port),
    query: ask,
    down,
    start,
    async freeze() {
      for (const pid of await family(child?.pid)) signal(pid, "SIGSTOP");
    },
    async thaw() {
      for (const pid of await family(child?.pid)) signal(pid, "SIGCONT");
    },
    async stop() {
      for (const pid of await family(child?.pid)) signal(pid, "SIGCONT");
      await down();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const MOST_STARTS = 20;

let count = 0;

/** A new database on the server at a port. @returns its address */
export async function createDatabase(port: number): Promise<string> {
  const name = `monitor_${process.pid}_${++count}`;
  await ask(addressOf(port, "postgres"), `CREATE DATABASE ${name}`);
  return addressOf(port, name);
}

function addressOf(port: number, database: string): string {
  return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

interface Place {
  readonly bin: string;
  readonly data: string;
  readonly port: number;
  readonly as: RunAs;
  readonly folder: string;
}

function serve({ bin, data, port, as, folder }: Place): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    fsync: "off",
    max_connections: "200",
    shared_buffers: "64MB",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(join(bin, "postgres"), ["-D", data, ...flags], { ...as, cwd: folder, stdio: "ignore" });
}

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A process and its children. */
async function family(pid: number | undefined): Promise<number[]> {
  if (pid === undefined) return [];
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(
    // Without children, or ended by now, it finds none and calls that a failure.
    async () => (await run("pgrep", ["-P", String(pid)]).catch(() => ({ stdout: "" }))).stdout,
  );
  return [pid, ...children.split(/\s+/).map(Number).filter(Boolean)];
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
