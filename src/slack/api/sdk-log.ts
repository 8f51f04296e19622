import { type Logger, LogLevel } from "@slack/bolt";
import { maskText } from "../../lib/redact.ts";
import { oneLine } from "../../lib/terminal.ts";

/** The operator's log, as far as this adapter writes to it. pino's loggers are such. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/**
 * Turns the SDK's log into ours. Its debug level prints payloads, response addresses and tickets, so it is
 * never passed on; and what it calls an error is often a reconnect that we handle, so it is a warning here.
 */
export function sdkLog(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts) => log.debug({ sdk: said(parts) }, "Slack SDK"),
    warn: (...parts) => log.warn({ sdk: said(parts) }, "Slack SDK warns"),
    error: (...parts) => log.warn({ sdk: said(parts) }, "Slack SDK failed"),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** One short line, without tokens, and without the tickets in WebSocket addresses. */
function said(parts: readonly unknown[]): string {
  const text = parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" ");
  const bare = maskText(text.slice(0, 500))
    .replace(/wss?:\/\/\S*/g, (address) => address.replace(/\?.*/s, ""))
    .replace(/<[^<>]*>/g, " ");
  return oneLine(bare.slice(0, 300));
}

/** An error of the SDK for the log: its words alone, since its parts hold addresses and payloads. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${said([error])}` : said([error]);
}

const LONGEST_KIND = 80;

/** What Slack calls a payload. It may be anything, a `toString` of its own included, so only text is shown. */
export function kindShown(kind: unknown): string {
  return typeof kind === "string" ? oneLine(kind.slice(0, LONGEST_KIND)) : "unknown";
}
