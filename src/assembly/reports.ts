import type { Logger } from "pino";
import type { OpenTrail } from "../audit/trail.ts";
import type { LiveSettings } from "../control/live-settings.ts";
import { type ScheduledReports, scheduledReports } from "../control/scheduled-reports.ts";
import type { Engine } from "../engine/engine.ts";
import type { Store } from "../engine/ports/store.ts";
import type { Clock } from "../lib/time.ts";
import type { Slack } from "../slack/adapter.ts";

interface ReportsParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly live: LiveSettings;
  readonly store: Store;
  readonly trail: Pick<OpenTrail, "read">;
  readonly engine: Engine;
  readonly slack: Slack;
}

/** Reports that come by themselves, said by the engine; that their files cannot be sent is said too. */
export function reportsOf({ clock, log, live, store, trail, engine, slack }: ReportsParts): ScheduledReports {
  const { announcer, journal } = engine;
  return scheduledReports({
    clock,
    settings: live.settings,
    roster: live.roster,
    store,
    write: (entries) => journal.write(entries, []),
    events: (since, named) => trail.read({ since, events: named }),
    say: (name, notice, more) => announcer.say(name, notice, more),
    async attach(report, channel) {
      const words = await slack.attach(report, channel);
      if (words === undefined) return;
      const why = `The report's picture and table could not be sent. ${words}.`;
      const to = channel === undefined ? {} : { channel };
      await announcer.say(`report-files/${clock.now()}`, { kind: "setup-problem", why }, to);
    },
    onError: (error) => log.error({ err: error }, "a report stumbled"),
  });
}
