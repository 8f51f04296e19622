import type { Duty } from "../control/duty.ts";
import type { LiveSettings } from "../control/live-settings.ts";
import type { Instant } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";

/** What people may change from Slack, and the past they may look back on. */
export interface Control {
  readonly live: LiveSettings;
  readonly duty: Duty;
  /** Everything that happened from then on, oldest first. */
  events(since: Instant): Promise<readonly AuditEvent[]>;
}
