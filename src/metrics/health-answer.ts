import type { Health } from "../engine/desk.ts";
import { type Instant, iso } from "../lib/time.ts";

/** What `/healthz` says: whether people would be told in time, and every reason why not. */
export function healthAnswer(health: Health) {
  const { ok, reasons, theHive, slack, disk, waiting, openAlerts, paused } = health;
  return {
    ok,
    ...connections(health),
    reasons,
    disk: disk.ok,
    overdue: waiting.overdue,
    limited: waiting.limited,
    openAlerts,
    details: {
      thehive: theHive.detail,
      slack: slack.detail,
      twilio: health.twilio === "off" ? "off" : health.twilio.detail,
      disk: disk.detail,
    },
    lastPoll: at(health.lastPollAt),
    lastGoodPoll: at(health.lastGoodPollAt),
    nextPoll: at(health.nextPollAt),
    pausedUntil: at(paused?.until),
    copies: copiesAnswer(health.copies),
  };
}

function copiesAnswer(copies: Health["copies"]) {
  if (copies === undefined) return undefined;
  const { leads, standbys } = copies;
  return {
    leads: { ...leads, since: iso(leads.since) },
    standbys: standbys.map(({ seenAt, ...copy }) => ({ ...copy, seen: iso(seenAt) })),
  };
}

/** Each outside system by whether it answers; none that is off. */
export function connections({ theHive, slack, twilio }: Health): Record<string, boolean> {
  return { thehive: theHive.ok, slack: slack.ok, ...(twilio === "off" ? {} : { twilio: twilio.ok }) };
}

/** JSON leaves out what is undefined. */
function at(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : iso(instant);
}
