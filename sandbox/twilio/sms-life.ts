import { deliveryText } from "./errors.ts";
import type { Message, MessageStatus, SmsBehaviour } from "./model.ts";
import { segmentsOf } from "./segments.ts";
import { pickSender, type SmsRequest } from "./sms-checks.ts";
import { enter, lineOf, type TwilioState } from "./state.ts";
import { unreachable } from "./unreachable.ts";

interface Step {
  /** ms since the message might leave. */
  readonly after: number;
  readonly status: MessageStatus;
  readonly code?: number;
}

const DELIVERY_MS = 3000;
const PICK_MS = 250;

/** Takes a checked message in and plans its way to the phone. */
export function sendSms(state: TwilioState, request: SmsRequest): Message {
  const now = state.timeline.now();
  const pooled = request.from === null;
  const message: Message = {
    ...state.nextSid("SM"),
    direction: "outbound-api",
    to: request.to,
    messagingServiceSid: request.service?.sid ?? null,
    from: request.from,
    body: request.body,
    status: firstStatus(request),
    segments: pooled ? 0 : segmentsOf(request.body, request.smart),
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    errorCode: null,
    errorMessage: null,
  };
  const line = lineOf(state, request.to);
  enter(state.messages, message);
  line.messages.push(message);
  const behaviour = onTrial(state, message) ?? line.sms;
  walk(
    state,
    message,
    request,
    stepsOf(behaviour, pooled, request.validity),
    Math.max(request.sendAt ?? now, now),
  );
  state.changed({ kind: "message", sid: message.sid });
  return message;
}

/** Whether a message will change no more by itself. */
export function isSettled({ status }: Message): boolean {
  return ["delivered", "undelivered", "failed", "canceled", "received"].includes(status);
}

/** Sets the status of a message and says so. */
export function setStatus(
  state: TwilioState,
  message: Message,
  status: MessageStatus,
  at: number,
  code?: number,
): void {
  message.status = status;
  message.updatedAt = at;
  if (status === "sent" || (status === "delivered" && message.sentAt === null)) message.sentAt = at;
  if (code !== undefined) {
    message.errorCode = code;
    message.errorMessage = deliveryText(code);
  }
  state.changed({ kind: "message", sid: message.sid });
}

function firstStatus(request: SmsRequest): MessageStatus {
  if (request.sendAt !== undefined) return "scheduled";
  return request.from === null ? "accepted" : "queued";
}

function onTrial(state: TwilioState, message: Message): SmsBehaviour | undefined {
  const tooLong = state.account.trial && state.quirks.trialSegmentLimit && message.segments > 1;
  return tooLong ? { kind: "failed", code: 30044, after: DELIVERY_MS } : undefined;
}

function stepsOf(behaviour: SmsBehaviour, pooled: boolean, validity: number): Step[] {
  const { first, steps } = route(behaviour, validity);
  return pooled ? [{ after: Math.min(PICK_MS, first / 2), status: "queued" }, ...steps] : steps;
}

function route(behaviour: SmsBehaviour, validity: number): { first: number; steps: Step[] } {
  switch (behaviour.kind) {
    case "deliver":
      return throughCarrier(behaviour.after, { status: "delivered" });
    case "undelivered":
      return throughCarrier(behaviour.after, { status: "undelivered", code: behaviour.code });
    case "sent": {
      const { first, steps } = throughCarrier(DELIVERY_MS, { status: "delivered" });
      return { first, steps: steps.slice(0, 2) };
    }
    case "failed": {
      const { after = 0, code } = behaviour;
      return { first: after, steps: [{ after, status: "failed", code }] };
    }
    case "stuck":
      return { first: PICK_MS, steps: [{ after: validity * 1000, status: "failed", code: 30036 }] };
    case "refuse":
      throw new Error("A refused message has no life");
    default:
      return unreachable(behaviour);
  }
}

function throughCarrier(after = DELIVERY_MS, last: Omit<Step, "after">): { first: number; steps: Step[] } {
  const third = Math.floor(after / 3);
  return {
    first: third,
    steps: [
      { after: third, status: "sending" },
      { after: 2 * third, status: "sent" },
      { after, ...last },
    ],
  };
}

function walk(
  state: TwilioState,
  message: Message,
  request: SmsRequest,
  steps: readonly Step[],
  start: number,
): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  const take = (at: number) => {
    if (isSettled(message)) return;
    if (step.status === "queued") pick(state, message, request);
    const suspended = step.status === "sending" && state.account.status !== "active";
    if (suspended) return setStatus(state, message, "failed", at, 30002);
    setStatus(state, message, step.status, at, step.code);
    walk(state, message, request, rest, start);
  };
  // What fails at once has failed before the create request is answered.
  const atOnce = step.after === 0 && step.status === "failed" && start <= state.timeline.now();
  if (atOnce) take(start);
  else state.timeline.at(start + step.after, take);
}

function pick(state: TwilioState, message: Message, { service, body, smart }: SmsRequest): void {
  if (service === undefined) return;
  message.from = pickSender(state, service, message.to) ?? null;
  message.segments = segmentsOf(body, smart);
}
