import type { AlertSource, Poll } from "../engine/ports/alert-source.ts";
import { inTurn } from "../lib/in-turn.ts";
import { systemClock } from "../lib/time.ts";
import { caseReader } from "./case-state.ts";
import { hiveConnections } from "./connection.ts";
import { deadlinesOf, either } from "./deadline.ts";
import { finisher } from "./finish/finisher.ts";
import { resultWriter } from "./finish/leave-result.ts";
import { hiveHttp } from "./http.ts";
import type { HiveOptions } from "./options.ts";
import { caseOf, inTime, promoter, reader, type Way } from "./single.ts";

/**
 * TheHive 3, 4 or 5 as the engine's source of alerts. Connects, and finds out the version, at the first call.
 * Whatever TheHive does, every call ends within its deadline (`deadline.ts`).
 */
export function theHiveSource(options: HiveOptions): AlertSource {
  const { clock, open, realTime = systemClock } = options;
  const http = hiveHttp(options);
  const connections = hiveConnections(http, options);
  const deadlines = deadlinesOf(options);
  const way: Way = { http, connections, deadlines, clock, realTime, open };
  const onePoll = inTurn();

  async function poll(expectOpen: number, signal: AbortSignal): Promise<Poll> {
    try {
      const { poller } = await connections.checked(signal);
      return await poller.poll(expectOpen, signal);
    } catch (error) {
      connections.doubt();
      throw error;
    }
  }

  return {
    poll(expectOpen, signal) {
      const job = (late: AbortSignal) => poll(expectOpen, either(late, signal));
      return onePoll(() => inTime(way, deadlines.poll, "list the open alerts", job));
    },
    read: reader(way),
    promote: promoter(way),
    ...finisher(way),
    ...resultWriter(way),
    caseOf: (alert) =>
      inTime(way, deadlines.twoSteps, `read the case of alert ${alert.id}`, async (late) =>
        caseOf(alert, await connections.get(late), http),
      ),
    readCase: caseReader(way),
    assign: (id, email) =>
      inTime(way, deadlines.twoSteps, `assign alert ${id}`, async (late) => {
        const { dialect } = await connections.get(late);
        return dialect.assign === undefined ? false : dialect.assign(id, email);
      }),
    comment: (id, text) =>
      inTime(way, deadlines.request, `comment on alert ${id}`, async (late) => {
        const { dialect } = await connections.get(late);
        await dialect.comment?.(id, text);
        return dialect.comment !== undefined;
      }),
    alertUrl: (id) => connections.known()?.links.alert(id),
    clockSkew: () => http.skew.value(),
  };
}
