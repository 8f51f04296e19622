import { createHash } from "node:crypto";
import { problemLine } from "../config/problem.ts";
import { readSettingsFile } from "../config/settings-file.ts";
import { SCHEMA_VERSION } from "../store/layout.ts";

/** By what two copies see whether they would do the same: settings file and layout, comments left out. */
export interface Fingerprint {
  readonly value: string;
  /** Why the file cannot be used. */
  readonly problem?: string;
}

/** Never throws. */
export async function fingerprintOf(settingsFile: string | undefined): Promise<Fingerprint> {
  const read = settingsFile === undefined ? { tree: {} } : await readSettingsFile(settingsFile);
  const text = "tree" in read ? JSON.stringify(read.tree) : "";
  const value = createHash("sha256").update(`${SCHEMA_VERSION}\n${text}`).digest("hex");
  const [problem] = "problems" in read ? read.problems : [];
  return problem === undefined ? { value } : { value, problem: problemLine(problem) };
}
