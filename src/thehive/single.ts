import { HiveError } from "../engine/hive-error.ts";
import type { CaseWishes, Promotion } from "../engine/ports/alert-finisher.ts";
import type { AlertSource } from "../engine/ports/alert-source.ts";
import { between, type Clock, type Duration, milliseconds } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import { isOpen } from "../sla/policy.ts";
import type { CaseLink } from "../sla/record.ts";
import type { Connection, Connections } from "./connection.ts";
import { type Deadlines, either, hurried } from "./deadline.ts";
import { isTimeout, tooSlow } from "./failure.ts";
import { caseMaker } from "./finish/case-maker.ts";
import type { HiveHttp } from "./http.ts";
import { promote, unconfirmed } from "./promote.ts";
import type { CaseRow } from "./wire.ts";

/** What a call that concerns one alert needs. */
export interface Way {
  readonly http: HiveHttp;
  readonly connections: Connections;
  readonly deadlines: Deadlines;
  /** The engine's time. */
  readonly clock: Clock;
  /** By which TheHive is waited for. */
  readonly realTime: Clock;
  readonly open: () => readonly string[];
}

/** Waits no longer than `limit`. @throws HiveError "unreachable" when it takes longer */
export async function inTime<Result>(
  { realTime, http }: Way,
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

/** Reads one alert afresh; observables that are not there in time are left out. */
export function reader(way: Way): AlertSource["read"] {
  const { http, connections, deadlines, realTime, open } = way;

  async function read(id: AlertId, signal: AbortSignal): Promise<[Alert | undefined, Connection]> {
    const at = await connections.get(signal);
    const alert = await readAlert(id, at, http, signal);
    if (alert === undefined || !isOpen(alert, open())) at.poller.noteHandled(id);
    return [alert, at];
  }

  return async (id, signal) => {
    const startedAt = realTime.now();
    const job = (late: AbortSignal) => read(id, either(late, signal));
    const [alert, at] = await inTime(way, deadlines.read, `read alert ${id}`, job);
    if (alert === undefined || alert.observables !== undefined) return alert;
    const left = Math.max(0, deadlines.read - between(startedAt, realTime.now()));
    const limit = milliseconds(Math.min(left, deadlines.readObservables));
    return hurried(realTime, limit, (stop) => withObservables(alert, at, stop), signal);
  };
}

/** Makes an alert's case; whoever asks for the same one meanwhile gets the same answer. */
export function promoter({ http, connections, deadlines, clock, realTime }: Way): AlertSource["promote"] {
  const running = new Map<AlertId, Promise<Promotion>>();

  async function once(id: AlertId, wishes: CaseWishes, late: AbortSignal): Promise<Promotion> {
    const at = await connections.get(late);
    const read = (alertId: AlertId) => readAlert(alertId, at, http, late);
    const ask = await caseMaker(wishes, at, read, late);
    const promotion = await promote(id, {
      clock,
      signal: late,
      read,
      ask,
      link: (found) => caseLink(found, at),
      linkTo: (caseId) => linkTo(caseId, at),
    });
    at.poller.noteHandled(id);
    return promotion;
  }

  async function onceInTime(id: AlertId, wishes: CaseWishes): Promise<Promotion> {
    try {
      return await within(realTime, deadlines.promotion, (late) => once(id, wishes, late));
    } catch (error) {
      throw isTimeout(error) ? unconfirmed(id, tooSlow(`promote alert ${id}`, http.place)) : error;
    }
  }

  return (id, wishes = {}) => {
    const promotion = running.get(id) ?? onceInTime(id, wishes).finally(() => running.delete(id));
    running.set(id, promotion);
    return promotion;
  };
}

/** The case an alert was imported into. @throws HiveError */
export async function caseOf(alert: Alert, at: Connection, http: HiveHttp): Promise<CaseLink | undefined> {
  if (alert.caseId !== undefined) return linkTo(alert.caseId, at);
  // TheHive 4.1.13 lists imported alerts without their case; read alone, they may tell.
  const fresh = alert.stage === "imported" ? await readAlert(alert.id, at, http) : undefined;
  return fresh?.caseId === undefined ? undefined : linkTo(fresh.caseId, at);
}

/** @throws HiveError when it cannot be read; undefined when there is none */
export async function readAlert(
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

/** The link to a case. */
export function caseLink({ id, number }: Pick<CaseRow, "id" | "number">, { links }: Connection): CaseLink {
  return { id, ...(number === undefined ? {} : { number }), url: links.case(id) };
}

/** The number decorates: a case that may not be read still has a link. */
export async function linkTo(caseId: string, at: Connection): Promise<CaseLink> {
  try {
    return caseLink({ ...(await at.dialect.case(caseId)), id: caseId }, at);
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    return caseLink({ id: caseId, number: undefined }, at);
  }
}
