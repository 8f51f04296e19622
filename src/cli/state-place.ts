import { resolve } from "node:path";
import type { OpenTrail } from "../audit/trail.ts";
import { placesFrom } from "../config/environment.ts";
import { withDotEnv } from "../config/load-environment.ts";
import { variables } from "../config/variables.ts";
import type { Store } from "../engine/ports/store.ts";
import type { Edge } from "./edge.ts";
import { refused } from "./failure.ts";

/** The whole state as this command may use it. */
export interface StatePlace {
  readonly store: Store;
  /** Undefined: it goes to stdout, where nothing can be put after the fact. */
  readonly trail: OpenTrail | undefined;
  close(): Promise<void>;
}

const asIs = (line: string) => line;

/** State and trail, for this command alone. @throws StoreError when a monitor runs or leads */
export async function stateAlone(edge: Edge): Promise<StatePlace> {
  const { state, auditFile } = await placesOf(edge);
  if (state.kind === "postgres") {
    const [{ termAtOnce }, { link }, { openPostgresStore }, { databaseTrail }] = await Promise.all([
      import("../lead/open-home.ts"),
      import("../database/link.ts"),
      import("../store/postgres.ts"),
      import("../audit/database-trail.ts"),
    ]);
    const term = await termAtOnce(state, {
      ...edge,
      settingsFile: undefined,
      withAnySettings: true,
    });
    const { lease } = term;
    const trail = databaseTrail({ link: link(state), lease, redact: asIs });
    try {
      const store = await openPostgresStore({ link: link(state), lease });
      return { store, trail, close: () => closeAll(store, trail).finally(term.end) };
    } catch (error) {
      await trail.close();
      await term.end();
      throw error;
    }
  }
  const [{ openStore }, { openTrail }] = await Promise.all([
    import("../store/store.ts"),
    import("../audit/trail.ts"),
  ]);
  const store = await openStore(resolve(edge.cwd, state.path), { exclusive: true });
  const trail =
    auditFile === undefined || auditFile === "-"
      ? undefined
      : await openTrail(resolve(edge.cwd, auditFile), { redact: asIs, mayFail: true });
  return { store, trail, close: () => closeAll(store, trail) };
}

/** The state to be read, beside a monitor that may be running. @throws StoreError */
export async function stateBeside(edge: Edge): Promise<Store> {
  const { state } = await placesOf(edge);
  if (state.kind === "postgres") {
    const { link } = await import("../database/link.ts");
    const { openPostgresStore } = await import("../store/postgres.ts");
    return openPostgresStore({ link: link(state) });
  }
  const { openStore } = await import("../store/store.ts");
  return openStore(resolve(edge.cwd, state.path), { exclusive: false });
}

async function placesOf(edge: Edge) {
  const vars = variables(await withDotEnv(edge.env, edge.cwd));
  const places = placesFrom(vars);
  if (vars.problems.length > 0) throw refused(vars.problems);
  return places;
}

async function closeAll(store: Store, trail: OpenTrail | undefined): Promise<void> {
  await Promise.all([store.close(), trail?.close()]);
}
