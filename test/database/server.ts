import { afterAll } from "vitest";
import { type PostgresServer, startPostgres } from "../../sandbox/postgres/server.ts";

let starting: Promise<PostgresServer> | undefined;

/** The file's own PostgreSQL, started when it is first asked for. */
export function postgres(): Promise<PostgresServer> {
  starting ??= startPostgres();
  return starting;
}

afterAll(async () => {
  await (await starting)?.stop();
});
