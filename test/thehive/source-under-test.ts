import { onTestFinished } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import type { TheHiveOptions } from "../../sandbox/thehive/options.ts";
import { TheHiveServer } from "../../sandbox/thehive/server.ts";
import type { AlertSource } from "../../src/engine/ports/alert-source.ts";
import { type Clock, Instant } from "../../src/lib/time.ts";
import { AlertId } from "../../src/sla/model.ts";
import type { HiveOptions } from "../../src/thehive/options.ts";
import { theHiveSource } from "../../src/thehive/source.ts";

export const start = Date.UTC(2026, 2, 2, 9, 0);

/** Lines written for operators, by level and message. */
export interface Lines {
  readonly lines: string[];
  readonly log: HiveOptions["log"];
}

export function logLines(): Lines {
  const lines: string[] = [];
  const write = (level: string) => (data: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(data)}`);
  };
  return { lines, log: { debug: write("debug"), info: write("info"), warn: write("warn") } };
}

/** A clock that stands still, but for those who sleep: they wake at once, and so much later. */
export function jumpingClock(clock: SandboxClock): Clock {
  return {
    now: () => Instant.parse(clock.now()),
    sleep: async (duration) => clock.moveTo(clock.now() + duration),
  };
}

export interface UnderTest extends Lines {
  readonly hive: TheHiveServer;
  readonly source: AlertSource;
  readonly clock: SandboxClock;
  readonly options: HiveOptions;
  /** Requests since the last call, as "POST /api/v1/query". */
  readonly asked: () => string[];
  /** Moves the time on. */
  readonly pass: (ms: number) => void;
}

/** TheHive's emulator and the adapter before it, sharing a clock that stands still. */
export async function startSource(
  server: Partial<TheHiveOptions> = {},
  settings: Partial<HiveOptions> = {},
): Promise<UnderTest> {
  const clock = new SandboxClock({ at: start });
  const hive = new TheHiveServer({ clock, ...server });
  await hive.start();
  onTestFinished(async () => {
    await hive.stop();
    clock.stop();
  });
  const { lines, log } = logLines();
  const options: HiveOptions = {
    url: hive.url,
    apiKey: hive.apiKey,
    api: "auto",
    clock: jumpingClock(clock),
    log,
    open: () => ["New"],
    ...settings,
  };
  let before = 0;
  return {
    hive,
    clock,
    options,
    source: theHiveSource(options),
    lines,
    log,
    asked() {
      const since = hive.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
      before = hive.requests.length;
      return since;
    },
    pass: (ms) => clock.moveTo(clock.now() + ms),
  };
}

export const id = (raised: { readonly id: string }) => AlertId.parse(raised.id);
