import type { Duty } from "../control/duty.ts";
import type { LiveSettings } from "../control/live-settings.ts";
import type { Instant } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";

/** What people may change from Slack, and the past they may look back on. */
export interface Control {
  readonly live: LiveSettings;
  readonly duty: Duty;
  /** What of these happened from then on, oldest first, some at a time. */
  events(since: Instant, named: ReadonlySet<AuditEvent["event"]>): AsyncIterable<readonly AuditEvent[]>;
}
