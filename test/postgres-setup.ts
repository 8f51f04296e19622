import type { TestProject } from "vitest/node";
import { startPostgres } from "../sandbox/postgres/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: number | undefined;
  }
}

/** One PostgreSQL for the whole run, where every night is to keep its state there: `E2E_STATE=postgres`. */
export async function setup(project: TestProject) {
  if (process.env.E2E_STATE !== "postgres") return undefined;
  const server = await startPostgres();
  project.provide("postgres", server.port);
  return () => server.stop();
}
