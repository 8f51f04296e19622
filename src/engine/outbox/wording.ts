import { between, type Duration, type Instant } from "../../lib/time.ts";
import { type Disclosed, disclosedTo, type Level, shown } from "../../sla/disclosure.ts";
import { severities } from "../../sla/model.ts";
import type { Item } from "../items/item.ts";
import type { Member, Subject } from "../items/subject.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import type { ThreadReply } from "../ports/chat.ts";
import type { DigestAlert, DigestGroup, Notice } from "../ports/notice.ts";
import type { PageSubject } from "../ports/phones.ts";
import { type CardSources, factsOf } from "../show/card-facts.ts";
import type { Watched } from "../work/watchlist.ts";

/** What a channel is shown: an alert's card, a reply below it, or a message of its own. */
type ChannelWords = Readonly<
  | { kind: "card"; facts: CardFacts }
  | { kind: "reply"; card: { channel: string; ts: string }; reply: ThreadReply }
  | { kind: "notice"; notice: Notice }
>;

/** Turns an item into the facts that its way words: as they are at the moment of sending. */
export interface Wording {
  inChannel(item: Item): ChannelWords | undefined;
  toPerson(item: Item): Notice | undefined;
  byPhone(item: Item): PageSubject | undefined;
}

export function wordingOf(sources: CardSources): Wording {
  const { watch, clock, settings } = sources;
  const rules = () => settings().disclosure;

  function digest({ reference, alerts }: Subject & { kind: "digest" }): Notice | undefined {
    const told = summed(alerts.flatMap((member) => entryOf(member)));
    if (told === undefined) return undefined;
    const listed = ({ alert, record }: Watched): DigestAlert => {
      const url = sources.source.alertUrl(alert.id);
      const { title, severity, createdAt } = shown(alert, disclosedTo(alert, rules(), "slack"));
      return { number: record.number, title, severity, createdAt, ...(url === undefined ? {} : { url }) };
    };
    return {
      kind: "digest",
      groups: told.groups,
      oldest: listed(told.oldest),
      worst: listed(told.worst),
      total: told.total,
      missed: told.missed,
      reference,
    };
  }

  function entryOf(member: Member): { member: Member; entry: Watched }[] {
    const entry = watch.get(member.alertId);
    return entry === undefined ? [] : [{ member, entry }];
  }

  return {
    inChannel(item) {
      const { about } = item;
      if (about.kind === "notice") return { kind: "notice", notice: asNotice(about.notice) };
      if (about.kind === "digest") {
        const notice = digest(about);
        return notice === undefined ? undefined : { kind: "notice", notice };
      }
      const facts = factsOf(sources, about.alertId);
      if (facts === undefined) return undefined;
      const { card } = facts.record;
      if (card === undefined) return about.kind === "tier" ? { kind: "card", facts } : undefined;
      return { kind: "reply", card, reply: replyOf(about, facts) };
    },
    toPerson({ about }) {
      if (about.kind === "notice") return asNotice(about.notice);
      if (about.kind === "digest") return digest(about);
      const facts = factsOf(sources, about.alertId);
      if (facts === undefined || about.kind === "hold-over") return undefined;
      if (about.kind === "hand-over")
        return about.step.kind === "offered" ? { kind: "offer", facts, offer: about.step.offer } : undefined;
      return { kind: "alert", facts, tier: about.tier };
    },
    byPhone({ about, via }) {
      const place = via === "call" ? "call" : "sms";
      const told = (entry: Watched) => disclosedOf(entry, disclosedTo(entry.alert, rules(), place));
      if (about.kind === "notice") return asPage(about.notice);
      if (about.kind === "hold-over" || about.kind === "nobody" || about.kind === "hand-over")
        return undefined;
      if (about.kind === "digest") {
        const all = summed(about.alerts.flatMap((member) => entryOf(member)));
        if (all === undefined) return undefined;
        return digestPage(about.reference, { ...all, worst: told(all.worst) }, clock.now());
      }
      const entry = watch.get(about.alertId);
      if (entry === undefined) return undefined;
      const { level } = disclosedTo(entry.alert, rules(), place);
      return alertPage(about, told(entry), level, clock.now());
    },
  };
}

function replyOf(about: Exclude<Subject, { kind: "notice" | "digest" }>, facts: CardFacts): ThreadReply {
  if (about.kind === "hold-over") {
    const { next: _, ...rest } = facts;
    const shown = about.next === undefined ? rest : { ...rest, next: about.next };
    return { kind: "hold-over", facts: shown, hold: about.hold };
  }
  if (about.kind === "hand-over") return { kind: "hand-over", facts, step: about.step };
  const { tier, repeat } = about;
  return { kind: about.kind, facts, tier, repeat };
}

function alertPage(
  { tier, repeat }: Pick<Member, "tier" | "repeat">,
  { alert, record }: Watched,
  level: Level,
  now: Instant,
): PageSubject {
  const word = tier === "high-risk" && level === "full" ? record.highRisk?.word : undefined;
  return {
    kind: "alert",
    number: record.number,
    severity: alert.severity,
    title: alert.title,
    age: Math.max(0, now - alert.createdAt) as Duration,
    tier,
    repeat,
    unconfirmed: firingOf(record, { tier, repeat })?.unconfirmed ?? false,
    ...(word === undefined ? {} : { highRiskWord: word }),
  };
}

function disclosedOf({ alert, record }: Watched, disclosed: Disclosed): Watched {
  return { alert: shown(alert, disclosed), record };
}

function digestPage(
  reference: string,
  { total, worst, oldest, missed, unconfirmed }: Summed,
  now: Instant,
): PageSubject {
  const { severity, title } = worst.alert;
  return {
    kind: "digest",
    count: total,
    worst: { number: worst.record.number, severity, title },
    oldest: between(oldest.alert.createdAt, now),
    missed,
    reference,
    unconfirmed,
  };
}

interface Summed {
  readonly total: number;
  readonly worst: Watched;
  readonly oldest: Watched;
  readonly groups: readonly DigestGroup[];
  /** Each of them is past a deadline. */
  readonly missed: boolean;
  readonly unconfirmed: boolean;
}

/** The worst is of the highest severity, and of those the oldest. */
function summed(told: readonly { member: Member; entry: Watched }[]): Summed | undefined {
  const entries = told.map(({ entry }) => entry);
  const [first] = entries;
  if (first === undefined) return undefined;
  const oldest = entries.reduce((best, one) => (byAge(one, best) < 0 ? one : best), first);
  const worst = entries.reduce(
    (best, one) => ((rank(one) - rank(best) || byAge(best, one)) > 0 ? one : best),
    first,
  );
  const unconfirmed = told.some(({ member, entry }) => firingOf(entry.record, member)?.unconfirmed === true);
  // One alert may be in it for two of its tiers.
  const total = new Set(told.map(({ member }) => member.alertId)).size;
  const missed = entries.every(({ record }) => record.firings.some(({ tier }) => tier !== "high-risk"));
  return { total, worst, oldest, groups: groupsOf(told), missed, unconfirmed };
}

const rank = ({ alert }: Watched) => severities.indexOf(alert.severity);
const byAge = (one: Watched, other: Watched) => one.alert.createdAt - other.alert.createdAt;

function firingOf({ firings }: Watched["record"], { tier, repeat }: Pick<Member, "tier" | "repeat">) {
  return firings.findLast((one) => one.tier === tier && one.repeat === repeat);
}

function groupsOf(told: readonly { member: Member; entry: Watched }[]): DigestGroup[] {
  const groups = new Map<string, DigestGroup>();
  for (const { member, entry } of told) {
    const { severity } = entry.alert;
    const key = `${severity} ${member.tier}`;
    groups.set(key, { severity, tier: member.tier, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      String(a.tier).localeCompare(String(b.tier)),
  );
}

function asNotice(words: Notice | PageSubject): Notice {
  return words as Notice;
}

/** What of a notice a phone can say. */
function asPage(words: Notice | PageSubject): PageSubject | undefined {
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
