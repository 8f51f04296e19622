import type { Duration } from "../lib/time.ts";
import type { TimeZone } from "../lib/zoned.ts";
import type { Severity } from "../sla/model.ts";

/** How the alerts of one severity, or all of them, fared. */
export interface Fate {
  /** Seen for the first time in the window. */
  readonly alerts: number;
  /** Taken up or handled before any tier of theirs fired. */
  readonly withinSla: number;
  /** A tier fired first. */
  readonly late: number;
  /** Neither yet: nobody responded, no tier fired. */
  readonly waiting: number;
  /** Time from creation to the first response of a person, ms; null when nobody responded to any. */
  readonly triage: Triage | null;
  /** Time from the date of an alert's source to its being taken up, ms, where TheHive tells both; else null. */
  readonly acknowledge: Triage | null;
  /** For how long their clocks stood still before anybody responded (`poll.pause`), all together, ms. */
  readonly stood: Duration;
}

/** The alerts of one source, or with one value of a custom field. */
export interface Share extends Fate {
  readonly name: string;
}

/** Of so many alerts. */
export interface Triage {
  readonly responded: number;
  readonly median: Duration;
  /** Nine of ten were at least as quick. */
  readonly p90: Duration;
}

/** How often one person was told, by SMS, call or direct message. */
export interface Told {
  readonly name: string;
  readonly notifications: number;
  /** Between 22:00 and 07:00 of the report's zone. */
  readonly atNight: number;
  /** In how many nights. */
  readonly nights: number;
  /** Woken in three or more of the last seven nights. */
  readonly needsRest: boolean;
}

/** What the report says, as plain numbers. The window is half-open; times are ISO 8601 with the zone's offset. */
export interface Report {
  readonly since: string;
  readonly until: string;
  readonly zone: TimeZone;
  readonly all: Fate;
  readonly bySeverity: Readonly<Record<Severity, Fate>>;
  /** Those with most alerts first; what there is no room for is the last one, `others`. */
  readonly bySource: readonly Share[];
  /** The same by a custom field, where one was asked for. */
  readonly byField?: { readonly field: string; readonly shares: readonly Share[] };
  /** Tiers that fired in the window, whenever their alert was first seen. Tier 1 first; repeats are not counted. */
  readonly breachesByTier: readonly number[];
  readonly highRisk: number;
  /** The same breaches by the hour of the day, from midnight. */
  readonly breachesByHour: readonly number[];
  readonly people: readonly Told[];
}

/** What a report is held against. */
export interface Measure {
  /** Of a hundred alerts. */
  readonly target?: number | undefined;
  /** The period of the same length before it. */
  readonly previous?: Report | undefined;
}
