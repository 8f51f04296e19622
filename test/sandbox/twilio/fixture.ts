import twilio from "twilio";
import { onTestFinished } from "vitest";
import { SandboxClock } from "../../../sandbox/clock.ts";
import type { TwilioOptions } from "../../../sandbox/twilio/options.ts";
import { TwilioServer } from "../../../sandbox/twilio/server.ts";

export const OURS = "+12025550100";
export const ALICE = "+12025550101";
export const BOB = "+12025550102";
export const NOON = Date.parse("2026-03-02T12:00:00Z");

/** A running sandbox, its clock standing still at noon, and the real SDK talking to it. */
export async function sandbox(options: Partial<TwilioOptions> = {}) {
  const clock = new SandboxClock({ at: NOON });
  const server = new TwilioServer({ clock, ...options });
  await server.start();
  onTestFinished(() => server.stop());
  return { clock, server, client: clientOf(server), advance: (ms: number) => clock.moveTo(clock.now() + ms) };
}

/** The SDK, unmodified, with the account's own credentials unless told others. */
export function clientOf(
  server: TwilioServer,
  { user = server.account.sid, secret = server.account.authToken, timeout = 5000 } = {},
) {
  const client = twilio(user, secret, { accountSid: server.account.sid, timeout, keepAlive: false });
  client.api.baseUrl = server.url;
  return client;
}

/** The status and code a promise of the SDK is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<{ status?: unknown; code?: unknown }> {
  const error: unknown = await promise.then(
    () => new Error("was not refused"),
    (reason: unknown) => reason,
  );
  if (typeof error !== "object" || error === null) throw error;
  const found = {
    status: "status" in error ? error.status : undefined,
    code: "code" in error ? error.code : undefined,
  };
  if (found.status === undefined && found.code === undefined) throw error;
  return found;
}

/** TwiML that says so. */
export function saying(...words: string[]): string {
  const response = new twilio.twiml.VoiceResponse();
  for (const text of words) response.say(text);
  return response.toString();
}
