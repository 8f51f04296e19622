import type { Duration, Instant } from "../lib/time.ts";
import type { TimeZone } from "../lib/zoned.ts";
import type { Shift } from "../oncall/shifts.ts";
import type { Swap } from "../oncall/swap.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { HandOver } from "../sla/hand-over.ts";
import type { Alert, AlertId, Severity, TierRef, Via } from "../sla/model.ts";
import type { AlertRecord, CaseLink, DeliveryId, DeliveryState, Hold, Offer } from "../sla/record.ts";
import type { AlertFinisher, CaseWishes } from "./finish/finisher.ts";

/*
 * What the engine needs of the outside. One file on purpose: this is the list of everything that an adapter
 * has to do, and each port has a contract suite under test/contract.
 */

// ---------------------------------------------------------------- TheHive

/** What one poll brought. A `full` answer names every open alert; `changes` only what moved since. */
export type Poll = Readonly<
  | { kind: "full"; alerts: readonly Alert[]; malformed: readonly Malformed[] }
  | { kind: "changes"; alerts: readonly Alert[]; malformed: readonly Malformed[] }
>;

/** An alert that TheHive sent and nobody can read. It is reported and skipped. */
export interface Malformed {
  readonly id: string;
  readonly why: string;
}

export interface AlertSource extends AlertFinisher {
  /**
   * Lists open alerts, oldest first, with their observables: everything at first and as a safety net now and
   * then, otherwise what was created or changed since the last good poll (handled ones included).
   * @param expectOpen how many open alerts the caller knows: when TheHive counts otherwise, everything is read
   * @throws HiveError
   */
  poll(expectOpen: number, signal?: AbortSignal): Promise<Poll>;
  /**
   * Reads one alert afresh, with its observables.
   * @returns undefined when TheHive no longer has it
   * @throws HiveError
   */
  read(id: AlertId, signal?: AbortSignal): Promise<Alert | undefined>;
  /**
   * Turns the alert into a case; asked twice, the same case. Looks before it asks again when in doubt.
   * @throws HiveError
   */
  promote(id: AlertId, wishes?: CaseWishes): Promise<Promotion>;
  /** The case an alert was imported into. @throws HiveError */
  caseOf(alert: Alert): Promise<CaseLink | undefined>;
  /** Assigns the alert to the TheHive user with this e-mail; false when there is none or the version has no assignees. @throws HiveError */
  assign(id: AlertId, email: string): Promise<boolean>;
  /** Leaves a comment on the alert where the version has comments; false elsewhere. @throws HiveError */
  comment(id: AlertId, text: string): Promise<boolean>;
  /** Where a person opens this alert in a browser. Known only after the first contact with TheHive. */
  alertUrl(id: AlertId): string | undefined;
  /** TheHive's clock minus ours in ms, as last measured; undefined before the first answer. */
  clockSkew(): number | undefined;
}

/** `alreadyImported`: somebody had made the case before us, in TheHive or through another copy. */
export interface Promotion {
  readonly case: CaseLink;
  readonly alreadyImported: boolean;
}

// ---------------------------------------------------------------- telling people

/**
 * What a failure says about others. `person`: this person or channel cannot be told this way, another may.
 * `way`: nobody can be told this way, such as texts from a sender that may not text; the provider's other ways
 * may work. `setup`: nothing gets through at this provider until somebody changes the set-up.
 */
export type Scope = "person" | "way" | "setup";

/**
 * How a send ended.
 *
 * `unknown`: it may or may not have happened: look (`find`) before sending again.
 * `failed`: `again` after a while when set; otherwise for good.
 */
export type Outcome = Readonly<
  | { state: "sent"; ref: string; line?: Line }
  | { state: "delivered"; ref: string; detail?: string }
  | { state: "unanswered"; ref: string; detail: string }
  | { state: "unknown"; detail: string }
  | { state: "failed"; detail: string; scope: Scope; again?: Duration; ref?: string }
>;

/**
 * What a call that goes on has met: somebody or something has taken it and a key may come; a machine; a key was
 * pressed, and the caller waits for an answer.
 */
export type Line = "taken" | "machine" | "key";

/** What a phone is told. The adapter words it: facts in, no finished sentences. */
export interface Page {
  readonly id: DeliveryId;
  readonly via: "sms" | "call";
  /** The person's name in the settings. */
  readonly to: string;
  /** E.164. Never logged. */
  readonly phone: string;
  readonly about: PageSubject;
  readonly attempt: number;
  /** A text that can be answered ends with it. */
  readonly code?: string;
}

export type PageSubject = Readonly<
  | {
      kind: "alert";
      number: number;
      severity: Severity;
      /** The attacker's text, as it came. */
      title: string;
      age: Duration;
      tier: TierRef;
      repeat: number;
      highRiskWord?: string;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
    }
  | {
      kind: "digest";
      count: number;
      worst: { number: number; severity: Severity; title: string };
      oldest: Duration;
      /** Each of them is past a deadline; otherwise a high-risk word was found before it in some. */
      missed: boolean;
      /** Short and human: `D7`. */
      reference: string;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
    }
  | { kind: "hive-down"; since: Instant; why: string }
  | { kind: "hive-up"; downFor: Duration }
  | { kind: "test"; by: string }
  | PhoneAnswer
>;

/** What a phone is told that answered: by text to a reply, in the call itself to a key. */
export type PhoneAnswer = Readonly<
  /** The alerts by number that are the person's now, worst first, and until when. `from`: whoever had one of them. */
  | { kind: "taken"; numbers: readonly number[]; until: Instant; from?: string }
  /** All of them are done with in TheHive. */
  | { kind: "too-late"; numbers: readonly number[] }
  /** It held no code of a text that went to this number in the last 24 h. */
  | { kind: "not-understood" }
  | { kind: "test-passed" }
>;

/** A text that came in. Everything in it is a stranger's, the number too. */
export interface Inbound {
  readonly sid: string;
  /** E.164, as claimed. Never logged. */
  readonly from: string;
  readonly body: string;
  /** Absent while the provider gives none. */
  readonly at?: Instant;
}

export interface Phones {
  /** Sends one text or places one call. Never throws: every failure is an outcome. */
  send(page: Page): Promise<Outcome>;
  /**
   * After a crash or an unknown outcome: looks at the provider for this page, begun at `startedAt`.
   * @param isAnothers whether a text or call is known to be another page's; calls bear no mark to tell them by
   */
  find(page: Page, startedAt: Instant, isAnothers?: (ref: string) => boolean): Promise<Outcome | "not-found">;
  /** Asks how a sent text or call went on; `sent` while it is still under way. */
  follow(via: "sms" | "call", ref: string): Promise<Outcome>;
  /** Ends a call that rings or is being taken. Never throws: one that has ended already is no failure. */
  hangUp(ref: string): Promise<void>;
  /** Says something to a caller who pressed a key. Never throws. @returns whether it is being said */
  answer(ref: string, words: PhoneAnswer): Promise<boolean>;
  /**
   * Texts that came in since an instant, oldest first; the same ones each time. Undefined when nobody can be asked
   * now. Never throws. Absent where the sender cannot be replied to.
   */
  readonly inbox?: (since: Instant) => Promise<readonly Inbound[] | undefined>;
  /** Which methods can be used at all, as set up. */
  readonly methods: ReadonlySet<"sms" | "call">;
}

/**
 * One try to tell one person or channel of an alert, as it stands now.
 *
 * `pending`: written down, not yet tried. `sending`: handed to the provider, answer unknown. `sent`: the provider
 * took it; a call rings. `delivered`: it arrived, or the call was answered. `unanswered`: the phone rang in vain.
 * `failed`: it never will. `dropped`: no longer wanted; `detail` says why.
 */
export interface Told {
  readonly tier: TierRef;
  /** Counts repeats of the last tier; 0 is the tier itself. */
  readonly repeat: number;
  readonly via: Via;
  readonly group?: string | undefined;
  /** A person's name in the settings, or the Slack channel. */
  readonly to: string;
  /** The person's Slack id, where it is known. */
  readonly slack?: string | undefined;
  readonly attempt: number;
  readonly state: DeliveryState;
  readonly at: Instant;
  /** Held back until then: by `limits`, a pause, or between two tries. */
  readonly notBefore?: Instant | undefined;
  /** Why it is held back: too many in too short a time for this person. */
  readonly limited?: boolean | undefined;
  /** What people are told about the outcome: plain words, no secrets, no numbers. */
  readonly detail?: string | undefined;
  /** The digest by which it was told together with others, such as `D7`. */
  readonly digest?: string | undefined;
}

/** A person of the settings, and the Slack id by which to mention them where it is known. */
export interface Named {
  readonly name: string;
  readonly slack?: string;
}

/** All a card shows: drawn whole from this at each change. */
export interface CardFacts {
  readonly alert: Alert;
  readonly record: AlertRecord;
  /** Who was told and how that went, in the order in which they were tried. */
  readonly told: readonly Told[];
  /** Whom the latest firing concerns: who was on duty at that moment. */
  readonly duty: readonly Named[];
  readonly now: Instant;
  readonly alertUrl?: string;
  /** What the engine tells next, and when; a `repeat` above 0 is the last tier again. */
  readonly next?: { readonly tier: TierRef; readonly repeat: number; readonly at: Instant };
  /** The deadline of the latest fired tier. The high-risk rule has none. */
  readonly breachedAt?: Instant;
  /** Tiers of the policy in force. */
  readonly tierCount: number;
  readonly ignoreFor: Duration;
  readonly acknowledgeFor: Duration;
}

/** A message of its own, in the channel or to one person. */
export type Notice = Readonly<
  | { kind: "hive-down"; since: Instant; why: string }
  | { kind: "hive-up"; downFor: Duration }
  /** Texts or calls do not get out, or do again: each for itself. `slack` is told to people by direct message or phone only. */
  | { kind: "way-failing"; way: "sms" | "call"; since: Instant; why: string }
  | { kind: "way-working"; way: "sms" | "call"; downFor: Duration }
  /** State or audit trail cannot be written, or can be again. */
  | { kind: "disk-failing"; what: DiskPart; since: Instant; why: string }
  | { kind: "disk-working"; what: DiskPart; downFor: Duration }
  /** Alerts past their last tier that nobody holds, worst first; `total` counts what the rows leave out too. */
  | { kind: "unattended"; rows: readonly BoardRow[]; total: number }
  | { kind: "setup-problem"; why: string }
  | {
      kind: "digest";
      groups: readonly DigestGroup[];
      oldest: DigestAlert;
      worst: DigestAlert;
      total: number;
      /** Each of them is past a deadline; otherwise a high-risk word was found before it in some. */
      missed: boolean;
      reference: string;
    }
  | { kind: "paused"; by: string; until: Instant; reason: string }
  | { kind: "resumed"; by: string }
  /** Rows are cut, the most urgent first; `open` counts them all. */
  | {
      kind: "handoff";
      group: string;
      to: Named;
      relieved: readonly Named[];
      until?: Instant;
      open: number;
      rows: readonly BoardRow[];
    }
  /** The monitor runs in this channel for the first time. */
  | { kind: "started"; facts: StartFacts }
  | { kind: "coverage-gap"; group: string; from: Instant; until: Instant; why: string }
  | { kind: "settings-refused"; problems: readonly string[] }
  /** `ids` are cut to a few, `total` counts them all. */
  | { kind: "malformed-alerts"; ids: readonly string[]; total: number; why: string }
  | { kind: "alert"; facts: CardFacts; tier: TierRef }
  /** To the person it is offered to. */
  | { kind: "offer"; facts: CardFacts; offer: Offer }
  | DutyNotice
  | { kind: "test"; by: string }
  /** A test text was replied to, or a key pressed in a test call. */
  | { kind: "test-answered"; to: Named; by: "reply" | "key" }
>;

/** Who has whose duty: said in the channel when somebody changed it, and asked of the one who is to swap. */
export type DutyNotice = Readonly<
  | {
      kind: "duty";
      group: string;
      by: string;
      shifts: readonly Readonly<{
        person: Named;
        relieves: readonly Named[];
        from: Instant;
        until: Instant;
      }>[];
      /** It was agreed between two. */
      swap: boolean;
    }
  | {
      kind: "duty-cleared";
      group: string;
      by: string;
      relieved: readonly Named[];
      onCall: readonly Named[];
    }
  | { kind: "swap-asked"; swap: Swap; zone: TimeZone; gives: readonly Shift[]; takes: readonly Shift[] }
  | { kind: "swap-declined"; swap: Swap; by: string; zone: TimeZone }
>;

/** What a channel is told when the monitor runs in it for the first time. */
export interface StartFacts {
  /** Which TheHive, as people know it: `TheHive 5.4 at https://thehive.example.org`. */
  readonly watching: string;
  readonly open: number;
  /** The next deadline, and whose it is. */
  readonly next?: { readonly at: Instant; readonly number: number };
  readonly onCall: readonly { readonly group: string; readonly people: readonly Named[] }[];
  /** Whether texts and calls are set up; without them Slack alone is used. */
  readonly phones: boolean;
}

export interface DigestGroup {
  readonly severity: Severity;
  readonly tier: TierRef;
  readonly count: number;
}
export interface DigestAlert {
  readonly number: number;
  readonly title: string;
  readonly severity: Severity;
  readonly createdAt: Instant;
  readonly url?: string;
}

/** What cannot be written: the state store, or the audit trail. */
export type DiskPart = "state" | "audit";

/**
 * What is said in a card's thread and shown in the channel too.
 *
 * `tier`: a later tier fired. `hold-over`: a hold has ended and the alert is still open; names who held it, and the
 * next step. `nobody`: the last tier has fired, nobody has responded, and nothing more will be sent by phone.
 */
export type ThreadReply = Readonly<
  | { kind: "tier"; facts: CardFacts; tier: TierRef; repeat: number }
  | { kind: "hold-over"; facts: CardFacts; hold: Hold }
  | { kind: "nobody"; facts: CardFacts; tier: TierRef; repeat: number }
  /** Who has the alert has changed, or may. */
  | { kind: "hand-over"; facts: CardFacts; step: HandOver }
>;

export interface Chat {
  /** Posts an alert's card. `sent.ref` is `channel/ts`. Never throws. */
  postCard(id: DeliveryId, channel: string, facts: CardFacts): Promise<Outcome>;
  /** Redraws it. A message that is gone is a `failed` with scope `person`. */
  redrawCard(ref: { channel: string; ts: string }, facts: CardFacts): Promise<Outcome>;
  reply(id: DeliveryId, ref: { channel: string; ts: string }, reply: ThreadReply): Promise<Outcome>;
  /** One plain line in a card's thread, not shown in the channel: how a delivery failed, what went on. */
  remark(id: DeliveryId, ref: { channel: string; ts: string }, text: string): Promise<Outcome>;
  /** @param to a channel, or a Slack user id for a direct message */
  say(id: DeliveryId, to: string, notice: Notice): Promise<Outcome>;
  /** Looks for a message posted under this id, after a crash or an unknown outcome. */
  find(
    id: DeliveryId,
    where: { channel: string; thread?: string },
    startedAt: Instant,
  ): Promise<Outcome | "not-found">;
  /** The channel alerts go to unless a route says otherwise. */
  readonly channel: string;
}

// ---------------------------------------------------------------- memory

/** A key and what it is to hold; undefined removes it. */
export type Entry = readonly [key: string, value: unknown];

/** Key-value memory that survives a crash. A resolved promise means: it is on disk. */
export interface Store {
  /** Every alert's record; what cannot be read is moved aside, on disk too, and named. */
  records(): Promise<{ records: AlertRecord[]; damaged: readonly Damaged[] }>;
  /** One value. Parsed by the caller. */
  read(key: string): Promise<unknown>;
  /** Every key that begins so, in no order. */
  list(prefix: string): Promise<[key: string, value: unknown][]>;
  /** Writes all of them or none. @throws StoreError; then none of them was written */
  write(entries: readonly Entry[]): Promise<void>;
  close(): Promise<void>;
}

/** An entry that could not be read. */
export interface Damaged {
  readonly key: string;
  readonly why: string;
}

/** The audit trail: appended, never edited. */
export interface Trail {
  /** In order, each on a line of its own. @throws AuditError when they could not all be written */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** The last `limit` events, latest first: to see what a crash left unwritten. @throws AuditError */
  latest(limit: number): Promise<readonly AuditEvent[]>;
}

// ---------------------------------------------------------------- what people look at

/** One open alert on the board. */
export interface BoardRow {
  readonly alert: Alert;
  readonly record: AlertRecord;
  /** Who was told, in the order in which they were tried. */
  readonly told: readonly Told[];
  readonly url?: string;
  /** `breached`: a deadline has passed and nobody holds it. `quiet`: nobody was told of it, and nobody will be. */
  readonly state: "waiting" | "breached" | "ignored" | "acknowledged" | "quiet";
  /** What the engine tells next, and when, if anything. */
  readonly next?: { readonly tier: TierRef; readonly repeat: number; readonly at: Instant };
}
