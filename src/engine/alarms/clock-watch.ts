import type { Logger } from "pino";
import { type Clock, type Duration, seconds } from "../../lib/time.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { Announcer } from "./announcer.ts";

/** Deadlines are corrected by any difference; beyond this, one of the two machines has a problem of its own. */
const WORTH_SAYING = seconds(5);

export interface ClockWatchOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly source: Pick<AlertSource, "clockSkew">;
  readonly announcer: Announcer;
}

/** Says once when TheHive's clock and ours are apart, and again only after they had agreed in between. */
export function clockWatch({ clock, log, source, announcer }: ClockWatchOptions): () => Promise<void> {
  let told = false;
  return async () => {
    const skew = source.clockSkew() ?? 0;
    const apart = Math.abs(skew) > WORTH_SAYING;
    if (apart === told) return;
    told = apart;
    if (!apart) return;
    log.warn({ skew }, "TheHive's clock differs from ours");
    const why = `TheHive's clock is ${inSeconds(skew)} s ${skew > 0 ? "ahead of" : "behind"} ours. Deadlines are corrected; set both machines by NTP.`;
    await announcer.say(`clock-skew/${clock.now()}`, { kind: "setup-problem", why });
  };
}

/** What to say of a clock of this machine that was set while we ran; undefined when it was not. */
export function steppedText(clock: Clock): string | undefined {
  const stepped = clock.stepped?.();
  if (stepped === undefined) return undefined;
  return `this machine's clock was set ${stepped.by > 0 ? "forward" : "back"} by ${inSeconds(stepped.by)} s; deadlines go on by elapsed time. Restart once NTP is right`;
}

function inSeconds(difference: number): number {
  return Math.round(Math.abs(difference as Duration) / seconds(1));
}
