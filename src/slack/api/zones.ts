import { repeat } from "../../lib/repeat.ts";
import { after, type Clock, hours, type Instant, minutes } from "../../lib/time.ts";
import { TimeZone } from "../../lib/zoned.ts";
import type { Roster } from "../../oncall/model.ts";
import { slackError } from "./errors.ts";
import type { People } from "./people.ts";
import type { Log } from "./sdk-log.ts";

/** Looks up beforehand by which clock people live, so that no alert waits for Slack's directory. */
export interface Zones {
  /** Called at the start and whenever the people change; looks by itself from time to time. */
  follow(): void;
  stop(): void;
}

export interface ZonesOptions {
  readonly people: Pick<People, "profile">;
  readonly clock: Clock;
  readonly log: Log;
  roster(): Roster;
}

// Whoever travels to the other side of the world is told by its clock the same day.
const LOOK_EVERY = hours(6);
const TRY_AGAIN = minutes(5);

export function slackZones({ people, clock, log, roster }: ZonesOptions): Zones {
  const stopping = new AbortController();
  let lookedAt: Instant | undefined;
  let isWhole = false;

  /** One after the other, and no further once Slack does not answer: what people wait for comes first. */
  async function look(): Promise<void> {
    lookedAt = clock.now();
    isWhole = false;
    for (const { slack } of Object.values(roster().people)) {
      if (stopping.signal.aborted) return;
      if (slack !== undefined && !(await isAnswered(slack))) return;
    }
    isWhole = true;
  }

  /** Also by a no: whom Slack does not know, it will not know in five minutes. */
  async function isAnswered(user: string): Promise<boolean> {
    try {
      await people.profile(user);
      return true;
    } catch (thrown) {
      const error = slackError(thrown, "users.info");
      log.debug({ err: error, user }, "a person's time zone cannot be looked up in Slack");
      return error.code !== "rate" && error.code !== "unreached" && error.code !== "unknown";
    }
  }

  const job = repeat(look, {
    clock,
    next: () => (lookedAt === undefined ? undefined : after(lookedAt, isWhole ? LOOK_EVERY : TRY_AGAIN)),
    onError: (error) => log.error({ err: error }, "the look for time zones stumbled"),
    signal: stopping.signal,
  });

  return {
    follow: () => job.wake(),
    stop: () => stopping.abort(),
  };
}

/** The zone of a Slack user as last seen; undefined where it is not known. Asks nobody. */
export function zoneAsSeen({ lastProfile }: Pick<People, "lastProfile">, user: string): TimeZone | undefined {
  const zone = TimeZone.safeParse(lastProfile(user)?.zone);
  return zone.success ? zone.data : undefined;
}
