import type { Duration, Instant } from "../../lib/time.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import type { Shift } from "../../oncall/shifts.ts";
import type { Swap } from "../../oncall/swap.ts";
import type { Measure, Report } from "../../report/model.ts";
import type { Severity, TierRef } from "../../sla/model.ts";
import type { Offer } from "../../sla/record.ts";
import type { HiveTrouble } from "../hive-error.ts";
import type { BoardRow, CardFacts, Named } from "./card-facts.ts";
import type { CaseOverdue } from "./chat.ts";
import type { Readiness } from "./outside.ts";
import type { DiskPart } from "./store.ts";

/** A message of its own, in the channel or to one person. */
export type Notice = Readonly<
  | { kind: "hive-down"; since: Instant; why: string; trouble: HiveTrouble }
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
  /** A report that comes by itself, held against its target and the period before. */
  | { kind: "report"; report: Report; measure: Measure }
  /** A feed cannot be had, or can be again. `readAt`: what was read then counts meanwhile. */
  | ({ kind: "calendar-failing"; place: string; since: Instant; why: string; readAt?: Instant } & FeedUse)
  | ({ kind: "calendar-working"; downFor: Duration } & FeedUse)
  /** A calendar names somebody who is not among the people, or has events that cannot be read. */
  | {
      kind: "calendar-strangers";
      group: string;
      strangers: readonly string[];
      unread: readonly string[];
    }
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
  /** What is not ready for the coming two weeks. */
  | ({ kind: "readiness" } & Readiness)
  /** Who has not answered the weekly test text, of so many that were asked. */
  | { kind: "drill"; sentAt: Instant; asked: number; rows: readonly DrillRow[] }
  | { kind: "coverage-gap"; group: string; from: Instant; until: Instant; why: string }
  | { kind: "settings-refused"; problems: readonly string[] }
  /** `ids` are cut to a few, `total` counts them all. */
  | { kind: "malformed-alerts"; ids: readonly string[]; total: number; why: string }
  | { kind: "alert"; facts: CardFacts; tier: TierRef }
  /** To the person it is offered to. */
  | { kind: "offer"; facts: CardFacts; offer: Offer }
  | CaseOverdue
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

/** Somebody who has not answered: the text did not get out, or whether they did cannot be known. */
export interface DrillRow {
  readonly who: Named;
  readonly how: "silent" | "unsent" | "unknown";
  readonly why?: string;
}

/** What an iCalendar feed is for: who of a group is on call, or the holidays of an SLA calendar. */
export type FeedUse = Readonly<{ use: "duty" | "holidays"; of: string }>;

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
