import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Copy } from "../database/lease.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";

/** This process among the copies. */
export interface Self extends Copy {
  /** Looks at the settings file again. Never throws. */
  look(): Promise<void>;
  /** Why the settings file cannot be used. */
  problem(): string | undefined;
}

/** @param name of the machine, or of what the platform calls it; the host's unless given */
export async function selfAs(
  version: string,
  settingsFile: string | undefined,
  name = hostname(),
): Promise<Self> {
  const id = randomUUID();
  let current: Fingerprint = await fingerprintOf(settingsFile);
  const all = new Set([current.value]);
  return {
    id,
    // Several may run on one machine.
    label: `${name} (${id.slice(0, 4)})`,
    version,
    fingerprint: () => current.value,
    fingerprints: () => all,
    async look() {
      current = await fingerprintOf(settingsFile);
      all.add(current.value);
    },
    problem: () => current.problem,
  };
}
