import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { StatePlace } from "../config/environment.ts";
import { nothingSaved, readSaved, type Saved } from "../config/saved.ts";
import type { Store } from "../engine/ports/store.ts";

/**
 * Reads what people changed in Slack, beside a monitor that may be running.
 *
 * @throws StoreError
 */
export function savedState(state: StatePlace, cwd: string): Promise<Saved> {
  return fromState(state, cwd, readSaved, nothingSaved);
}

/**
 * Reads something of the state, beside a monitor that may be running; `none` while there is no state.
 *
 * @throws StoreError
 */
export async function fromState<Value>(
  state: StatePlace,
  cwd: string,
  read: (store: Pick<Store, "read">) => Promise<Value>,
  none: Value,
): Promise<Value> {
  const store = await stateOf(state, cwd);
  if (store === undefined) return none;
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

async function stateOf(state: StatePlace, cwd: string): Promise<Store | undefined> {
  if (state.kind === "postgres") {
    const { link } = await import("../database/link.ts");
    const { openPostgresStore } = await import("../store/postgres.ts");
    return openPostgresStore({ link: link(state) });
  }
  if (state.path === ":memory:") return undefined;
  const path = resolve(cwd, state.path);
  if (!existsSync(path)) return undefined;
  // SQLite takes its time to load; most commands on a fresh machine do without.
  const { openStore } = await import("../store/store.ts");
  return openStore(path, { exclusive: false });
}
