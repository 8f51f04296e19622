import type {
  Account,
  Call,
  CallBehaviour,
  Change,
  Message,
  MessagingService,
  OwnedNumber,
  Queue,
  SmsBehaviour,
} from "./model.ts";
import type { Quirks } from "./quirks.ts";
import type { NextSid } from "./sids.ts";
import type { Timeline } from "./timeline.ts";

/** What the sandbox knows about one handset outside the account. */
export interface Line {
  readonly number: string;
  sms: SmsBehaviour;
  call: CallBehaviour;
  readonly messages: Message[];
  readonly calls: Call[];
  /** Senders (numbers and Messaging Services) it has opted out of. */
  readonly optedOut: Set<string>;
}

/** What the account may do at once; numbers are counts. */
export interface Limits {
  readonly callsPerSecond: number;
  readonly concurrentCalls: number;
  readonly concurrentRequests: number;
}

/** Records by SID and, for lists, in order of creation. */
export interface Ledger<T> {
  readonly bySid: Map<string, T>;
  readonly inOrder: T[];
}

/** Everything the server holds; the functions beside it change it. */
export interface TwilioState {
  readonly account: Account;
  readonly numbers: OwnedNumber[];
  readonly services: MessagingService[];
  readonly messages: Ledger<Message>;
  readonly calls: Ledger<Call>;
  readonly queues: Ledger<Queue>;
  /** TwiML documents hosted by Twilio, by name. */
  readonly bins: Map<string, string>;
  readonly liveCalls: Set<Call>;
  readonly lines: Map<string, Line>;
  readonly defaults: Readonly<{ sms: SmsBehaviour; call: CallBehaviour }>;
  readonly limits: Limits;
  readonly quirks: Quirks;
  readonly timeline: Timeline;
  readonly nextSid: NextSid;
  /** The earliest instant at which the account may dial again. */
  nextDialAt: number;
  /** Stands in for the web server behind a call's `Url`; undefined = it answers nothing. */
  readonly fetchTwiml: (url: string) => string | undefined;
  readonly changed: (change: Change) => void;
}

/** The handset with that number, made on first use. */
export function lineOf(state: TwilioState, number: string): Line {
  const known = state.lines.get(number);
  if (known !== undefined) return known;
  const line: Line = { number, ...state.defaults, messages: [], calls: [], optedOut: new Set() };
  state.lines.set(number, line);
  return line;
}

/** The account's own number, if it is one. */
export function ownedNumber(state: TwilioState, phoneNumber: string): OwnedNumber | undefined {
  return state.numbers.find((number) => number.phoneNumber === phoneNumber);
}

/** An empty ledger. */
export function ledger<T>(): Ledger<T> {
  return { bySid: new Map(), inOrder: [] };
}

/** Adds a record as the newest. */
export function enter<T extends { sid: string }>(book: Ledger<T>, record: T): void {
  book.bySid.set(record.sid, record);
  book.inOrder.push(record);
}

/** Removes a record for good. */
export function strike<T extends { sid: string }>(book: Ledger<T>, record: T): void {
  book.bySid.delete(record.sid);
  book.inOrder.splice(book.inOrder.indexOf(record), 1);
}
