import { finish, pickUp, pressKey } from "./call-life.ts";
import { receiveSms } from "./inbound.ts";
import type { Call, CallBehaviour, CallStatus, Message, MessageStatus, SmsBehaviour } from "./model.ts";
import { type Line, lineOf, ownedNumber, type TwilioState } from "./state.ts";

/** An SMS as somebody holding the phone thinks of it. */
interface PhoneSms {
  readonly sid: string;
  readonly from: string | null;
  readonly to: string;
  readonly body: string;
  /** `outbound-*` came to this phone, `inbound` was written on it. */
  readonly direction: Message["direction"];
  readonly status: MessageStatus;
  readonly errorCode: number | null;
  readonly at: number;
}

/** A call to the phone. */
interface PhoneCall {
  readonly sid: string;
  readonly from: string;
  readonly status: CallStatus;
  /** The words of the TwiML in order; heard only from `answeredAt` on. */
  readonly spoken: readonly string[];
  readonly twiml: string | null;
  readonly url: string | null;
  readonly at: number;
  readonly ringingAt: number | null;
  readonly answeredAt: number | null;
  readonly answeredBy: string | null;
  readonly endedAt: number | null;
}

/** A handset in somebody's hand. */
export interface Phone {
  readonly number: string;
  /** Oldest first. */
  readonly sms: readonly PhoneSms[];
  readonly calls: readonly PhoneCall[];
  /** What becomes of the next SMS or call; may be set at any time. */
  readonly behaviour: { sms: SmsBehaviour; call: CallBehaviour };
  /** Senders it gets nothing from since it wrote STOP. */
  readonly optedOutOf: readonly string[];
  /**
   * Writes an SMS to the account, by default to the number that wrote last.
   * @throws Error when that number cannot receive
   */
  reply(text: string, to?: string): Message;
  /** The methods about a call throw when the phone has no such call, or it does not ring. */
  answer(callSid: string): void;
  decline(callSid: string): void;
  voicemail(callSid: string): void;
  /** A key during a conversation. @returns whether it was waited for */
  press(callSid: string): boolean;
  /** Ends a conversation. */
  hangUp(callSid: string): void;
}

/** The phone with that number. */
export function phoneOf(state: TwilioState, number: string): Phone {
  const line = lineOf(state, number);
  const now = () => state.timeline.now();
  const pressed = <Result>(sid: string, status: CallStatus, act: (call: Call) => Result): Result => {
    state.timeline.settle();
    const call = line.calls.find((known) => known.sid === sid);
    if (call === undefined) throw new Error(`${number} has no call ${sid}`);
    if (call.status !== status) throw new Error(`Call ${sid} is ${call.status}, not ${status}`);
    return act(call);
  };
  return {
    number,
    behaviour: behaviourOf(state, line),
    get sms() {
      state.timeline.settle();
      return line.messages.map(smsView);
    },
    get calls() {
      state.timeline.settle();
      return line.calls.map(callView);
    },
    get optedOutOf() {
      return [...line.optedOut];
    },
    reply(body, to = correspondent(state, line)) {
      state.timeline.settle();
      return receiveSms(state, { from: number, to, body });
    },
    answer: (sid) => pressed(sid, "ringing", (call) => pickUp(state, call, "human", now())),
    voicemail: (sid) => pressed(sid, "ringing", (call) => pickUp(state, call, "machine", now())),
    decline: (sid) =>
      pressed(sid, "ringing", (call) => finish(state, call, state.quirks.declinedStatus, now())),
    press: (sid) => pressed(sid, "in-progress", (call) => pressKey(state, call, now())),
    hangUp: (sid) => pressed(sid, "in-progress", (call) => finish(state, call, "completed", now())),
  };
}

function behaviourOf(state: TwilioState, line: Line): Phone["behaviour"] {
  const changed = () => state.changed({ kind: "phone", number: line.number });
  return {
    get sms() {
      return line.sms;
    },
    set sms(behaviour) {
      line.sms = behaviour;
      changed();
    },
    get call() {
      return line.call;
    },
    set call(behaviour) {
      line.call = behaviour;
      changed();
    },
  };
}

function correspondent(state: TwilioState, line: Line): string {
  const wrote = line.messages.findLast(
    ({ direction, from }) => direction !== "inbound" && from !== null,
  )?.from;
  const receives = ({ capabilities }: { capabilities: { sms: boolean } }) => capabilities.sms;
  const number = typeof wrote === "string" ? ownedNumber(state, wrote) : state.numbers.find(receives);
  if (number === undefined) throw new Error(`${line.number} has nobody to reply to`);
  return number.phoneNumber;
}

function smsView({ sid, from, to, body, direction, status, errorCode, createdAt }: Message): PhoneSms {
  return { sid, from, to, body, direction, status, errorCode, at: createdAt };
}

function callView(call: Call): PhoneCall {
  const { sid, from, status, spoken, twiml, url, ringingAt, answeredAt, answeredBy, endedAt } = call;
  return {
    sid,
    from,
    status,
    spoken,
    twiml,
    url,
    at: call.createdAt,
    ringingAt,
    answeredAt,
    answeredBy,
    endedAt,
  };
}
