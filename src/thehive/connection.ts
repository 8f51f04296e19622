import { minutes, systemClock } from "../lib/time.ts";
import { deadlinesOf, hurried } from "./deadline.ts";
import type { Dialect } from "./dialect.ts";
import { dialectV0 } from "./dialect-v0.ts";
import { dialectV1 } from "./dialect-v1.ts";
import type { FinishDialect } from "./finish/dialect.ts";
import { finishV0 } from "./finish/dialect-v0.ts";
import { finishV1 } from "./finish/dialect-v1.ts";
import type { HiveHttp } from "./http.ts";
import { type HiveLinks, hiveLinks } from "./links.ts";
import type { HiveOptions } from "./options.ts";
import { ownLogin } from "./own-login.ts";
import { Poller } from "./poller.ts";
import { detectProduct, type Product } from "./version.ts";

/** One TheHive of a known version, and what we know of its alerts. */
export interface Connection {
  readonly product: Product;
  readonly dialect: Dialect;
  readonly finish: FinishDialect;
  readonly links: HiveLinks;
  readonly poller: Poller;
  /** Whose the key is; undefined where TheHive does not tell. @throws HiveError "unreachable" */
  readonly ownLogin: (signal: AbortSignal) => Promise<string | undefined>;
}

/** The connection as it was last found. */
export interface Connections {
  /** Undefined before the first contact. */
  known(): Connection | undefined;
  /** Connects if nobody has. @throws HiveError */
  get(signal?: AbortSignal): Promise<Connection>;
  /** The same, but looks again when it is in doubt. @throws HiveError */
  checked(signal?: AbortSignal): Promise<Connection>;
  /** After an error it may be another version: upgrades come with an outage. */
  doubt(): void;
}

export function hiveConnections(http: HiveHttp, options: HiveOptions): Connections {
  let connection: Connection | undefined;
  let doubtful = true;

  async function checked(signal?: AbortSignal): Promise<Connection> {
    if (connection !== undefined && !doubtful) return connection;
    const product = await detectProduct(http, options.api, signal);
    // What was learnt about this TheHive holds until it is another one.
    if (connection === undefined || !isSame(product, connection.product)) {
      connection = connectionTo(product, http, options);
    }
    doubtful = false;
    return connection;
  }

  return {
    known: () => connection,
    get: async (signal) => connection ?? checked(signal),
    checked,
    doubt() {
      doubtful = true;
    },
  };
}

function connectionTo(product: Product, http: HiveHttp, options: HiveOptions): Connection {
  const { api, log, clock, open, realTime = systemClock } = options;
  const { fullEvery = minutes(10), wholeUpTo = 100 } = options;
  const { pollObservables } = deadlinesOf(options);
  const { major, release } = product;
  const isV0 = api === "v0" || (api === "auto" && major === 3);
  const dialect = isV0 ? dialectV0(http, major, log) : dialectV1(http, major === 5 ? 5 : 4, log);
  log.info({ release, major, api: dialect.api }, "TheHive found");
  return {
    product,
    dialect,
    finish: isV0 ? finishV0(http, major) : finishV1(http, major === 5 ? 5 : 4),
    links: hiveLinks(options.publicUrl ?? http.place.url, major),
    ownLogin: ownLogin(http, dialect.api),
    poller: new Poller(dialect, {
      clock,
      log,
      open,
      fullEvery,
      wholeUpTo,
      skew: http.skew.value,
      url: http.place.url,
      hurry: (job, signal) => hurried(realTime, pollObservables, job, signal),
    }),
  };
}

function isSame(one: Product, other: Product): boolean {
  return one.major === other.major && one.release === other.release;
}
