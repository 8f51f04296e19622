import { minutes } from "../lib/time.ts";
import type { Dialect } from "./dialect.ts";
import { dialectV0 } from "./dialect-v0.ts";
import { dialectV1 } from "./dialect-v1.ts";
import type { HiveHttp } from "./http.ts";
import { type HiveLinks, hiveLinks } from "./links.ts";
import type { HiveOptions } from "./options.ts";
import { Poller } from "./poller.ts";
import { detectProduct, type Product } from "./version.ts";

/** One TheHive of a known version, and what we know of its alerts. */
export interface Connection {
  readonly product: Product;
  readonly dialect: Dialect;
  readonly links: HiveLinks;
  readonly poller: Poller;
}

/** Finds out which TheHive this is and how to talk to it. @throws HiveError */
export async function connect(
  http: HiveHttp,
  options: HiveOptions,
  old: Connection | undefined,
  signal?: AbortSignal,
): Promise<Connection> {
  const product = await detectProduct(http, options.api, signal);
  // What was learnt about this TheHive holds until it is another one.
  if (old?.product.release === product.release && old?.product.major === product.major) return old;
  const { log, clock, open, fullEvery = minutes(10), wholeUpTo = 100 } = options;
  const dialect = dialectFor(product, options.api, http, log);
  log.info({ release: product.release, major: product.major, api: dialect.api }, "TheHive found");
  return {
    product,
    dialect,
    links: hiveLinks(options.publicUrl ?? http.place.url, product.major),
    poller: new Poller(dialect, { clock, log, open, fullEvery, wholeUpTo, skew: http.skew.value }),
  };
}

function dialectFor(
  { major }: Product,
  api: HiveOptions["api"],
  http: HiveHttp,
  log: HiveOptions["log"],
): Dialect {
  if (api === "v0" || (api === "auto" && major === 3)) return dialectV0(http, major, log);
  return dialectV1(http, major === 5 ? 5 : 4, log);
}
