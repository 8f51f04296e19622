import type { Logger } from "pino";
import { type Clock, iso } from "../../lib/time.ts";
import { system } from "../../sla/model.ts";
import type { Malformed } from "../ports/alert-source.ts";
import type { Journal } from "../work/journal.ts";

export interface MalformedOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly journal: Journal;
  /** Told of alerts that nobody can read, each once. */
  readonly onMalformed: (malformed: readonly Malformed[]) => Promise<void>;
}

/** Reports alerts that nobody can read, each once. */
export function malformedReports({ clock, log, journal, onMalformed }: MalformedOptions) {
  const reported = new Set<string>();
  return async (malformed: readonly Malformed[]): Promise<void> => {
    const fresh = malformed.filter(({ id }) => !reported.has(id));
    if (fresh.length === 0) return;
    for (const { id, why } of fresh) {
      reported.add(id);
      log.error({ alertId: id, why }, "malformed alert skipped");
    }
    const shared = { at: iso(clock.now()), event: "alert.malformed", actor: system } as const;
    await journal.write(
      [],
      fresh.map(({ id, why }) => ({ ...shared, alertId: id, detail: { why } })),
    );
    await onMalformed(fresh);
  };
}
