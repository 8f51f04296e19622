import type { Logger } from "pino";
import type { Environment } from "../config/environment.ts";
import type { Settings } from "../config/settings.ts";
import type { AlertSource } from "../engine/ports/alert-source.ts";
import type { Clock, Duration } from "../lib/time.ts";
import { waitingIn } from "../sla/policy.ts";
import type { Slack } from "../slack/adapter.ts";
import { hiveHttp } from "../thehive/http.ts";
import { theHiveSource } from "../thehive/source.ts";
import { statusesOf } from "../thehive/statuses.ts";
import { detectProduct } from "../thehive/version.ts";
import { twilioPhones } from "../twilio/phones.ts";
import { slackLater } from "./slack-later.ts";

/** What reaches the outside worlds, as the environment sets it up. */
export interface Adapters {
  readonly source: AlertSource;
  readonly theHive: {
    readonly statuses: () => ReturnType<typeof statusesOf>;
    /** 3, 4 or 5. @throws HiveError */
    readonly version: () => Promise<number>;
  };
  /** Undefined: switched off. */
  readonly slack: Slack | undefined;
  readonly phones: ReturnType<typeof twilioPhones> | undefined;
}

interface AdaptersOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => Settings;
  readonly patience?: Duration | undefined;
}

export function adaptersOf({ environment, clock, log, settings, patience }: AdaptersOptions): Adapters {
  const { proxy, twilio, theHive, slack } = environment;
  const hive = {
    ...theHive,
    proxy,
    clock,
    log: log.child({ part: "thehive" }),
    open: () => waitingIn(settings().poll),
    readTimeout: patience,
    pollTimeout: patience,
    promoteTimeout: patience,
  };
  return {
    source: theHiveSource(hive),
    theHive: {
      statuses: () => statusesOf(hive),
      version: async () => (await detectProduct(hiveHttp(hive), theHive.api)).major,
    },
    slack:
      slack &&
      slackLater({
        ...slack,
        proxy,
        clock,
        log: log.child({ part: "slack" }),
        ...(patience === undefined ? {} : { patience }),
      }),
    phones:
      twilio &&
      twilioPhones({
        ...twilio,
        proxy,
        deadlines: patience && { create: patience, read: patience, connect: patience },
        voice: () => settings().voice,
        clock,
        log: log.child({ part: "twilio" }),
      }),
  };
}
