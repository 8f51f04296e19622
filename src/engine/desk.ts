import type { Duration, Instant } from "../lib/time.ts";
import type { CaseDeadline } from "../sla/case-deadlines.ts";
import type { Disclosed, Place } from "../sla/disclosure.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { Forecast } from "../sla/forecast.ts";
import type { Actor, AlertId, Severity, Via } from "../sla/model.ts";
import type { AlertRecord, CaseLink, CaseMark, Firing } from "../sla/record.ts";
import type { Finishing } from "./finish/finishing.ts";
import type { BoardRow, CardFacts } from "./ports/card-facts.ts";
import type { Readiness } from "./ports/outside.ts";

/*
 * The counter at which people's requests arrive: everything Slack may ask of the engine. Slack's listeners know
 * nothing else of it.
 */

export type Response = Readonly<
  | { kind: "ignore"; for?: Duration; until?: Instant; reason?: string }
  | { kind: "acknowledge" }
  | { kind: "resume" }
  | { kind: "promote"; template?: string }
  /** Takes it from whomever holds it. */
  | { kind: "take" }
  /** Hands it to a Slack user, who has to accept. */
  | { kind: "give"; to: Actor }
  | { kind: "accept" }
  | { kind: "decline" }
  /** Fires the next tier now. */
  | { kind: "escalate" }
>;

/** Who asks. `email` finds the TheHive user on an acknowledgement. */
export interface Person {
  readonly actor: Actor;
  readonly email?: string;
  /** As Slack shows them; for the comment in TheHive. */
  readonly name?: string;
  /** By which way they answered; Slack unless said otherwise. */
  readonly by?: "sms" | "call";
}

/** The answer to a response: what was done, or why not, with the card as it now stands. */
export type Answer = Readonly<
  | { kind: "done"; response: Response["kind"]; facts: CardFacts; case?: CaseLink }
  | { kind: "refused"; why: "already-a-case"; facts: CardFacts; case: CaseLink }
  | {
      kind: "refused";
      why: "handled" | "not-held" | "not-offered" | "not-escalated" | "failed";
      facts: CardFacts;
      detail: string;
    }
  | { kind: "refused"; why: "unknown-alert"; detail: string }
>;

export interface ConnectionHealth {
  readonly ok: boolean;
  /** One line in plain words: version, since when, what is wrong. */
  readonly detail: string;
  readonly since?: Instant;
}

export interface Health {
  readonly now: Instant;
  /** Whether people would be told in time; `reasons` says why not, in plain words, the weightiest first. */
  readonly ok: boolean;
  readonly reasons: readonly string[];
  readonly lastPollAt?: Instant;
  /** When TheHive could be read the last time. */
  readonly lastGoodPollAt?: Instant;
  readonly nextPollAt?: Instant;
  readonly openAlerts: number;
  readonly theHive: ConnectionHealth;
  readonly slack: ConnectionHealth;
  readonly twilio: ConnectionHealth | "off";
  /** State and audit trail can be written. */
  readonly disk: ConnectionHealth;
  /** What is written down and not yet told: held back by limits, and overdue for another reason. */
  readonly waiting: { readonly limited: number; readonly overdue: number; readonly oldestAt?: Instant };
  readonly paused?: Pause;
  /** Undefined: there can be no other copy. */
  readonly copies?: CopiesNow | undefined;
}

/** The copies of the monitor that share one state. */
export interface CopiesNow {
  readonly leads: { readonly label: string; readonly since: Instant };
  readonly standbys: readonly {
    readonly label: string;
    readonly seenAt: Instant;
    /** Why it would not lead. */
    readonly refuses?: string | undefined;
  }[];
}

export interface Pause {
  readonly by: Actor;
  readonly at: Instant;
  readonly until: Instant;
  readonly reason: string;
}

export interface OnCallNow {
  readonly group: string;
  /** Names in the settings; empty = nobody. */
  readonly now: readonly string[];
  readonly because: "rotation" | "members" | "calendar" | "override";
  /** Who made the override that counts. */
  readonly by?: Actor;
  readonly until?: Instant;
  readonly next: readonly string[];
}

export interface Board {
  readonly health: Health;
  readonly rows: readonly BoardRow[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly onCall: readonly OnCallNow[];
  /** How it will go at the pace of the last hours, when some will be late; the first to take by number. */
  readonly ahead?: Omit<Forecast, "first"> & { readonly first: readonly number[] };
}

/** What is told next of all alerts that are open: when, and of which. */
export interface FirstAct {
  readonly at: Instant;
  readonly number: number;
}

/** Why people were told of one alert: facts for `/sla why`. */
export interface Why {
  readonly facts: CardFacts;
  readonly policy: {
    readonly name: string;
    readonly calendar: string;
    /** What is told before the first tier. */
    readonly warning?: { readonly at: Instant; readonly methods: readonly string[] };
    readonly tiers: readonly {
      readonly tier: number;
      readonly after: Duration;
      readonly deadline: Instant;
      readonly methods: readonly string[];
    }[];
  };
  /** What is promised of its case, and when it was told that it was not kept. */
  readonly case?: {
    readonly link: CaseLink;
    readonly methods: readonly string[];
    readonly steps: readonly (CaseDeadline & { readonly mark?: CaseMark })[];
  };
  /** SLA time elapsed by the policy's calendar. */
  readonly elapsed: Duration;
  /** How much of the calendar's hours the clock stood still. */
  readonly stood: Duration;
  readonly firings: readonly (Firing & { readonly onCall: readonly OnCallNow[] })[];
  readonly events: readonly AuditEvent[];
  /** The ways that do not carry all of the alert. */
  readonly carried: readonly (Disclosed & { readonly place: Place })[];
}

export interface Desk extends Finishing {
  /** Finds an alert by `#17`, `17`, TheHive's id or a link to it. */
  find(name: string): AlertId | undefined;
  facts(id: AlertId): CardFacts | undefined;
  record(id: AlertId): AlertRecord | undefined;
  respond(id: AlertId, response: Response, person: Person): Promise<Answer>;
  board(): Board;
  /** Makes what changed of the board, so that `board` holds nothing up where that is thousands of alerts. */
  prepareBoard(): Promise<void>;
  /** What is told next of all that is open, as far as is known now. */
  firstAct(): Promise<FirstAct | undefined>;
  health(): Health;
  onCall(): readonly OnCallNow[];
  why(id: AlertId): Promise<Why | undefined>;
  /** Latest first. */
  audit(id: AlertId | undefined, limit: number): Promise<readonly AuditEvent[]>;
  pause(until: Instant, reason: string, actor: Actor): Promise<Pause>;
  /** false: it was not paused. */
  resume(actor: Actor): Promise<boolean>;
  /** A real test notification; one line per person or channel, with its outcome. */
  test(
    via: Via,
    person: string | undefined,
    actor: Actor,
  ): Promise<readonly { to: string; ok: boolean; detail: string }[]>;
  /** Whether everybody can be told in the coming two weeks. Asks others; never throws. */
  readiness(): Promise<Readiness>;
  /** Called after each change of anything a board shows, coalesced by the caller. */
  onChange(listener: () => void): () => void;
}
