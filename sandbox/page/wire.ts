import type { Block } from "../slack/block-kit/blocks.ts";
import type { Attachment, ViewValues } from "../slack/workspace/model.ts";

/** What the page is told and keeps: pieces by name. A patch replaces whole pieces; null takes one away. */
export interface Pieces {
  clock: ClockPiece;
  people: readonly PersonPiece[];
  slack: SlackPiece;
  [channel: `channel/${string}`]: ChannelPiece;
  [message: `message/${string}`]: MessagePiece;
  modal: ModalPiece;
  home: ViewPiece;
  [phone: `phone/${string}`]: PhonePiece;
  hive: HivePiece;
  cases: readonly CasePiece[];
  faults: FaultsPiece;
  aftermath: AftermathPiece;
}
export type PieceName = keyof Pieces & string;

/** One message of the event stream. */
export type Patch = Readonly<Record<string, unknown>>;

/** Sandbox time. `now` is ms since 1970 UTC, speeds are sandbox seconds per real second. */
export interface ClockPiece {
  readonly now: number;
  /** As it runs this moment; 0 while paused. */
  readonly speed: number;
  /** As chosen by the visitor. */
  readonly chosen: number;
  readonly isPaused: boolean;
  /** Whether a ringing phone slows it down right now. */
  readonly isSlowed: boolean;
  readonly slowsForCalls: boolean;
}

/** Somebody one can be, or whose phone one can hold. */
export interface PersonPiece {
  readonly name: string;
  readonly fullName: string;
  readonly part: string;
  readonly slack: string;
  /** Shown as it is; the numbers are from the range kept for fiction. */
  readonly phone: string | undefined;
}

/** The workspace as one person sees it. */
export interface SlackPiece {
  readonly team: string;
  readonly bot: { readonly user: string; readonly name: string };
  /** Socket Mode connections that the app holds. */
  readonly connections: number;
  readonly channels: readonly ChannelHead[];
  /** Conversation with the app; undefined until there is one. */
  readonly direct: string | undefined;
  /** Names of people, channels and groups by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** A channel in the list. */
interface ChannelHead {
  readonly id: string;
  readonly name: string;
  readonly isDirect: boolean;
  /** `ts` of the newest message, "" when there is none. */
  readonly latest: string;
}

/** The end of a channel, as one person sees it. */
export interface ChannelPiece {
  /** `ts` of each message, oldest first. */
  readonly entries: readonly string[];
  /** How many older ones there are. */
  readonly earlier: number;
}

/** A message with its thread. */
export interface MessagePiece {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly isBot: boolean;
  readonly isDeleted: boolean;
  readonly isEdited: boolean;
  /** Only this person sees it. */
  readonly isEphemeral: boolean;
  readonly text: string;
  readonly isMrkdwn: boolean;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Attachment[];
  readonly files: readonly FilePiece[];
  readonly threadTs: string | undefined;
  /** What the thread is about, for a reply shown in the channel. */
  readonly threadText: string | undefined;
  readonly replies: readonly MessagePiece[];
}

/** A file, served at `/files/<id>`. */
export interface FilePiece {
  readonly id: string;
  readonly title: string;
  readonly altText: string | undefined;
  readonly isPicture: boolean;
}

/** A Home tab. */
export interface ViewPiece {
  readonly id: string;
  readonly blocks: readonly Block[];
  readonly values: ViewValues;
}

/** The modal on top. */
export interface ModalPiece extends ViewPiece {
  readonly title: string;
  readonly submit: string | undefined;
  readonly close: string;
  readonly errors: Readonly<Record<string, string>>;
  /** How many modals lie one upon the other. */
  readonly depth: number;
}

/** What happened on one phone, oldest first. */
export interface PhonePiece {
  readonly name: string;
  readonly entries: readonly PhoneEntry[];
  readonly unsubscribed: boolean;
}

export type PhoneEntry = Readonly<
  { sid: string; at: number } & (
    | { kind: "sms"; isMine: boolean; text: string; failure: number | null }
    | {
        kind: "call";
        state: "dialling" | "ringing" | "talking" | "over";
        ending: string;
        spoken: readonly string[];
      }
  )
>;

/** Numbers of alerts by stage. `revision` grows with each change, so that lists are read again. */
export interface HivePiece {
  readonly version: string;
  readonly url: string;
  readonly revision: number;
  readonly counts: Readonly<Record<AlertStage, number>>;
}
export type AlertStage = "New" | "InProgress" | "Closed" | "Imported";

/** One row of the list of alerts. */
export interface AlertRow {
  readonly id: string;
  readonly title: string;
  /** 1 low to 4 critical. */
  readonly severity: number;
  readonly stage: AlertStage;
  readonly status: string;
  readonly createdAt: number;
  readonly source: string;
  readonly observables: number;
  readonly url: string;
  readonly case: CasePiece | undefined;
}

/** One page of the list of alerts. */
export interface AlertPage {
  readonly rows: readonly AlertRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export interface CasePiece {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
}

/** What is broken, by system. */
export interface FaultsPiece {
  readonly thehive: HiveFault;
  readonly slack: SlackFault;
  readonly twilio: TwilioFault;
}
export type HiveFault = "works" | "down" | "errors" | "hangs";
export type SlackFault = "works" | "down" | "errors" | "rate-limited";
export type TwilioFault = "works" | "down" | "errors" | "refuses";

/** What the app has been seen to do since something broke. */
export interface AftermathPiece {
  /** Sandbox time; undefined before anything was broken. */
  readonly brokeAt: number | undefined;
  /** Sandbox time; undefined while something is broken. */
  readonly mendedAt: number | undefined;
  /** The latest, oldest first. */
  readonly deeds: readonly Deed[];
}

/** One thing that could be seen from outside the app. */
export interface Deed {
  readonly id: number;
  readonly at: number;
  readonly source: "Slack" | "SMS" | "Call" | "Health";
  readonly text: string;
}

/** Who an action is done as, and in which message or view something is touched. */
export interface Touch {
  readonly actionId: string;
  readonly blockId: string;
}

/** What is typed or chosen: text, an option's value, several, or nothing. */
export type Entry = string | number | readonly string[] | null;

/** What an action came to: what the person is told when it did not work. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly why: string };
