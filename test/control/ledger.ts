import type { Ledger } from "../../src/control/live-settings.ts";
import type { Store } from "../../src/engine/ports/store.ts";
import type { AuditEvent } from "../../src/sla/event.ts";

/** Writes into a store at once, and keeps the lines to audit. */
export function ledgerOf(store: Pick<Store, "write">, events: AuditEvent[]): Ledger {
  return {
    async insist(entries, more) {
      await store.write(entries);
      events.push(...more);
    },
    async write(entries, more) {
      if (entries.length > 0) await store.write(entries);
      events.push(...more);
      return true;
    },
  };
}
