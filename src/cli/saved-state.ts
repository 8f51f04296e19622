import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { StatePlace } from "../config/environment.ts";
import { nothingSaved, readSaved, type Saved } from "../config/saved.ts";
import type { DatabaseAddress } from "../database/address.ts";

/**
 * Reads what people changed in Slack, beside a monitor that may be running.
 *
 * @throws StoreError
 */
export async function savedState(state: StatePlace, cwd: string): Promise<Saved> {
  if (state.kind === "postgres") return savedInDatabase(state);
  if (state.path === ":memory:") return nothingSaved;
  const path = resolve(cwd, state.path);
  if (!existsSync(path)) return nothingSaved;
  // SQLite takes its time to load; most commands on a fresh machine do without.
  const { openStore } = await import("../store/store.ts");
  const store = await openStore(path, { exclusive: false });
  try {
    return await readSaved(store);
  } finally {
    await store.close();
  }
}

async function savedInDatabase(address: DatabaseAddress): Promise<Saved> {
  const { link } = await import("../database/link.ts");
  const { openPostgresStore } = await import("../store/postgres.ts");
  const store = await openPostgresStore({ link: link(address) });
  try {
    return await readSaved(store);
  } finally {
    await store.close();
  }
}
