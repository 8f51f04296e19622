import { inspect } from "node:util";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import type { TwilioOptions as ServerOptions } from "../../sandbox/twilio/options.ts";
import { TwilioServer } from "../../sandbox/twilio/server.ts";
import type { Outcome } from "../../src/engine/ports/outcome.ts";
import type { Phones } from "../../src/engine/ports/phones.ts";
import { type Clock, type Duration, Instant, milliseconds, seconds } from "../../src/lib/time.ts";
import type { TwilioOptions } from "../../src/twilio/options.ts";
import { twilioPhones } from "../../src/twilio/phones.ts";
import { now } from "./pages.ts";

export const FROM = "+12025550100";
export const ALICE = "+12025550123";

/** One Twilio of its own, the adapter in front of it, and a clock that is moved by hand. */
export interface Twilio {
  readonly server: TwilioServer;
  readonly phones: Phones;
  readonly options: TwilioOptions;
  readonly clock: Clock;
  /** Everything logged so far, as it would reach a file. */
  logged(): string;
  /** What must never be seen: credentials in every form, and the numbers. */
  readonly secrets: readonly string[];
  move(by: Duration): void;
  /** How the page stands, asked each second until it has ended. */
  ended(via: "sms" | "call", outcome: Outcome | "not-found"): Promise<Outcome>;
}

/** Starts it all, and stops it with the test. */
export async function twilio(
  changes: Partial<TwilioOptions> = {},
  server: Partial<ServerOptions> = {},
): Promise<Twilio> {
  const sandboxClock = new SandboxClock({ at: now });
  const twilioServer = new TwilioServer({ ...server, clock: sandboxClock });
  await twilioServer.start();
  onTestFinished(() => twilioServer.stop());
  const clock = clockOf(sandboxClock);
  const { log, lines } = memoryLog();
  const { sid, authToken } = twilioServer.account;
  const options: TwilioOptions = {
    ...{ accountSid: sid, username: sid, password: authToken, from: FROM, apiUrl: twilioServer.url },
    deadlines: { create: milliseconds(400), read: milliseconds(400), connect: milliseconds(400) },
    voice: () => ({ language: "en-GB", repeat: 2, ringFor: seconds(25), machineDetection: false }),
    clock,
    log,
    ...changes,
  };
  const phones = twilioPhones(options);
  const move = (by: Duration) => sandboxClock.moveTo(sandboxClock.now() + by);
  return {
    ...{ server: twilioServer, phones, options, clock, move },
    logged: () => lines.join(""),
    secrets: secretsOf(options),
    ended: (via, outcome) => ended(phones, via, outcome, move),
  };
}

/** An object as it may reach a log, a file or a screen, its innermost parts included. */
export function everyFormOf(value: unknown): string {
  const shown = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  return `${shown}\n${inspect(value)}\n${JSON.stringify(value)}\n${String(value)}`;
}

async function ended(
  phones: Phones,
  via: "sms" | "call",
  start: Outcome | "not-found",
  move: Twilio["move"],
): Promise<Outcome> {
  if (start === "not-found" || start.state !== "sent") throw new Error(`Not under way: ${inspect(start)}`);
  let outcome: Outcome = start;
  for (let asked = 0; outcome.state === "sent" && asked < 60; asked += 1) {
    move(seconds(1));
    outcome = await phones.follow(via, start.ref);
  }
  return outcome;
}

function clockOf(clock: SandboxClock): Clock {
  return {
    now: () => Instant.parse(clock.now()),
    sleep: (duration, signal) => clock.sleep(duration, signal),
  };
}

function memoryLog() {
  const lines: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => lines.push(line) });
  return { log, lines };
}

function secretsOf({ username, password }: TwilioOptions): string[] {
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  return [password, basic, "Basic ", ALICE, ALICE.slice(1), FROM, FROM.slice(1)];
}
