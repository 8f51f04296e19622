import { randomUUID } from "node:crypto";
import { type Lease, takeLease } from "../../src/database/lease.ts";
import { readLease } from "../../src/database/lease-row.ts";
import { type Link, link } from "../../src/database/link.ts";
import { createTables } from "../../src/database/schema.ts";
import { systemClock } from "../../src/lib/time.ts";

/** Makes the caller the leader of a database, whoever led before. */
export async function lead(url: string): Promise<{ link: Link; lease: Lease; end(): Promise<void> }> {
  const address = { url };
  const renewing = link(address);
  const self = {
    id: randomUUID(),
    label: "test",
    version: "0",
    fingerprint: () => "same",
    fingerprints: () => new Set(["same"]),
  };
  await createTables(renewing);
  const lease = await takeLease({ link: renewing, self, clock: systemClock }, await readLease(renewing));
  if (lease === undefined) throw new Error("somebody else was faster");
  const own = link(address);
  return {
    link: own,
    lease,
    async end() {
      await lease.giveUp();
      await Promise.all([renewing.close(), own.close()]);
    },
  };
}
