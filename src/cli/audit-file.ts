import { resolve } from "node:path";
import { placesFrom } from "../config/environment.ts";
import { withDotEnv } from "../config/load-environment.ts";
import { variables } from "../config/variables.ts";
import type { Edge } from "./edge.ts";
import { CommandFailure, refused } from "./failure.ts";

/**
 * Where the audit trail can be read.
 *
 * @throws CommandFailure 1 when it goes to stdout
 */
export async function auditFile(edge: Edge): Promise<string> {
  const vars = variables(await withDotEnv(edge.env, edge.cwd));
  const { auditFile: path } = placesFrom(vars);
  if (vars.problems.length > 0) throw refused(vars.problems);
  if (path !== "-") return resolve(edge.cwd, path);
  throw new CommandFailure(1, [
    "AUDIT_FILE: found -, expected a file: what went to stdout cannot be read back",
  ]);
}
