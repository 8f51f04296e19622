import { HiveError } from "../engine/hive-error.ts";
import type { AlertSource, Poll, Promotion } from "../engine/ports.ts";
import { inTurn } from "../lib/in-turn.ts";
import { between, type Duration, milliseconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import { isOpen } from "../sla/policy.ts";
import type { CaseLink } from "../sla/record.ts";
import { type Connection, hiveConnections } from "./connection.ts";
import { deadlinesOf, either, hurried } from "./deadline.ts";
import { isTimeout, tooSlow } from "./failure.ts";
import { type HiveHttp, hiveHttp } from "./http.ts";
import type { HiveOptions } from "./options.ts";
import { promote, unconfirmed } from "./promote.ts";
import type { CaseRow } from "./wire.ts";

/**
 * TheHive 3, 4 or 5 as the engine's source of alerts. Connects, and finds out the version, at the first call.
 * Whatever TheHive does, every call ends within its deadline (`deadline.ts`).
 */
export function theHiveSource(options: HiveOptions): AlertSource {
  const { clock, realTime = systemClock } = options;
  const http = hiveHttp(options);
  const connections = hiveConnections(http, options);
  const deadlines = deadlinesOf(options);
  const onePoll = inTurn();
  const promotions = new Map<AlertId, Promise<Promotion>>();

  /** @throws HiveError "unreachable" when it takes too long */
  async function by<Result>(
    limit: Duration,
    doing: string,
    job: (late: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await within(realTime, limit, job);
    } catch (error) {
      throw isTimeout(error) ? tooSlow(doing, http.place) : error;
    }
  }

  async function poll(expectOpen: number, signal: AbortSignal): Promise<Poll> {
    try {
      const { poller } = await connections.checked(signal);
      return await poller.poll(expectOpen, signal);
    } catch (error) {
      connections.doubt();
      throw error;
    }
  }

  async function read(id: AlertId, signal: AbortSignal): Promise<[Alert | undefined, Connection]> {
    const at = await connections.get(signal);
    const alert = await readAlert(id, at, http, signal);
    if (alert === undefined || !isOpen(alert, options.open())) at.poller.noteHandled(id);
    return [alert, at];
  }

  async function promoteOnce(id: AlertId, late: AbortSignal): Promise<Promotion> {
    const at = await connections.get(late);
    const promotion = await promote(id, {
      clock,
      signal: late,
      read: (alertId) => readAlert(alertId, at, http, late),
      ask: (alertId) => at.dialect.promote(alertId),
      link: (found) => caseLink(found, at),
      linkTo: (caseId) => linkTo(caseId, at),
    });
    at.poller.noteHandled(id);
    return promotion;
  }

  async function promoteInTime(id: AlertId): Promise<Promotion> {
    try {
      return await within(realTime, deadlines.promotion, (late) => promoteOnce(id, late));
    } catch (error) {
      throw isTimeout(error) ? unconfirmed(id, tooSlow(`promote alert ${id}`, http.place)) : error;
    }
  }

  return {
    poll: (expectOpen, signal) =>
      onePoll(() =>
        by(deadlines.poll, "list the open alerts", (late) => poll(expectOpen, either(late, signal))),
      ),
    async read(id, signal) {
      const startedAt = realTime.now();
      const [alert, at] = await by(deadlines.read, `read alert ${id}`, (late) =>
        read(id, either(late, signal)),
      );
      if (alert === undefined || alert.observables !== undefined) return alert;
      const left = Math.max(0, deadlines.read - between(startedAt, realTime.now()));
      const limit = milliseconds(Math.min(left, deadlines.readObservables));
      return hurried(realTime, limit, (stop) => withObservables(alert, at, stop), signal);
    },
    promote(id) {
      const running = promotions.get(id) ?? promoteInTime(id).finally(() => promotions.delete(id));
      promotions.set(id, running);
      return running;
    },
    caseOf: (alert) =>
      by(deadlines.twoSteps, `read the case of alert ${alert.id}`, async (late) =>
        caseOf(alert, await connections.get(late), http),
      ),
    assign: (id, email) =>
      by(deadlines.twoSteps, `assign alert ${id}`, async (late) => {
        const { dialect } = await connections.get(late);
        return dialect.assign === undefined ? false : dialect.assign(id, email);
      }),
    comment: (id, text) =>
      by(deadlines.request, `comment on alert ${id}`, async (late) => {
        const { dialect } = await connections.get(late);
        await dialect.comment?.(id, text);
        return dialect.comment !== undefined;
      }),
    alertUrl: (id) => connections.known()?.links.alert(id),
    clockSkew: () => http.skew.value(),
  };
}

async function caseOf(alert: Alert, at: Connection, http: HiveHttp): Promise<CaseLink | undefined> {
  if (alert.caseId !== undefined) return linkTo(alert.caseId, at);
  // TheHive 4.1.13 lists imported alerts without their case; read alone, they may tell.
  const fresh = alert.stage === "imported" ? await readAlert(alert.id, at, http) : undefined;
  return fresh?.caseId === undefined ? undefined : linkTo(fresh.caseId, at);
}

async function readAlert(
  id: AlertId,
  { dialect }: Connection,
  { place, skew }: HiveHttp,
  signal?: AbortSignal,
): Promise<Alert | undefined> {
  const row = await dialect.row(id, signal);
  if (row === undefined) return undefined;
  const read = dialect.read(row, skew.value() ?? 0);
  if (read.kind === "alert") return read.alert;
  throw new HiveError(
    "nonsense",
    `cannot read alert ${id}: THEHIVE_URL (${place.url}) sent one with ${read.why}`,
  );
}

/** Observables that cannot be had are left out: that the alert is still open matters more. */
async function withObservables(
  alert: Alert,
  { dialect, poller }: Connection,
  signal?: AbortSignal,
): Promise<Alert> {
  if (alert.observables !== undefined) return alert;
  const known = poller.observablesOf(alert);
  if (known !== undefined) return { ...alert, observables: known };
  const found = await dialect.observables([{ id: alert.id, count: alert.observableCount }], signal);
  const observables = found?.get(alert.id);
  if (observables === undefined) return alert;
  return { ...alert, observables, observableCount: Math.max(observables.length, alert.observableCount) };
}

function caseLink({ id, number }: CaseRow, { links }: Connection): CaseLink {
  return { id, ...(number === undefined ? {} : { number }), url: links.case(id) };
}

/** The number decorates: a case that may not be read still has a link. */
async function linkTo(caseId: string, at: Connection): Promise<CaseLink> {
  try {
    return caseLink({ ...(await at.dialect.case(caseId)), id: caseId }, at);
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    return caseLink({ id: caseId, number: undefined }, at);
  }
}
