import { resolve } from "node:path";
import { type Filter, readTrail, verifyTrail } from "../audit/read.ts";
import type { Verdict } from "../audit/verify.ts";
import { placesFrom } from "../config/environment.ts";
import { withDotEnv } from "../config/load-environment.ts";
import { variables } from "../config/variables.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { Edge } from "./edge.ts";
import { CommandFailure, refused } from "./failure.ts";

/** The trail where it is kept, to be read beside a monitor that may be running. */
export interface ReadableTrail {
  /** For people: a file, or a database without its password. */
  readonly place: string;
  /** Oldest first, some at a time. @param onBadLine told of each line that is no event. @throws AuditError */
  read(filter: Filter, onBadLine?: (line: number) => void): AsyncGenerator<AuditEvent[]>;
  /** Whether it is as it was written. @throws AuditError */
  verify(): Promise<Verdict>;
  close(): Promise<void>;
}

/** @throws CommandFailure 1 when it goes to stdout */
export async function auditTrail(edge: Edge): Promise<ReadableTrail> {
  const vars = variables(await withDotEnv(edge.env, edge.cwd));
  const { state, auditFile } = placesFrom(vars);
  if (vars.problems.length > 0) throw refused(vars.problems);
  if (state.kind === "postgres") {
    const { link } = await import("../database/link.ts");
    const { readDatabaseTrail, verifyDatabaseTrail } = await import("../audit/database-read.ts");
    const own = link(state);
    return {
      place: own.place,
      read: (filter, onBadLine) => readDatabaseTrail(own, filter, onBadLine),
      verify: () => verifyDatabaseTrail(own),
      close: own.close,
    };
  }
  if (auditFile === undefined || auditFile === "-")
    throw new CommandFailure(1, [
      "AUDIT_FILE: found -, expected a file: what went to stdout cannot be read back",
    ]);
  const place = resolve(edge.cwd, auditFile);
  return {
    place,
    read: (filter, onBadLine) => readTrail(place, filter, onBadLine),
    verify: () => verifyTrail(place),
    close: async () => {},
  };
}
