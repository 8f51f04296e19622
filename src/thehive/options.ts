import type { ProxySettings } from "../lib/proxy.ts";
import type { Clock, Duration } from "../lib/time.ts";

/** What the adapter writes for operators; a pino logger fits. */
export interface HiveLog {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
}

/** Where TheHive is and as whom we come. */
export interface HiveOptions {
  /** May end in a base path: `https://soc.example.org/thehive`. */
  readonly url: string;
  readonly apiKey: string;
  readonly organisation?: string | undefined;
  /** Base of the links for people; default `url`. */
  readonly publicUrl?: string | undefined;
  /** A private CA, PEM text, trusted beside the public ones. */
  readonly ca?: string | undefined;
  readonly api: "auto" | "v0" | "v1";
  readonly proxy?: ProxySettings | undefined;
  readonly clock: Clock;
  readonly log: HiveLog;
  /** The setting `poll.open`: stages or statuses that count as waiting, any case. */
  readonly open: () => readonly string[];
  /** How long changes alone may be read before everything is read again; default 10 min. */
  readonly fullEvery?: Duration | undefined;
  /** Up to how many waiting alerts everything is read at every poll; default 100. */
  readonly wholeUpTo?: number | undefined;
  /** How time really passes while TheHive is waited for; default the system's clock. */
  readonly realTime?: Clock | undefined;
  /** How long one request, or the reading of one alert, may take; default 10 s. */
  readonly readTimeout?: Duration | undefined;
  /** How long the request for a case may take; default 60 s: TheHive copies everything into it first. */
  readonly promoteTimeout?: Duration | undefined;
  /** How long a poll may take in all; default 2 min. */
  readonly pollTimeout?: Duration | undefined;
  /** The largest answer that is read, in bytes; default 32 MiB. */
  readonly largestAnswer?: number | undefined;
}
