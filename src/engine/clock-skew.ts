import { seconds } from "../lib/time.ts";
import type { Context } from "./context.ts";
import type { Notices } from "./notices.ts";

/** Deadlines are corrected by any difference; beyond this, one of the two machines has a problem of its own. */
const WORTH_SAYING = seconds(5);

/** Says once when TheHive's clock and ours are apart, and again only after they had agreed in between. */
export function clockSkewWatch({ source, chat, clock, log }: Context, notices: Notices): () => Promise<void> {
  let told = false;
  return async () => {
    const skew = source.clockSkew() ?? 0;
    const apart = Math.abs(skew) > WORTH_SAYING;
    if (apart === told) return;
    told = apart;
    if (!apart) return;
    log.warn({ skew }, "TheHive's clock differs from ours");
    if (chat === undefined) return;
    const why = `TheHive's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? "ahead of" : "behind"} ours. Deadlines are corrected; set both machines by NTP.`;
    await notices.say(`clock-skew/${clock.now()}`, chat.channel, { kind: "setup-problem", why });
  };
}
