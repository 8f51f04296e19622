import type { Logger } from "pino";
import { type Problem, problemLine } from "./config/problem.ts";
import { unknownStatuses } from "./config/statuses.ts";
import { unusableMethods } from "./config/unusable.ts";
import type { LiveSettings } from "./control/live-settings.ts";
import type { Engine } from "./engine/engine.ts";
import type { Store } from "./engine/ports.ts";

export interface StartNotices {
  readonly live: LiveSettings;
  readonly engine: Engine;
  readonly store: Pick<Store, "read">;
  readonly log: Logger;
  /** Whether texts and calls are set up. */
  readonly twilio: boolean;
  /** TheHive's own stages and statuses; undefined when it does not tell. @throws HiveError */
  readonly statuses: () => Promise<readonly string[] | undefined>;
}

/** What the settings ask for and is not to be had: said at the start, and again only when it has changed. */
export async function tellAtStart(parts: StartNotices): Promise<void> {
  await tellSetAside(parts);
  await tellUnusable(parts);
  await tellStatuses(parts);
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
  await sayOnce(parts, "unusable", unusableMethods(live.settings(), { twilio }));
}

/** Statuses that this TheHive does not have: alerts in them would wait unseen. */
async function tellStatuses(parts: StartNotices): Promise<void> {
  const { live, log, statuses } = parts;
  let problems: readonly Problem[] = [];
  try {
    const known = await statuses();
    if (known !== undefined) problems = unknownStatuses(live.settings().poll.open, known);
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
