import type { Logger } from "pino";
import type { ProxySettings } from "../lib/proxy.ts";
import type { Clock, Duration } from "../lib/time.ts";

/** How calls sound and how long they ring. */
export interface Voice {
  /** Such as `en-GB`: of the words, texts included, and of the voice. English words where we have none of it. */
  readonly language: string;
  /** How often the words are said in all. */
  readonly repeat: number;
  /** Twilio may let it ring five seconds longer. */
  readonly ringFor: Duration;
  /** Twilio tells whether a machine has answered, for a little money and about four seconds of silence. */
  readonly machineDetection: boolean;
  /** One of Twilio's voices, such as `Polly.Amy`; absent: the language's own. */
  readonly voice?: string | undefined;
}

/** How long requests may take. */
export interface Deadlines {
  /** A text or call, in all. Twilio itself takes up to 26 s to give up on one. */
  readonly create: Duration;
  /** Any other request, in all. */
  readonly read: Duration;
  /** Each step to a connection: name, proxy, TLS. */
  readonly connect: Duration;
  /** For how long the process may stand still while it connects. */
  readonly frozen?: Duration;
}

/** The customer's account and how it is reached. */
export interface TwilioAccount {
  readonly accountSid: string;
  /** The account SID with its auth token, or an API key's SID with its secret. */
  readonly username: string;
  readonly password: string;
  /** Stands in for `https://api.twilio.com`; `/2010-04-01/Accounts/…` is appended. */
  readonly apiUrl?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
  readonly deadlines?: Deadlines | undefined;
}

/** Who texts and calls come from; at least one of the two. */
export interface Sender {
  /** A number of the account (E.164), a short code, or a name. Only a number can call. */
  readonly from?: string | undefined;
  readonly messagingServiceSid?: string | undefined;
}

/** Everything the Twilio adapter needs from outside. */
export interface TwilioOptions extends TwilioAccount, Sender {
  /** Calls play the TwiML found there instead of our own words. */
  readonly twimletUrl?: string | undefined;
  /** Where a key pressed during a call is sent; undefined = no keys. */
  readonly keypressUrl?: string | undefined;
  /** Asked at each call, as settings change while we run. */
  readonly voice: () => Voice;
  readonly clock: Clock;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
}
