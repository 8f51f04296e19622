import { disclosedTo, shown } from "../../sla/disclosure.ts";
import type { Item } from "../items/item.ts";
import type { Member, Subject } from "../items/subject.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import type { CaseOverdue, ThreadReply } from "../ports/chat.ts";
import type { DigestAlert, Notice } from "../ports/notice.ts";
import type { PageSubject } from "../ports/phones.ts";
import { factsOf } from "../show/card-facts.ts";
import type { Watched } from "../work/watchlist.ts";
import type { NextSources } from "./next-told.ts";
import { alertPage, asPage, casePage, digestPage } from "./page-facts.ts";
import { summed } from "./summed.ts";

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

export function wordingOf(sources: NextSources): Wording {
  const { watch, settings } = sources;
  const rules = () => settings().disclosure;

  function digest({ reference, alerts }: Subject & { kind: "digest" }): Notice | undefined {
    const told = summed(
      sources,
      alerts.flatMap((member) => entryOf(member)),
    );
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
      if (card === undefined && about.kind === "case")
        return { kind: "notice", notice: overdue(about, facts) };
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
      if (about.kind === "case") return overdue(about, facts);
      return { kind: "alert", facts, tier: about.tier };
    },
    byPhone({ about, to, via }) {
      const place = via === "call" ? "call" : "sms";
      if (about.kind === "notice") return asPage(about.notice);
      if (about.kind === "hold-over" || about.kind === "nobody" || about.kind === "hand-over")
        return undefined;
      if (about.kind === "digest") {
        const told = summed(
          sources,
          about.alerts.flatMap((member) => entryOf(member)),
        );
        return told === undefined ? undefined : digestPage(sources, about.reference, told, { to, place });
      }
      const entry = watch.get(about.alertId);
      if (entry === undefined) return undefined;
      return about.kind === "case"
        ? casePage(sources, about, entry, place)
        : alertPage(sources, about, entry, { to, place });
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
  if (about.kind === "case") return overdue(about, facts);
  const { tier, repeat } = about;
  return { kind: about.kind, facts, tier, repeat };
}

function overdue({ step, deadline, unconfirmed }: Subject & { kind: "case" }, facts: CardFacts): CaseOverdue {
  return { kind: "case-overdue", facts, step, deadline, unconfirmed };
}

function asNotice(words: Notice | PageSubject): Notice {
  return words as Notice;
}
