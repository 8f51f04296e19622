import type { Duration } from "../lib/time.ts";
import type { Severity, Via } from "../sla/model.ts";
import type { CaseStep } from "../sla/record.ts";

/** A time of day on somebody's clock. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  /** ISO: 1 is Monday, 7 is Sunday; only where it is not plain which day is meant. */
  readonly weekday?: number;
  /** Named where it is not the reader's own. */
  readonly zone?: string;
}

/** Whom something happens to, fit to be read: the reader, somebody by name, a group, or the channel in Slack. */
export type Whom = Readonly<
  { kind: "you" } | { kind: "person"; name: string } | { kind: "group"; name: string } | { kind: "channel" }
>;

/** Why people are told: a deadline has passed or is near, a word was found (which may not be told), somebody asked for it, or nobody has answered. */
export type Lead = Readonly<
  { kind: "missed" | "escalated" | "reminder" | "at-risk" } | { kind: "high-risk"; word: string | undefined }
>;

/** Why TheHive cannot be read. */
type HiveTrouble =
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "refused"
  | "unreachable"
  | "nonsense"
  | "unknown";

interface AlertWords {
  readonly lead: Lead;
  readonly severity: Severity;
  readonly number: number;
  readonly age: Duration;
}

interface DigestWords {
  readonly count: number;
  readonly missed: boolean;
  readonly oldest: Duration;
  readonly severity: Severity;
  readonly number: number;
}

/** A case of which something was not done in time. */
interface CaseWords {
  readonly step: CaseStep;
  /** Absent where it is not known. */
  readonly caseNumber: number | undefined;
  readonly severity: Severity;
  /** Of the alert. */
  readonly number: number;
  /** Since the alert became a case. */
  readonly age: Duration;
}

interface TakenWords {
  /** `#17, #18` */
  readonly list: string;
  readonly count: number;
  readonly until: ClockTime;
  readonly from?: string | undefined;
}

/** What a phone is told, but for what strangers wrote: whole sentences, each true by itself. */
export interface PhoneWords {
  /** Whoever asked for it: somebody in Slack whose name is not known here, or the monitor. */
  readonly colleague: string;
  readonly monitor: string;
  /** What follows unless somebody takes it, as a clause: `you are called at 02:43`. */
  readonly then: (whom: Whom, via: Via, when: string) => string;
  readonly text: TextWords;
  readonly speech: SpeechWords;
}

/** Of a text: short, as it has to be one SMS together with a title. */
interface TextWords {
  readonly at: (time: ClockTime) => string;
  readonly age: (age: Duration) => string;
  /** In place of a title that holds nothing to read. */
  readonly noTitle: string;
  /** In place of one that may not be told, for a reason such as `TLP:RED`. */
  readonly withheld: (why: string) => string;
  readonly alert: (alert: AlertWords) => string;
  /** The title of the worst follows. */
  readonly digest: (digest: DigestWords) => string;
  /** TheHive could not be asked: it, or one of several, may be handled. */
  readonly doubt: (count: number) => string;
  /** The code stands between blanks. `then`: see {@link PhoneWords.then}; `last`: nothing follows. */
  readonly reply: (code: string, count: number, then: string | "last" | undefined) => string;
  /** Where the text cannot be answered. */
  readonly lookIn: (place: "slack" | "thehive", then: string | "last" | undefined) => string;
  readonly list: (reference: string) => string;
  /** The title follows. */
  readonly case: (about: CaseWords) => string;
  /** TheHive could not be asked: it may have been done. */
  readonly caseDoubt: string;
  readonly caseTodo: (step: CaseStep) => string;
  readonly more: (count: number) => string;
  /** Why it cannot be read follows. */
  readonly hiveTrouble: Readonly<Record<HiveTrouble, string>>;
  readonly hiveDown: (since: ClockTime, age: Duration) => string;
  readonly hiveDownMeans: string;
  readonly hiveUp: (downFor: Duration) => string;
  readonly test: (by: string) => string;
  readonly testReply: (code: string) => string;
  readonly testEnd: string;
  readonly taken: (taken: TakenWords) => string;
  readonly tooLate: (count: number) => string;
  readonly notUnderstood: string;
  readonly testPassed: string;
}

/** Of a call: a pass takes less than 15 seconds, half asleep. Letters that are to be spelled stand apart. */
export interface SpeechWords {
  readonly greeting: string;
  /** `in 15 minutes` */
  readonly inTime: (length: Duration) => string;
  /** In place of a title that nobody could say. */
  readonly noTitle: string;
  /** In place of one that may not be told. */
  readonly withheld: (why: string) => string;
  readonly otherScript: string;
  /** What is said of parts of a title. */
  readonly dot: string;
  readonly link: string;
  readonly address: string;
  readonly hash: string;
  readonly longWord: string;
  /** The title follows. */
  readonly alert: (alert: Omit<AlertWords, "number">) => string;
  readonly digest: (digest: Omit<DigestWords, "number" | "missed">) => string;
  /** The title follows. */
  readonly case: (about: Omit<CaseWords, "number">) => string;
  readonly caseDoubt: string;
  readonly caseTodo: (step: CaseStep) => string;
  readonly doubt: (count: number) => string;
  readonly press: (count: number) => string;
  readonly lookIn: (place: "slack" | "thehive") => string;
  readonly otherwise: (then: string) => string;
  readonly last: string;
  readonly hiveDown: (age: Duration) => string;
  readonly hiveUp: (downFor: Duration) => string;
  readonly test: (by: string) => string;
  readonly testPress: string;
  readonly testEnd: string;
  readonly taken: (
    taken: { readonly numbers: readonly number[] } & Omit<TakenWords, "list" | "count">,
  ) => string;
  readonly tooLate: (count: number) => string;
  readonly notUnderstood: string;
  readonly testPassed: string;
}
