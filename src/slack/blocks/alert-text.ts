import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { between } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { isTier } from "../../sla/model.ts";
import type { Firing, Handled, Hold } from "../../sla/record.ts";
import type { CardWords } from "../../words/card-words.ts";
import { filledText } from "./filled.ts";
import { triedInVain } from "./in-vain.ts";
import { severityLabel } from "./severity.ts";
import { firingText, handledText, isUnconfirmed, nextText, standingOf, waitedFor } from "./standing.ts";
import { namesText, personText, sentence, theirText, timeText } from "./text.ts";
import { titleText } from "./title.ts";
import { notTold, toldText } from "./told.ts";
import { wordsOf } from "./words-of.ts";

/**
 * A card as one line of text: what a lock screen shows and a screen reader says. The most important comes
 * first, since a phone cuts the rest.
 */
export function cardText(facts: CardFacts): string {
  const { alert, record } = facts;
  const say = wordsOf(facts);
  const standing = standingOf(facts);
  const title = titleText(facts, 200);
  const name = `${severityLabel(alert.severity, say)} #${record.number}: ${title}.`;
  const waiting = filledText(say.line.glanceWaiting, { age: waitedFor(facts, say) });
  switch (standing.state) {
    case "handled":
      return `${sign(standing.handled, say)} #${record.number}: ${title}. ${handled(facts, standing.handled, say)}`;
    case "held":
      return `${name} ${held(standing.hold, say)}.`;
    case "fired":
      return [name, `${waiting},`, `${firedText(standing.firing, facts, say)}.`, ...rest(facts, say)].join(
        " ",
      );
    case "unanswered":
      return [
        name,
        `${sentence(say.headline.nobody)}.`,
        `${waiting},`,
        `${firedText(standing.firing, facts, say)}.`,
        ...rest(facts, say),
      ].join(" ");
    case "waiting":
      return [name, `${waiting}.`, ...rest(facts, say)].join(" ");
    default:
      return unreachable(standing);
  }
}

function sign({ how }: Handled, { headline }: CardWords): string {
  return how === "deleted" ? `⬜ ${headline.gone}` : `✅ ${headline.handled}`;
}

function handled({ record }: CardFacts, done: Handled, say: CardWords): string {
  const how = theirText(handledText(done, say), 120);
  const { by } = done;
  const { line, monitor } = say;
  const link = record.handled?.case;
  const text =
    by === undefined
      ? filledText(line.glanceHandled, { how })
      : filledText(line.glanceHandledBy, { how, who: personText(by, monitor) });
  const number = link && theirText(String(link.number ?? link.id), 60);
  return `${text}${number === undefined ? "" : filledText(line.glanceCase, { case: number })}.`;
}

function held({ kind, by, until }: Hold, { line, monitor }: CardWords): string {
  const texts = { who: personText(by, monitor), until: timeText(until) };
  return filledText(kind === "ignored" ? line.glanceIgnored : line.onIt, texts);
}

function firedText(firing: Firing, { record, tierCount, withheld }: CardFacts, say: CardWords): string {
  if (firing.tier !== "high-risk" || record.highRisk === undefined || withheld !== undefined)
    return firingText(firing, tierCount, say);
  return say.rung.thisWordFound(theirText(record.highRisk.word, 60));
}

function rest(facts: CardFacts, say: CardWords): readonly string[] {
  const { alert, record, next, now, tierCount, withheld } = facts;
  const { line, label, age, andMore } = say;
  const told = toldText(facts);
  const others = notTold(facts);
  const inVain = triedInVain(facts);
  const saysWord = withheld === undefined && record.firings.some(({ tier }) => isTier(tier));
  const word = saysWord ? record.highRisk?.word : undefined;
  return [
    ...(word === undefined ? [] : [filledText(line.glanceWord, { word: theirText(word, 60) })]),
    ...(isUnconfirmed(facts) ? [`${label.unconfirmed.replace("⚠ ", "")}${line.unconfirmedReply}`] : []),
    ...(withheld === undefined
      ? [filledText(line.glanceSource, { source: theirText(alert.source, 80, say.empty) })]
      : []),
    ...(next === undefined
      ? []
      : [
          filledText(line.glanceNext, {
            rung: nextText(next, tierCount, say),
            age: age(between(now, next.at)),
          }),
        ]),
    ...(told === "" ? [] : [filledText(line.glanceTold, { told })]),
    ...(others.length === 0 ? [] : [filledText(line.glanceFor, { people: namesText(others, andMore) })]),
    ...(inVain === undefined ? [] : [`${inVain}.`]),
  ];
}
