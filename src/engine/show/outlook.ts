import { before, type Instant, seconds } from "../../lib/time.ts";
import { type Due, type Forecast, forecast, hasPace, PACE_OF } from "../../sla/forecast.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Watchlist } from "../work/watchlist.ts";

/** A look ahead, by the pace of the last hours. */
export interface Outlook {
  /**
   * @param of the rows it is about: another list after each change
   * @param waiting of these, what nobody holds and is not late yet; asked for only where there is a pace
   */
  ahead(of: object, waiting: () => readonly Due[], now: Instant): Forecast | undefined;
}

/** For so long a look counts: thousands may ask. */
const GOOD_FOR = seconds(10);

/** Keeps when alerts were handled lately; at first those that are remembered. */
export function outlook(watch: Pick<Watchlist, "all" | "get" | "onChange">): Outlook {
  let handled: Map<AlertId, Instant> | undefined;
  let last: { readonly at: Instant; readonly of: object; readonly says: Forecast | undefined } | undefined;
  watch.onChange((id) => {
    if (handled !== undefined) note(handled, id);
  });

  function note(times: Map<AlertId, Instant>, id: AlertId): void {
    const done = watch.get(id)?.record.handled;
    // Nobody's work.
    if (done === undefined || done.how === "deleted") times.delete(id);
    else times.set(id, done.at);
  }

  function times(now: Instant): readonly Instant[] {
    if (handled === undefined) {
      handled = new Map();
      for (const { record } of watch.all()) note(handled, record.alertId);
    }
    const since = before(now, PACE_OF);
    for (const [id, at] of handled) if (at <= since) handled.delete(id);
    return [...handled.values()];
  }

  return {
    ahead(of, waiting, now) {
      if (last !== undefined && last.of === of && now < last.at + GOOD_FOR) return last.says;
      const handledAt = times(now);
      const says = hasPace(handledAt, now) ? forecast(waiting(), handledAt, now) : undefined;
      last = { at: now, of, says };
      return last.says;
    },
  };
}
