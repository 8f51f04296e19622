import type { Logger } from "pino";
import { type Problem, problemLine } from "./config/problem.ts";
import { unknownInPoll } from "./config/statuses.ts";
import { unusableMethods } from "./config/unusable.ts";
import type { LiveSettings } from "./control/live-settings.ts";
import type { Engine } from "./engine/engine.ts";
import type { StartFacts } from "./engine/ports/notice.ts";
import type { Store } from "./engine/ports/store.ts";
import { type Clock, seconds } from "./lib/time.ts";
import { named } from "./oncall/people.ts";
import { type PersonalVia, ways } from "./oncall/ways.ts";

export interface StartNotices {
  readonly live: LiveSettings;
  readonly engine: Pick<Engine, "desk" | "announcer" | "journal">;
  readonly store: Pick<Store, "read">;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether texts and calls are set up. */
  readonly twilio: boolean;
  /** TheHive's own stages and statuses; undefined when it does not tell. @throws HiveError */
  readonly statuses: () => Promise<readonly string[] | undefined>;
  /** TheHive as people know it: its major version, and where they open it. */
  readonly theHive: { readonly version: () => Promise<number>; readonly url: string };
  /** The channel alerts go to; undefined = Slack is off. */
  readonly channel: string | undefined;
  /** Aborted when the monitor stops. */
  readonly signal: AbortSignal;
}

/** What the settings ask for and is not to be had: said at the start, and again only when it has changed. */
export async function tellAtStart(parts: StartNotices): Promise<void> {
  const { log } = parts;
  // Nobody waits for TheHive's first answer.
  greet(parts).catch((error: unknown) => {
    if (!parts.signal.aborted) log.warn({ err: error }, "the first words could not be said");
  });
  await tellSetAside(parts);
  await tellUnusable(parts);
  await tellStatuses(parts);
}

const LOOK_EVERY = seconds(1);
const GROUPS_NAMED = 5;

/** The first words in a channel, once TheHive was read: what is watched, what comes next, whom to ask. */
async function greet(parts: StartNotices): Promise<void> {
  const { engine, live, store, channel, clock, signal, twilio } = parts;
  if (channel === undefined) return;
  const key = `greeted:${channel}`;
  if ((await store.read(key).catch(() => "unknown")) !== undefined) return await tellPhones(parts);
  while (engine.desk.health().lastGoodPollAt === undefined) await clock.sleep(LOOK_EVERY, signal);
  const next = await engine.desk.firstAct();
  const facts: StartFacts = {
    watching: await nameOf(parts.theHive),
    open: engine.desk.health().openAlerts,
    onCall: engine.desk
      .onCall()
      .slice(0, GROUPS_NAMED)
      .map(({ group, now }) => ({ group, people: now.map((name) => named(live.roster().people, name)) })),
    phones: twilio,
    ...(next === undefined ? {} : { next }),
  };
  await engine.announcer.say(`started/${channel}`, { kind: "started", facts });
  await engine.journal.write([
    [key, clock.now()],
    ["said:phones", twilio ? undefined : phonesOff],
  ]);
}

async function nameOf({ version, url }: StartNotices["theHive"]): Promise<string> {
  const major = await version().catch(() => undefined);
  return major === undefined ? `TheHive at ${url}` : `TheHive ${major} at ${url}`;
}

const phonesOff =
  "Twilio is no longer set up: texts and calls are off, and Slack alone is used. Set TWILIO_ACCOUNT_SID and what belongs to it to have them back";

/** Without Twilio it works as well: a state, said with the first words, and a problem only where it was there before. */
async function tellPhones(parts: StartNotices): Promise<void> {
  await sayOnce(parts, "phones", parts.twilio ? [] : [phonesOff]);
}

async function tellSetAside({ live, engine, log }: StartNotices): Promise<void> {
  const problems = live.setAside.map(problemLine);
  if (problems.length === 0) return;
  log.error({ problems }, "changes made in Slack no longer fit the settings file and are set aside");
  await engine.announcer.say("settings/set-aside", { kind: "settings-refused", problems });
}

/** Methods that nobody has set up yet. */
async function tellUnusable(parts: StartNotices): Promise<void> {
  const { live, twilio } = parts;
  const of = (via: PersonalVia) => twilio || ways[via].provider !== "twilio";
  await sayOnce(parts, "unusable", unusableMethods(live.settings(), { twilio, of }));
}

/** Statuses that this TheHive does not have: alerts in them would wait unseen. */
async function tellStatuses(parts: StartNotices): Promise<void> {
  const { live, log, statuses } = parts;
  let problems: readonly Problem[] = [];
  try {
    const known = await statuses();
    if (known !== undefined) problems = unknownInPoll(live.settings().poll, known);
  } catch (error) {
    // TheHive cannot be asked now: blindness says so itself.
    log.warn({ err: error }, "TheHive's statuses cannot be compared with poll.open");
    return;
  }
  if (problems.length > 0) log.error({ problems }, "poll.open names what this TheHive does not have");
  await sayOnce(parts, "statuses", problems.map(problemLine));
}

async function sayOnce(
  { engine, store }: StartNotices,
  about: string,
  lines: readonly string[],
): Promise<void> {
  const key = `said:${about}`;
  const said = lines.join("\n");
  const before = await store.read(key).catch(() => undefined);
  if ((before ?? "") === said) return;
  await engine.journal.write([[key, said === "" ? undefined : said]]);
  if (said !== "")
    await engine.announcer.say(`${about}/${said.length}`, { kind: "setup-problem", why: said });
}
