import { envFilePath, isEnvFileOpen } from "../../config/load-environment.ts";
import { misspeltVariables } from "../../config/misspelt.ts";
import type { RawEnvironment } from "../../config/variables.ts";
import type { Check } from "../../lib/check.ts";

/** What is odd about the environment and harms nothing yet: told, but no fault. */
export async function environmentChecks(raw: RawEnvironment, cwd: string): Promise<Check[]> {
  const path = envFilePath(cwd);
  const open = (await isEnvFileOpen(cwd))
    ? [`${path} holds secrets and can be read by others: chmod 600 ${path}`]
    : [];
  const remarks = [...open, ...misspeltLines(raw)];
  return remarks.map((detail) => ({ name: "environment", ok: true, detail }));
}

/** Variables that are set and read by nobody, one line each. */
export function misspeltLines(raw: RawEnvironment): readonly string[] {
  return misspeltVariables(raw).map(({ name, meant }) => `${name} is not read: is ${meant} meant?`);
}
