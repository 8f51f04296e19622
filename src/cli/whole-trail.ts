import { AuditError } from "../audit/audit-error.ts";
import type { AuditEvent } from "../sla/event.ts";
import { auditTrail } from "./audit-trail.ts";
import type { Edge } from "./edge.ts";
import { CommandFailure } from "./failure.ts";

/** Every event of the trail, oldest first. Nothing where none was written yet; what went to stdout is said to be left out. */
export async function* wholeTrail(edge: Edge): AsyncGenerator<AuditEvent> {
  const trail = await auditTrail(edge).catch((error: unknown) => {
    if (error instanceof CommandFailure && error.code === 1) return undefined;
    throw error;
  });
  if (trail === undefined) {
    edge.err.write("state: the audit trail went to stdout and is left out\n");
    return;
  }
  try {
    for await (const events of trail.read({})) yield* events;
  } catch (error) {
    if (!(error instanceof AuditError && error.code === "ENOENT")) throw error;
  } finally {
    await trail.close();
  }
}
