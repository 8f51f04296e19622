import { RestError } from "./errors.ts";
import type { Form } from "./form.ts";
import { MAGIC_SENDER, magicRefusal } from "./magic-numbers.ts";
import { isE164 } from "./numbers.ts";
import { playTwiml } from "./speech.ts";
import { lineOf, ownedNumber, type TwilioState } from "./state.ts";

/** A call that passed all checks; `timeout` and `timeLimit` in seconds. */
export interface CallRequest {
  readonly to: string;
  readonly from: string;
  readonly twiml: string | null;
  readonly url: string | null;
  readonly timeout: number;
  readonly timeLimit: number;
  readonly machineDetection: "Enable" | "DetectMessageEnd" | null;
  readonly asyncAmd: boolean;
}

const TWIML_LIMIT = 4000;
const LONGEST_RING = 600;
const LONGEST_CALL = 14_400;
const LONGEST_TRIAL_CALL = 600;

/**
 * Judges a request to call.
 *
 * @throws RestError with the code of the first fault
 */
export function checkCall(state: TwilioState, form: Form): CallRequest {
  const to = form.text("To") ?? refuse(21201);
  const from = form.text("From") ?? refuse(21213);
  const script = checkScript(state, form);
  form.url("StatusCallback", 21609);
  checkCallee(state, to);
  checkCaller(state, from);
  if (state.liveCalls.size >= state.limits.concurrentCalls) refuse(10004);
  const timeLimit = form.integer("TimeLimit", 1, LONGEST_CALL) ?? LONGEST_CALL;
  return {
    to,
    from,
    ...script,
    timeout: form.integer("Timeout", 1, LONGEST_RING) ?? 60,
    timeLimit: state.account.trial ? Math.min(timeLimit, LONGEST_TRIAL_CALL) : timeLimit,
    machineDetection: form.oneOf("MachineDetection", ["Enable", "DetectMessageEnd"]) ?? null,
    asyncAmd: form.flag("AsyncAmd"),
  };
}

/** What the call plays: a given `Url` wins over inline `Twiml`. */
export function checkScript(state: TwilioState, form: Form): { twiml: string | null; url: string | null } {
  const url = form.url("Url", 21205) ?? null;
  form.oneOf("Method", ["GET", "POST"]);
  const twiml = url === null ? (form.text("Twiml") ?? null) : null;
  if (twiml === null && url === null && form.text("ApplicationSid") === undefined) refuse(21205);
  if (twiml === null) return { twiml, url };
  if (twiml.length > TWIML_LIMIT) refuse(32018);
  const broken = playTwiml(twiml).problems.find(({ code }) => code === 12100);
  if (broken !== undefined && state.quirks.malformedTwiml === "refuse") refuse(12100, broken.text);
  return { twiml, url };
}

function checkCallee(state: TwilioState, to: string): void {
  const magic = magicRefusal("callTo", to);
  if (magic !== undefined) refuse(magic);
  if (!isE164(to)) refuse(21217);
  const behaviour = lineOf(state, to).call;
  if (behaviour.kind === "refuse") refuse(behaviour.code);
  if (state.account.trial && !state.account.verifiedNumbers.includes(to)) refuse(21219);
}

function checkCaller(state: TwilioState, from: string): void {
  const magic = magicRefusal("callFrom", from);
  if (magic !== undefined) refuse(magic);
  if (from === MAGIC_SENDER) return;
  if (!isE164(from)) refuse(21212);
  if (ownedNumber(state, from)?.capabilities.voice !== true) refuse(21210);
}

function refuse(code: number, detail?: string): never {
  throw new RestError(code, detail);
}
