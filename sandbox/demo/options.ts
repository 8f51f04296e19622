import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../../src/lib/duration-text.ts";
import type { Version } from "../thehive/model.ts";

/** What the person at the terminal asked of the demo. */
export interface DemoOptions {
  /** Print the story instead of serving the page. */
  readonly headless: boolean;
  /** Real milliseconds after which it ends by itself; undefined: a page stays until Ctrl-C. */
  readonly length: number | undefined;
  /** Sandbox seconds per real second. */
  readonly speed: number;
  readonly version: Version;
  /** Of the page; 0 takes any free one. */
  readonly port: number;
}

/** What came of the command line: options, or an exit code when there is nothing to run. */
export type ReadOptions =
  | { readonly kind: "run"; readonly options: DemoOptions }
  | { readonly kind: "exit"; readonly code: 0 | 2 };

const HEADLESS_LENGTH = 60_000;

interface Flags {
  headless?: true;
  for?: number;
  speed: number;
  version: Version;
  port: number;
}

/** Reads the arguments after `npm run demo --`; help and complaints are printed here. */
export function readOptions(words: readonly string[]): ReadOptions {
  const program = new Command("npm run demo --")
    .description("Runs the SLA monitor against a sandbox TheHive, Slack and Twilio, with time sped up.")
    .option("--headless", "print the story as lines instead of serving the page")
    .option("--for <duration>", "end by itself after so much real time, such as 60s", duration)
    .option("--speed <factor>", "sandbox seconds per second, 1 to 600", factor, 60)
    .addOption(new Option("--version <number>", "which TheHive").choices(["3", "4", "5"]).default("5"))
    .option("--port <number>", "port of the page on this machine; 0 takes any free one", port, 8765)
    .exitOverride();
  try {
    const flags = program.parse([...words], { from: "user" }).opts<Flags>();
    const { headless = false, speed, version } = flags;
    const length = flags.for ?? (headless ? HEADLESS_LENGTH : undefined);
    return { kind: "run", options: { headless, length, speed, version, port: flags.port } };
  } catch (error) {
    if (error instanceof CommanderError) return { kind: "exit", code: error.exitCode === 0 ? 0 : 2 };
    throw error;
  }
}

function duration(text: string): number {
  const length = parseDuration(text);
  if (length !== undefined && length > 0) return length;
  throw new InvalidArgumentError("Expected a duration such as 60s or 5m.");
}

function factor(text: string): number {
  const speed = Number(text);
  if (speed >= 1 && speed <= 600) return speed;
  throw new InvalidArgumentError("Expected a number from 1 to 600.");
}

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError("Expected a port from 0 to 65535.");
}
