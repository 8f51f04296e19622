import { HiveError } from "../../engine/hive-error.ts";
import type { AlertDetails } from "../../engine/ports/alert-finisher.ts";
import { AlertId } from "../../sla/model.ts";
import type { Connection } from "../connection.ts";
import type { HiveHttp } from "../http.ts";
import type { Surroundings } from "./dialect.ts";
import { knownObservables, rowOf, similarIn } from "./rows.ts";

/** All that TheHive tells of an alert; undefined when there is none. @throws HiveError */
export async function detailsOf(
  id: AlertId,
  at: Connection,
  { place, skew }: HiveHttp,
  signal: AbortSignal,
): Promise<AlertDetails | undefined> {
  const [row, around] = await Promise.all([at.dialect.row(id, signal), surroundings(id, at, signal)]);
  if (row === undefined) return undefined;
  const read = at.dialect.read(row, skew.value() ?? 0);
  if (read.kind !== "alert") {
    throw new HiveError(
      "nonsense",
      `cannot read alert ${id}: THEHIVE_URL (${place.url}) sent one with ${read.why}`,
    );
  }
  const { description } = rowOf(row);
  const { tlp, pap } = read.alert;
  const known = knownObservables(around.observables ?? []);
  const isSeenTold = known.length === 0 || known.some(({ seen }) => seen !== undefined);
  return {
    alert: read.alert,
    description: typeof description === "string" ? description : "",
    ...(tlp === undefined ? {} : { tlp: tlp.toUpperCase() }),
    ...(pap === undefined ? {} : { pap: pap.toUpperCase() }),
    observables:
      around.observables === undefined
        ? (read.alert.observables ?? []).map((one) => ({ ...one, ioc: false }))
        : known,
    ...listed("similarAlerts", around.similarAlerts, at.links.alert),
    ...listed("similarCases", around.similarCases, at.links.case),
    untold: [
      ...(isSeenTold ? [] : ["This TheHive does not tell whether it has seen an observable before."]),
      ...around.untold,
    ],
  };
}

// The alert itself is what matters: without what lies around it, it is shown all the same.
async function surroundings(id: AlertId, { finish }: Connection, signal: AbortSignal): Promise<Surroundings> {
  try {
    return await finish.surroundings(id, signal);
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    return { untold: [`Observables and what is similar could not be read: ${error.message}.`] };
  }
}

function listed(
  name: "similarAlerts" | "similarCases",
  rows: readonly unknown[] | undefined,
  link: (id: AlertId) => string,
): Pick<AlertDetails, "similarAlerts" | "similarCases"> {
  return rows === undefined ? {} : { [name]: similarIn(rows, (id) => link(AlertId.parse(id))) };
}
