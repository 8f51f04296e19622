import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import type { Clock, Instant } from "../../lib/time.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Audience } from "../../sla/plan.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { Cards } from "../show/cards.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Lanes } from "../work/lanes.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watchlist } from "../work/watchlist.ts";
import type { Confirm } from "./confirm.ts";
import type { Storms } from "./storms.ts";

/** Of thousands that fall due together so many go on in one turn of the event loop, at each step of their way. */
export const AT_ONCE = 20;

export interface EscalationOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly watch: Watchlist;
  readonly lanes: Lanes;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly source: Pick<AlertSource, "read" | "caseOf">;
  readonly settings: () => Settings;
  readonly outbox: Outbox;
  readonly storms: Storms;
  readonly confirm: Confirm;
  readonly cards: Cards;
  readonly audience: () => Audience;
  /** The channel alerts go to; undefined = Slack is off. */
  readonly channel: string | undefined;
  /** While this is in the future nothing fires. */
  readonly pausedUntil: () => Instant | undefined;
  /** Told when an alert is past everything that would fire, and nobody holds it. */
  readonly onSilence: () => void;
}

/** What the parts of an alert's turn work on. */
export interface Parts extends EscalationOptions {
  /** Starts a turn of an alert: what it needs is looked at anew. */
  readonly attend: (id: AlertId) => void;
  /** After what was due, before what follows: of a thousand that were written together only some go on at once. */
  readonly pass: () => Promise<void>;
}

/** The end of the pause, if there is one at `now`. */
export function pauseEnd({ pausedUntil }: Parts, now: Instant): Instant | undefined {
  const until = pausedUntil();
  return until !== undefined && until > now ? until : undefined;
}
