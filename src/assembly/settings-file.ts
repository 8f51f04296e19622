import type { Logger } from "pino";
import { problemLine } from "../config/problem.ts";
import { watchSettings } from "../config/watch-settings.ts";
import type { LiveSettings } from "../control/live-settings.ts";
import type { Engine } from "../engine/engine.ts";
import type { Clock } from "../lib/time.ts";

interface Parts {
  readonly live: LiveSettings;
  readonly engine: Engine;
  readonly hasSlack: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Reads the settings file again whenever it changes. @returns what ends it */
export function watchFile(file: string | undefined, parts: Parts): () => void {
  if (file === undefined) return () => {};
  return watchSettings({
    file,
    clock: parts.clock,
    onChange: () => readAgain(file, parts),
    onTrouble: (error) => parts.log.warn({ err: error, file }, "settings file cannot be watched"),
  });
}

/** A valid change of the file takes effect; an invalid one is said, and the old settings stay. */
export async function readAgain(
  file: string | undefined,
  { live, engine, hasSlack, clock, log }: Parts,
): Promise<void> {
  const problems = (await live.reload()).map(problemLine);
  if (problems.length === 0) return log.info({ file }, "settings file read again");
  log.error({ file, problems }, "settings file refused, the old settings stay in force");
  if (hasSlack) await engine.announcer.say(`settings/${clock.now()}`, { kind: "settings-refused", problems });
}
