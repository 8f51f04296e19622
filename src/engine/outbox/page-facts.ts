import { between } from "../../lib/time.ts";
import { type Disclosed, disclosedTo } from "../../sla/disclosure.ts";
import type { Alert } from "../../sla/model.ts";
import type { Member, Subject } from "../items/subject.ts";
import type { Notice } from "../ports/notice.ts";
import type { PageSubject } from "../ports/phones.ts";
import { judged } from "../show/card-facts.ts";
import { isMissed } from "../show/next-act.ts";
import type { Watched } from "../work/watchlist.ts";
import { type NextSources, nextTold } from "./next-told.ts";
import { firingOf, type Summed } from "./summed.ts";

/** To whom, and how. */
export interface Told {
  readonly to: string;
  readonly place: "sms" | "call";
}

/** One alert, as a phone tells it to somebody. */
export function alertPage(
  sources: NextSources,
  { tier, repeat }: Pick<Member, "tier" | "repeat">,
  entry: Watched,
  { to, place }: Told,
): PageSubject {
  const { alert, record } = entry;
  const disclosed = disclosedTo(entry.alert, sources.settings().disclosure, place);
  const word = tier === "high-risk" && disclosed.level === "full" ? record.highRisk?.word : undefined;
  const next = nextTold(sources, [entry], to);
  return {
    kind: "alert",
    number: record.number,
    severity: alert.severity,
    ...titleFor(alert, disclosed),
    age: between(alert.createdAt, sources.clock.now()),
    tier,
    repeat,
    missed: isMissed(judged(sources, entry)),
    unconfirmed: firingOf(record, { tier, repeat })?.unconfirmed ?? false,
    slack: sources.channel !== undefined,
    ...(next === undefined ? {} : { next }),
    ...(word === undefined ? {} : { highRiskWord: word }),
  };
}

function titleFor(
  { title }: Pick<Alert, "title">,
  { level, because = "" }: Disclosed,
): { title: string; withheld?: string } {
  return level === "number" ? { title: "", withheld: because } : { title };
}

/** Many of them. */
export function digestPage(
  sources: NextSources,
  reference: string,
  { entries, total, worst, oldest, missed, unconfirmed }: Summed,
  { to, place }: Told,
): PageSubject {
  const disclosed = disclosedTo(worst.alert, sources.settings().disclosure, place);
  const next = nextTold(sources, entries, to);
  return {
    kind: "digest",
    count: total,
    worst: {
      number: worst.record.number,
      severity: worst.alert.severity,
      ...titleFor(worst.alert, disclosed),
    },
    oldest: between(oldest.alert.createdAt, sources.clock.now()),
    missed,
    reference,
    unconfirmed,
    slack: sources.channel !== undefined,
    ...(next === undefined ? {} : { next }),
  };
}

/** A case of which something was not done in time. */
export function casePage(
  { settings, clock }: Pick<NextSources, "settings" | "clock">,
  { step, unconfirmed }: Pick<Subject & { kind: "case" }, "step" | "unconfirmed">,
  { alert, record }: Watched,
  place: Told["place"],
): PageSubject {
  const number = record.handled?.case?.number;
  return {
    kind: "case",
    step,
    number: record.number,
    ...(number === undefined ? {} : { caseNumber: number }),
    severity: record.caseWatch?.severity ?? alert.severity,
    ...titleFor(alert, disclosedTo(alert, settings().disclosure, place)),
    age: between(record.handled?.at ?? clock.now(), clock.now()),
    unconfirmed,
  };
}

/** What of a notice a phone can say. */
export function asPage(words: Notice | PageSubject): PageSubject | undefined {
  switch (words.kind) {
    case "hive-down":
    case "hive-up":
    case "test":
    case "taken":
    case "too-late":
    case "not-understood":
    case "test-passed":
      return words;
    default:
      return undefined;
  }
}
