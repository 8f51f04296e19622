import type { Duration, Instant } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { Alert, AlertId, Severity, TierRef } from "../sla/model.ts";
import type { AlertRecord, CaseLink, DeliveryId } from "../sla/record.ts";

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

export interface AlertSource {
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
  promote(id: AlertId): Promise<Promotion>;
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
 * How a send ended.
 *
 * `unknown`: it may or may not have happened: look (`find`) before sending again.
 * `failed`: `again` after a while when set; otherwise for good, and `scope` says whether another person may
 * still be reached this way (`person`) or nobody can (`setup`).
 */
export type Outcome = Readonly<
  | { state: "sent"; ref: string }
  | { state: "delivered"; ref: string; detail?: string }
  | { state: "unanswered"; ref: string; detail: string }
  | { state: "unknown"; detail: string }
  | { state: "failed"; detail: string; scope: "person" | "setup"; again?: Duration; ref?: string }
>;

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
  | { kind: "digest"; count: number; worst: Severity; oldest: Duration; reference: string }
  | { kind: "hive-down"; since: Instant; why: string }
  | { kind: "hive-up"; downFor: Duration }
  | { kind: "test"; by: string }
>;

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
  /** Which methods can be used at all, as set up. */
  readonly methods: ReadonlySet<"sms" | "call">;
}

/** All a card shows: drawn whole from this at each change. */
export interface CardFacts {
  readonly alert: Alert;
  readonly record: AlertRecord;
  readonly now: Instant;
  readonly alertUrl?: string;
  /** The next deadline while the ladder runs: tier number from 1. */
  readonly next?: { readonly tier: number; readonly at: Instant };
  /** The deadline of the latest fired tier. */
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
  | { kind: "twilio-failing"; why: string }
  | { kind: "setup-problem"; why: string }
  | {
      kind: "digest";
      groups: readonly DigestGroup[];
      oldest: DigestAlert;
      worst: DigestAlert;
      total: number;
      reference: string;
    }
  | { kind: "paused"; by: string; until: Instant; reason: string }
  | { kind: "resumed"; by: string }
  | { kind: "handoff"; group: string; to: string; until?: Instant; open: number; rows: readonly BoardRow[] }
  | { kind: "coverage-gap"; group: string; from: Instant; until: Instant; why: string }
  | { kind: "settings-refused"; problems: readonly string[] }
  | { kind: "malformed-alert"; id: string; why: string }
  | { kind: "alert"; facts: CardFacts; tier: TierRef }
  | { kind: "test"; by: string }
>;

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

/** What a later tier says in the card's thread, shown in the channel too. */
export interface ThreadReply {
  readonly facts: CardFacts;
  readonly tier: TierRef;
  readonly repeat: number;
}

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

/** Key-value memory that survives a crash. A resolved promise means: it is on disk. */
export interface Store {
  records(): Promise<AlertRecord[]>;
  saveRecord(record: AlertRecord): Promise<void>;
  forgetRecord(id: AlertId): Promise<void>;
  /** Everything else that is remembered: notices, settings from Slack, overrides, the counter. Parsed by the caller. */
  read(key: string): Promise<unknown>;
  list(prefix: string): Promise<[key: string, value: unknown][]>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

/** The audit trail: appended, never edited. */
export interface Trail {
  /** @throws when the line could not be written: what it tells of counts as not done */
  append(events: readonly AuditEvent[]): Promise<void>;
}

// ---------------------------------------------------------------- what people look at

/** One open alert on the board, next deadline first. */
export interface BoardRow {
  readonly alert: Alert;
  readonly record: AlertRecord;
  readonly url?: string;
  readonly state: "waiting" | "breached" | "ignored" | "acknowledged" | "quiet";
  /** The next instant at which something happens to it, if anything will. */
  readonly next?: { readonly tier: TierRef; readonly at: Instant };
}
