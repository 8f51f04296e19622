import type { Logger } from "pino";
import { type OpenTrail, openTrail, streamTrail } from "../audit/trail.ts";
import { AUDIT_FILE, type Environment, secretsOf } from "../config/environment.ts";
import type { Store } from "../engine/ports/store.ts";
import { redactor } from "../lib/redact.ts";
import type { Clock } from "../lib/time.ts";
import type { Lost } from "../store/lost.ts";
import { openStore } from "../store/store.ts";
import type { Term } from "./term.ts";

/** Where a monitor keeps what it knows. */
export interface Home {
  readonly store: Store;
  readonly trail: OpenTrail;
  /** Undefined: there are no other copies. */
  readonly term?: Term | undefined;
  close(): Promise<void>;
}

export interface HomeOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the trail goes when `AUDIT_FILE` is `-`. */
  readonly stdout: (text: string) => void;
}

/** A home on this machine's disk. @throws StoreError */
export async function homeInFile(
  path: string,
  options: HomeOptions,
  onLost: (lost: Lost) => void,
): Promise<Home> {
  const { environment } = options;
  const trail = await trailInFile(environment.auditFile ?? AUDIT_FILE, options);
  try {
    const store = await openStore(path, { onLost });
    return { store, trail, close: () => closeAll(trail, store) };
  } catch (error) {
    await trail.close();
    throw error;
  }
}

/** Both at once. */
export async function closeAll(trail: OpenTrail, store: Store): Promise<void> {
  await Promise.all([trail.close(), store.close()]);
}

/** The trail in a file, or on the standard output (`-`). */
export async function trailInFile(path: string, { environment, stdout }: HomeOptions): Promise<OpenTrail> {
  const redact = redactor(secretsOf(environment));
  if (path === "-") return streamTrail(stdout, { redact });
  // A trail that cannot be opened keeps nobody from being told.
  return openTrail(path, { redact, mayFail: true });
}
