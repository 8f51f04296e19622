import { RestError } from "./errors.ts";
import type { Form } from "./form.ts";
import { MAGIC_SENDER, magicRefusal } from "./magic-numbers.ts";
import type { MessagingService } from "./model.ts";
import { isAlphaSender, isE164 } from "./numbers.ts";
import { lineOf, ownedNumber, type TwilioState } from "./state.ts";

/** An SMS that passed all checks. */
export interface SmsRequest {
  readonly to: string;
  readonly from: string | null;
  readonly service: MessagingService | undefined;
  readonly body: string;
  /** Seconds. */
  readonly validity: number;
  readonly smart: boolean;
  readonly sendAt: number | undefined;
}

const BODY_LIMIT = 1600;
const DAY_OF_QUEUE = 36_000;
const TRIAL_PREFIX = "Sent from your Twilio trial account - ";

/**
 * Judges a request to send, in the order Twilio finds fault: form, recipient, sender, relation of the two.
 *
 * @throws RestError with the code of the first fault
 */
export function checkSms(state: TwilioState, form: Form): SmsRequest {
  const to = form.text("To") ?? refuse(21604);
  const from = form.text("From") ?? null;
  const serviceSid = form.text("MessagingServiceSid");
  if (from === null && serviceSid === undefined) refuse(21603);
  const body = bodyOf(form);
  form.url("StatusCallback", 21609);
  checkRecipient(state, to);
  const service = serviceSid === undefined ? undefined : checkService(state, serviceSid);
  if (from !== null) checkSender(state, from, to);
  checkRelation(state, to, from, service);
  const sendAt = form.instant("SendAt");
  if (sendAt !== undefined && service === undefined) refuse(35118);
  return {
    to,
    from,
    service,
    body: state.account.trial ? TRIAL_PREFIX + body : body,
    validity: form.integer("ValidityPeriod", 1, DAY_OF_QUEUE) ?? DAY_OF_QUEUE,
    smart: form.flag("SmartEncoded") || service?.smartEncoding === true,
    sendAt,
  };
}

/** The sender a pool uses for a recipient: always the same one. */
export function pickSender(state: TwilioState, service: MessagingService, to: string): string | undefined {
  const usable = service.senders.filter((sender) => ownedNumber(state, sender)?.capabilities.sms === true);
  return usable[Number(to.slice(-4)) % Math.max(1, usable.length)];
}

function bodyOf(form: Form): string {
  const body = form.text("Body");
  if (body === undefined && !form.has("MediaUrl") && !form.has("ContentSid")) refuse(21602);
  if (body !== undefined && body.length > BODY_LIMIT) refuse(21617);
  return body ?? "";
}

function checkRecipient(state: TwilioState, to: string): void {
  const magic = magicRefusal("smsTo", to);
  if (magic !== undefined) refuse(magic);
  if (!isE164(to)) refuse(21211, `The 'To' number ${to} is not a valid phone number`);
  const behaviour = lineOf(state, to).sms;
  if (behaviour.kind === "refuse") refuse(behaviour.code);
  if (state.account.trial && !state.account.verifiedNumbers.includes(to)) refuse(21608);
}

function checkService(state: TwilioState, sid: string): MessagingService {
  const service = state.services.find((known) => known.sid === sid) ?? refuse(21701);
  if (pickSender(state, service, "0") === undefined) refuse(21703);
  return service;
}

function checkSender(state: TwilioState, from: string, to: string): void {
  const magic = magicRefusal("smsFrom", from);
  if (magic !== undefined) refuse(magic);
  if (from === MAGIC_SENDER) return;
  if (isAlphaSender(from)) {
    if (state.account.trial || !state.account.alphaSenders.includes(from)) refuse(21212);
    if (to.startsWith("+1")) refuse(21612);
    return;
  }
  if (!isE164(from)) refuse(21212);
  if (ownedNumber(state, from)?.capabilities.sms !== true) refuse(21606);
}

function checkRelation(
  state: TwilioState,
  to: string,
  from: string | null,
  service: MessagingService | undefined,
): void {
  if (to === from) refuse(state.quirks.selfMessageCode);
  const { optedOut } = lineOf(state, to);
  const blocked = [from, service?.sid].some((sender) => typeof sender === "string" && optedOut.has(sender));
  if (blocked) refuse(21610);
}

function refuse(code: number, detail?: string): never {
  throw new RestError(code, detail);
}
