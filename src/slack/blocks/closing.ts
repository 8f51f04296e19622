import type { Answer } from "../../engine/desk.ts";
import type { ClosingAnswer, ClosingReport, NamedAlert } from "../../engine/finish/finishing.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { answerMessage } from "./answers.ts";
import { countText } from "./close-many.ts";
import { fitMessage, type Message } from "./fit.ts";
import { lines, link, type Piece, strong, theirs, words } from "./rich.ts";
import { theirText } from "./text.ts";

/** What came of closing alerts: how many were closed, and which were not and why. */
export function closingMessage(answer: ClosingAnswer): Message {
  switch (answer.kind) {
    case "closed":
      return report(answer);
    case "not-offered":
      return statusesMessage("That is no status that closes an alert", answer.statuses.names);
    case "failed":
      return fitMessage({
        text: `Nothing was closed. ${theirText(answer.detail, 300)}`,
        blocks: [lines([strong("Nothing was closed")], [theirs(answer.detail, 500)])],
      });
    default:
      return unreachable(answer);
  }
}

/** The statuses one can choose from. */
export function statusesMessage(problem: string, names: readonly string[]): Message {
  const offered = names.map((name) => theirText(name, 64)).join(", ");
  return fitMessage({
    text: `${problem}. TheHive closes alerts as: ${offered}.`,
    blocks: [lines([words(`${problem}. TheHive closes alerts as: `), theirs(names.join(", "), 1000)])],
  });
}

/** What came of putting an alert into a case. */
export function mergeMessage(answer: Answer): Message {
  if (answer.kind !== "done" || answer.case === undefined) return answerMessage(answer);
  const { number, id, url } = answer.case;
  const name = `✅ Alert #${answer.facts.record.number} is now part of case `;
  return fitMessage({
    text: `${name}#${theirText(String(number ?? id), 60)}.`,
    blocks: [lines([words(name), link(url, `#${number ?? id}`), words(".")])],
  });
}

const REASONS_SHOWN = 15;
const NUMBERS_SHOWN = 300;

function report({ status, closed, already, left, statuses }: ClosingReport): Message {
  const headline = closedText(closed, status);
  const before = already.length === 0 ? "" : ` ${alreadyText(already)}`;
  const missing = left.length === 0 ? "" : ` ⚠ ${countText(left.length)} not closed: ${numbers(left)}.`;
  const reasons = byReason(left);
  const rest = reasons.slice(REASONS_SHOWN).flat();
  return fitMessage({
    text: `${headline}${before}${missing}`,
    blocks: [
      lines(
        [strong(headline)],
        ...(already.length === 0 ? [] : [[words(alreadyText(already))]]),
        ...(left.length === 0 ? [] : [[strong(`⚠ ${countText(left.length)} not closed:`)]]),
        ...reasons.slice(0, REASONS_SHOWN).map(leftLine),
        ...(rest.length === 0 ? [] : [[words(`Nor these: ${numbers(rest)}`)]]),
        ...(closed.length === 0 ? [] : statuses.limits.map((limit) => [words(limit)])),
      ),
    ],
  });
}

function closedText(closed: readonly NamedAlert[], status: string): string {
  const [only] = closed;
  const as = theirText(status, 64);
  if (only === undefined) return "No alert was closed.";
  return closed.length === 1
    ? `✅ Alert #${only.number} is closed as ${as}.`
    : `✅ ${closed.length} alerts are closed as ${as}.`;
}

function alreadyText(already: readonly NamedAlert[]): string {
  const were = already.length === 1 ? "was" : "were";
  return `${countText(already.length)} ${were} closed or a case before: ${numbers(already)}.`;
}

type Left = ClosingReport["left"][number];

/** Those left for one reason together, the commonest reason first. */
function byReason(left: readonly Left[]): readonly (readonly Left[])[] {
  const reasons = new Map<string, Left[]>();
  for (const one of byNumber(left)) reasons.set(one.why, [...(reasons.get(one.why) ?? []), one]);
  return [...reasons.values()].toSorted((one, other) => other.length - one.length);
}

function leftLine(alerts: readonly Left[]): readonly Piece[] {
  const [first] = alerts;
  if (first === undefined) return [];
  const title = alerts.length === 1 ? [words(" "), theirs(first.title, 80)] : [];
  return [strong(numbers(alerts)), ...title, words(": "), theirs(first.why, 300)];
}

function numbers(alerts: readonly NamedAlert[]): string {
  const named = byNumber(alerts).slice(0, NUMBERS_SHOWN);
  const more = alerts.length - named.length;
  return `${named.map(({ number }) => `#${number}`).join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

function byNumber<One extends NamedAlert>(alerts: readonly One[]): readonly One[] {
  return alerts.toSorted((one, other) => one.number - other.number);
}
