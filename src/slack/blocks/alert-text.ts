import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { ageText } from "../../lib/duration-text.ts";
import { between } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Firing } from "../../sla/record.ts";
import { triedInVain } from "./in-vain.ts";
import { severityLabel } from "./severity.ts";
import {
  firingText,
  handledText,
  isUnconfirmed,
  nextText,
  nobodyText,
  standingOf,
  waitedFor,
} from "./standing.ts";
import { namesText, personText, sentence, theirText, timeText } from "./text.ts";
import { notTold, toldText } from "./told.ts";

/**
 * A card as one line of text: what a lock screen shows and a screen reader says. The most important comes
 * first, since a phone cuts the rest.
 */
export function cardText(facts: CardFacts): string {
  const { alert, record } = facts;
  const standing = standingOf(facts);
  const title = theirText(alert.title, 200);
  const name = `${severityLabel(alert.severity)} #${record.number}: ${title}.`;
  switch (standing.state) {
    case "handled": {
      const { handled } = standing;
      const by = handled.by === undefined ? "" : ` by ${personText(handled.by)}`;
      return `${handled.how === "deleted" ? "⬜ Gone" : "✅ Handled"} #${record.number}: ${title}. ${theirText(handledText(handled), 120)}${by}${caseText(facts)}.`;
    }
    case "held": {
      const { kind, by, until } = standing.hold;
      const held = kind === "ignored" ? `Ignored by ${personText(by)}` : `${personText(by)} is on it`;
      return `${name} ${held} until ${timeText(until)}.`;
    }
    case "fired":
      return [
        name,
        `Waiting for ${waitedFor(facts)},`,
        `${firedText(standing.firing, facts)}.`,
        ...rest(facts),
      ].join(" ");
    case "unanswered":
      return [
        name,
        `${sentence(nobodyText)}.`,
        `Waiting for ${waitedFor(facts)},`,
        `${firedText(standing.firing, facts)}.`,
        ...rest(facts),
      ].join(" ");
    case "waiting":
      return [name, `Waiting for ${waitedFor(facts)}.`, ...rest(facts)].join(" ");
    default:
      return unreachable(standing);
  }
}

function firedText(firing: Firing, { record, tierCount }: CardFacts): string {
  if (firing.tier !== "high-risk" || record.highRisk === undefined) return firingText(firing, tierCount);
  return `high-risk word ${theirText(record.highRisk.word, 60)} found`;
}

function caseText({ record }: CardFacts): string {
  const link = record.handled?.case;
  return link === undefined ? "" : `, case #${theirText(String(link.number ?? link.id), 60)}`;
}

function rest(facts: CardFacts): readonly string[] {
  const { alert, record, next, now, tierCount } = facts;
  const told = toldText(facts.told);
  const others = notTold(facts);
  const inVain = triedInVain(facts);
  const tierFired = record.firings.some(({ tier }) => tier !== "high-risk");
  return [
    ...(record.highRisk === undefined || !tierFired
      ? []
      : [`High-risk word ${theirText(record.highRisk.word, 60)}.`]),
    ...(isUnconfirmed(facts) ? ["Unconfirmed: TheHive gave no answer just before."] : []),
    ...(facts.withheld === undefined ? [`Source ${theirText(alert.source, 80)}.`] : []),
    ...(next === undefined
      ? []
      : [`Next ${nextText(next, tierCount)} in ${ageText(between(now, next.at))}.`]),
    ...(told === "" ? [] : [`Told: ${told}.`]),
    ...(others.length === 0 ? [] : [`For ${namesText(others)}.`]),
    ...(inVain === undefined ? [] : [`${inVain}.`]),
  ];
}
