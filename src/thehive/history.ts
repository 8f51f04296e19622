import { HiveError } from "../engine/hive-error.ts";
import type { Instant } from "../lib/time.ts";
import { AlertId } from "../sla/model.ts";
import { hiveConnections } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import { hiveHttp } from "./http.ts";
import { readAll, type Seen } from "./listing.ts";
import type { HiveOptions } from "./options.ts";

/**
 * Reads every alert created or changed since an instant, in whatever state it is now: TheHive's own rows, each with
 * its observables under `observables` as far as they can be read.
 *
 * @throws HiveError
 */
export async function readHistory(options: HiveOptions, since: Instant): Promise<unknown[]> {
  const http = hiveHttp(options);
  const { dialect } = await hiveConnections(http, options).get();
  const at = since + (http.skew.value() ?? 0);
  const seen = await readAll(
    dialect,
    (page) => dialect.changed(at, page),
    (one) => one,
    new Map<string, Seen>(),
  );
  if (!("kind" in seen)) return withObservables(dialect, [...seen.values()]);
  throw new HiveError(
    "nonsense",
    `cannot read history: THEHIVE_URL (${http.place.url}) lists no alerts by date`,
  );
}

async function withObservables(dialect: Dialect, seen: readonly Seen[]): Promise<unknown[]> {
  const wanted = seen.flatMap(({ row, id }) => {
    const read = dialect.read(row, 0);
    if (id === undefined || read.kind !== "alert" || read.alert.observables !== undefined) return [];
    return [{ id: read.alert.id, count: read.counted ? read.alert.observableCount : undefined }];
  });
  const found = wanted.length === 0 ? undefined : await dialect.observables(wanted);
  return seen.map(({ row, id }) => {
    const observables = id === undefined ? undefined : found?.get(AlertId.parse(id));
    return observables === undefined ? row : { ...Object(row), observables };
  });
}
