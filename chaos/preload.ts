import diagnostics from "node:diagnostics_channel";
import { type FileHandle, open } from "node:fs/promises";
import type { ClientRequest } from "node:http";
import { createRequire } from "node:module";

/*
 * Runs inside the app's process, before the app: kills it at a named step, and lets writes fail for a while.
 * Only the outside is touched, what the product calls and what calls it; the product knows nothing of it.
 */

const { CHAOS_APP = "", CHAOS_PORTS = "", CHAOS_DIE_AT, CHAOS_DISK_FULL } = process.env;
const startedAt = performance.now();
const [where, moment, count] = CHAOS_DIE_AT?.split(":") ?? [];
let left = Number(count ?? Number.POSITIVE_INFINITY);

function step(place: string, when: string): void {
  if (place !== where || when !== moment) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}

// ------------------------------------------------------------ what goes over the wire

const providers = new Map(
  CHAOS_PORTS.split(",")
    .map((pair) => [...pair.split("="), "", ""])
    .map(([port, name]) => [port, name]),
);
const providerOf = (origin: string) => providers.get(new URL(origin).port) ?? "other";
const hostOf = (request: ClientRequest) =>
  `http://${request.host}:${String(request.getHeader("host")).split(":")[1] ?? ""}`;

interface UndiciRequest {
  readonly origin: string;
}
const listen = <T>(channel: string, job: (message: T) => void) =>
  diagnostics.subscribe(channel, (message) => job(message as T));

listen<{ request: ClientRequest }>("http.client.request.start", ({ request }) => {
  const provider = providerOf(hostOf(request));
  step(provider, "before");
  const gone = () => setImmediate(() => setImmediate(() => step(provider, "left")));
  if (request.writableFinished) gone();
  else request.once("finish", gone);
});
listen<{ request: ClientRequest }>("http.client.response.finish", ({ request }) =>
  step(providerOf(hostOf(request)), "answered"),
);
listen<{ request: UndiciRequest }>("undici:request:create", ({ request }) =>
  step(providerOf(request.origin), "before"),
);
listen<{ request: UndiciRequest }>("undici:client:sendHeaders", ({ request }) =>
  setImmediate(() => setImmediate(() => step(providerOf(request.origin), "left"))),
);
listen<{ request: UndiciRequest }>("undici:request:trailers", ({ request }) =>
  step(providerOf(request.origin), "answered"),
);

// ------------------------------------------------------------ what goes to the disk

const [full, from, until] = CHAOS_DISK_FULL?.split(":") ?? [];
function isFull(what: "state" | "audit"): boolean {
  const age = performance.now() - startedAt;
  return (full === what || full === "both") && age >= Number(from) && age < Number(until);
}

type Done = (error: Error | null, rows?: unknown) => void;
type Query = (this: unknown, sql: string, ...rest: unknown[]) => unknown;

const WRITES = /^\s*(INSERT|REPLACE|UPDATE|DELETE|COMMIT)\b/i;

function guarded(query: Query): Query {
  return function (sql, ...rest) {
    if (!WRITES.test(sql)) return query.call(this, sql, ...rest);
    step("sqlite", "before");
    const done = rest.at(-1) as Done;
    if (isFull("state")) {
      const error = Object.assign(new Error("SQLITE_FULL: database or disk is full"), {
        code: "SQLITE_FULL",
        errno: 13,
      });
      return setImmediate(() => done(error));
    }
    const after: Done = (error, rows) => {
      step("sqlite", "after");
      done(error, rows);
    };
    return query.call(this, sql, ...rest.slice(0, -1), after);
  };
}

const requireOfApp = createRequire(CHAOS_APP);
const requireOfKeyv = createRequire(requireOfApp.resolve("@keyv/sqlite"));
const sqlite = requireOfKeyv("sqlite3") as { Database: { prototype: Record<"all" | "run", Query> } };
const database = sqlite.Database.prototype;
database.all = guarded(database.all);
database.run = guarded(database.run);

const handle = await open(CHAOS_APP);
const files = Object.getPrototypeOf(handle) as Pick<FileHandle, "appendFile" | "datasync">;
await handle.close();
const { appendFile, datasync } = files;
files.appendFile = async function (this: FileHandle, ...args: Parameters<FileHandle["appendFile"]>) {
  step("audit", "before");
  if (isFull("audit"))
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      errno: -28,
      syscall: "write",
    });
  await appendFile.apply(this, args);
};
files.datasync = async function (this: FileHandle) {
  await datasync.call(this);
  step("audit", "after");
};
