import type { Person } from "../../engine/desk.ts";
import { type Clock, seconds } from "../../lib/time.ts";
import type { Profile } from "../api/people.ts";
import type { Counter } from "./counter.ts";

// A press must take effect also while Slack's directory is slow.
const LOOK_UP_WITHIN = seconds(2);

/** Who asks, with what Slack knows of them; their id alone when it does not say in time. */
export async function personAsking(
  { people, realTime, log }: Pick<Counter, "people" | "realTime" | "log">,
  user: string,
): Promise<Person & { zone?: string }> {
  const profile = await inTime(
    realTime,
    people.profile(user).catch((error: unknown) => {
      log.warn({ err: error, user }, "a person cannot be looked up in Slack");
      // Names, zones and addresses seldom change: what was known before will do.
      return people.lastProfile(user);
    }),
  );
  const { name, email, zone } = profile ?? {};
  return {
    actor: user,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(zone === undefined ? {} : { zone }),
  };
}

async function inTime(clock: Clock, looked: Promise<Profile | undefined>): Promise<Profile | undefined> {
  const done = new AbortController();
  const late = clock.sleep(LOOK_UP_WITHIN, done.signal).then(
    () => undefined,
    () => undefined,
  );
  const profile = await Promise.race([looked, late]);
  done.abort();
  return profile;
}
