/** Where an SMS stands; `sent` may stay for ever, as carriers need not report more. */
export type MessageStatus =
  | "scheduled"
  | "accepted"
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "undelivered"
  | "failed"
  | "canceled"
  | "received";

/** One SMS, in either direction. Instants are ms since 1970 UTC. */
export interface Message {
  readonly sid: string;
  /** Grows with each message: the order of lists. */
  readonly seq: number;
  readonly direction: "inbound" | "outbound-api" | "outbound-reply";
  readonly to: string;
  readonly messagingServiceSid: string | null;
  /** Null until a Messaging Service has picked a sender. */
  from: string | null;
  body: string;
  status: MessageStatus;
  /** 0 until a sender is picked. */
  segments: number;
  readonly createdAt: number;
  updatedAt: number;
  sentAt: number | null;
  errorCode: number | null;
  errorMessage: string | null;
}

/** Where a call stands. */
export type CallStatus =
  | "queued"
  | "ringing"
  | "in-progress"
  | "completed"
  | "busy"
  | "no-answer"
  | "failed"
  | "canceled";

/** What Twilio notes about a call that it could not play as asked. */
export interface Notification {
  readonly sid: string;
  readonly seq: number;
  readonly at: number;
  readonly level: "error" | "warning";
  readonly code: number;
  readonly text: string;
}

/** While a key is waited for: ms since 1970 UTC, half-open. */
export interface Gather {
  readonly from: number;
  readonly until: number;
  /** Where a key goes; null where the verb named nothing. */
  readonly action: string | null;
}

/** Where calls wait: made by the first that is put into it. */
export interface Queue {
  readonly sid: string;
  readonly seq: number;
  readonly name: string;
  readonly createdAt: number;
}

/** One outgoing call. Instants are ms since 1970 UTC, `timeout` and `timeLimit` seconds. */
export interface Call {
  readonly sid: string;
  readonly seq: number;
  readonly to: string;
  readonly from: string;
  readonly createdAt: number;
  readonly timeout: number;
  readonly timeLimit: number;
  readonly machineDetection: "Enable" | "DetectMessageEnd" | null;
  readonly asyncAmd: boolean;
  /** Where the TwiML comes from when it did not travel with the call. */
  readonly url: string | null;
  twiml: string | null;
  /** The words of the TwiML, one item per `<Say>` and repetition. */
  spoken: string[];
  status: CallStatus;
  updatedAt: number;
  ringingAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  /** When the conversation ends by itself. */
  endsAt: number | null;
  /** The queue it waits in. */
  queue: string | null;
  queuedAt: number | null;
  /** When a key goes where, by the words that play now. */
  gathers: readonly Gather[];
  /** What detection takes it for; what it is unless given. */
  heardAs: string | null;
  /** Who picked up; told over the wire only when machine detection was asked for. */
  pickedUpBy: "human" | "machine" | null;
  answeredBy: string | null;
  readonly notifications: Notification[];
}

/** What becomes of an SMS to a phone. Delays are ms from the moment it may leave the queue. */
export type SmsBehaviour = Readonly<
  | { kind: "deliver"; after?: number }
  | { kind: "undelivered"; code: number; after?: number }
  /** The carrier took it and never says more. */
  | { kind: "sent" }
  /** Without `after` it has failed before the create request is answered. */
  | { kind: "failed"; code: number; after?: number }
  /** Never leaves the queue; fails with 30036 when its validity period is over. */
  | { kind: "stuck" }
  /** The create request is refused, e.g. 21408, 21612, 21614. */
  | { kind: "refuse"; code: number }
>;

/** What becomes of a call to a phone. Delays are ms of ringing, `duration` ms of talk. */
export type CallBehaviour = Readonly<
  /** `as`: what machine detection takes it for, such as `unknown` or `fax`. */
  | { kind: "answer"; after?: number; duration?: number; as?: string }
  | { kind: "voicemail"; after?: number; duration?: number; as?: string }
  | { kind: "busy"; after?: number }
  | { kind: "no-answer" }
  | { kind: "failed"; after?: number }
  /** Rings until somebody answers, declines or the `Timeout` of the call is over. */
  | { kind: "manual" }
  /** The create request is refused, e.g. 21214, 21215. */
  | { kind: "refuse"; code: number }
>;

/** A number the account owns. */
export interface OwnedNumber {
  readonly sid: string;
  readonly seq: number;
  readonly phoneNumber: string;
  capabilities: { sms: boolean; voice: boolean };
}

/** A pool of senders. */
export interface MessagingService {
  readonly sid: string;
  readonly senders: string[];
  readonly smartEncoding: boolean;
}

/** A second way in besides the auth token. `restricted` keys may do only what `allows` names. */
export interface ApiKey {
  readonly sid: string;
  readonly secret: string;
  readonly kind?: "main" | "standard" | "restricted";
  readonly allows?: readonly Permission[];
}

/** What a restricted key may be allowed to do. */
export type Permission =
  `${"messages" | "calls" | "queues" | "numbers" | "account"}:${"create" | "read" | "update" | "delete"}`;

/** The customer's account; tests change it in place. */
export interface Account {
  readonly sid: string;
  authToken: string;
  apiKeys: ApiKey[];
  status: "active" | "suspended" | "closed";
  trial: boolean;
  /** Recipients a trial account may reach. */
  verifiedNumbers: string[];
  /** Alphanumeric senders registered for the account. */
  alphaSenders: string[];
  balance: string;
}

/** What changed, for pages and tests that wait. */
export type Change = Readonly<
  | { kind: "message"; sid: string }
  | { kind: "call"; sid: string }
  | { kind: "phone"; number: string }
  | { kind: "request"; method: string; path: string; status: number | undefined }
>;
