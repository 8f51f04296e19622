import { inTurn } from "../lib/in-turn.ts";
import { type Clock, type Duration, type Instant, iso } from "../lib/time.ts";
import { type Cleared, clear, type Made, override, take } from "../oncall/override.ts";
import { zoneOf } from "../oncall/roster.ts";
import { parseWindow } from "../oncall/window.ts";
import type { Actor } from "../sla/model.ts";
import type { LiveSettings } from "./live-settings.ts";

/** What came of a wish to change the duty: the stretch as it now stands, or why not, in words for the person. */
export type DutyAnswer = Made;

/** Who takes whose duty, changed from Slack: saved, audited, in force at once. */
export interface Duty {
  /** The person of the settings whose Slack id this is. */
  personOf(slackUser: string): string | undefined;
  take(group: string, person: string, length: Duration, by: Actor): Promise<DutyAnswer>;
  /** @param window `22:00-08:00`, `4h`, or ISO start and end, by the wall clock of the group's rotation */
  override(group: string, person: string, window: string, by: Actor): Promise<DutyAnswer>;
  /** Calls off what runs and what is to come. */
  clear(group: string, by: Actor): Promise<Cleared>;
}

export function dutyDesk({ live, clock }: { live: LiveSettings; clock: Pick<Clock, "now"> }): Duty {
  // Each is made of the duty as the one before left it.
  const alone = inTurn();

  async function keep(made: Made, by: Actor): Promise<DutyAnswer> {
    if (made.kind === "refused") return made;
    const { id, ...told } = made.override;
    const others = live.roster().overrides.filter((one) => one.id !== id);
    await live.setOverrides([...others, made.override], by, { change: told.kind, ...spoken(told) });
    return made;
  }

  return {
    personOf: (slackUser) =>
      Object.entries(live.roster().people).find(([, { slack }]) => slack === slackUser)?.[0],
    take: (group, person, length, by) =>
      alone(() => keep(take(live.roster(), { group, person, by, now: clock.now(), for: length }), by)),
    override: (group, person, window, by) =>
      alone(async () => {
        const parsed = parseWindow(window, zoneOf(live.roster(), group), clock.now());
        if (parsed.kind === "refused") return parsed;
        const { from, until } = parsed;
        return keep(override(live.roster(), { group, person, by, now: clock.now(), from, until }), by);
      }),
    clear: (group, by) =>
      alone(async () => {
        const cleared = clear(live.roster(), group, clock.now());
        if (cleared.ended.length + cleared.removed.length > 0) {
          await live.setOverrides(cleared.overrides, by, {
            change: "clear",
            group,
            ended: cleared.ended.map(({ person }) => person),
            removed: cleared.removed.map(({ person }) => person),
          });
        }
        return cleared;
      }),
  };
}

function spoken({
  group,
  person,
  from,
  until,
}: {
  group: string;
  person: string;
  from: Instant;
  until: Instant;
}) {
  return { group, person, from: iso(from), until: iso(until) };
}
