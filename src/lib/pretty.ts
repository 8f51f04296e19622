import type { DestinationStream } from "pino";
import { prettyFactory } from "pino-pretty";
import { harmlessOutput } from "./terminal.ts";

/** Takes the log's lines of JSON, and writes them for people at a terminal. */
export function prettyStream(out: DestinationStream): DestinationStream {
  const format = prettyFactory({ colorize: true, translateTime: "SYS:HH:MM:ss" });
  return { write: (line) => out.write(format(spelledOut(line))) };
}

/** Each line of the log with what a terminal would obey written out: the colours come afterwards. */
function spelledOut(line: string): Record<string, unknown> | string {
  const told: unknown = JSON.parse(line, (_key, value: unknown) =>
    typeof value === "string" ? harmlessOutput(value) : value,
  );
  return typeof told === "object" && told !== null ? { ...told } : line;
}
