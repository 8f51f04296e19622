import type { Duration } from "../lib/time.ts";

/**
 * How a request to Twilio went wrong, told by shape and status alone: Twilio's own messages quote phone numbers
 * and the SDK's errors carry credentials, so neither is kept.
 *
 * `refused`: an answer of 400 or above, `code` being Twilio's own. `redirected`: an answer that Twilio never gives.
 * `unreadable`: a good status with something else than JSON. `not-sent`: nothing got to Twilio, `proxy` saying so where the proxy is to blame.
 * `lost`: the connection broke after it might have. `late`: no whole answer before the deadline.
 * `unusable`: the client could not be set up. `unexpected`: a bug, here or in the SDK.
 */
export type Failure = Readonly<
  | { kind: "refused"; status: number; code?: number; retryAfter?: Duration }
  | { kind: "redirected"; status: number }
  | { kind: "unreadable" }
  | { kind: "not-sent"; code: string; proxy?: string }
  | { kind: "lost"; code: string }
  | { kind: "late" }
  | { kind: "unusable" }
  | { kind: "unexpected"; name: string; where: string }
>;

/** The one error this adapter throws; it can be logged and inspected whole. */
export class TwilioError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`Twilio: ${failure.kind}`);
    this.name = "TwilioError";
    this.failure = failure;
  }
}

/** What went wrong, whatever was thrown. Of an error not ours only its name and place are kept. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TwilioError) return error.failure;
  if (!(error instanceof Error)) return { kind: "unexpected", name: typeof error, where: "" };
  const frame = error.stack?.split("\n").find((line) => line.startsWith("    at "));
  return { kind: "unexpected", name: error.constructor.name, where: frame?.trim() ?? "" };
}
