import { unreachable } from "../../lib/unreachable.ts";
import type { Via } from "../../sla/model.ts";
import type { Delivery } from "../../sla/record.ts";
import { channel, type Piece, strong, theirs, words } from "./rich.ts";
import { theirText } from "./text.ts";

// More people than this are rarely told of one alert; a card must stay shorter than a phone's screen.
const MOST_SHOWN = 8;

/** Who was told and how that went: one line per person and way, the latest attempt of each. */
export function toldLines(deliveries: readonly Delivery[]): readonly (readonly Piece[])[] {
  const latest = latestAttempts(deliveries);
  const shown = latest.slice(-MOST_SHOWN).map(toldLine);
  const left = latest.length - shown.length;
  return left === 0 ? shown : [[words(`… and ${left} before these`)], ...shown];
}

/** The same in a few words for a lock screen: `SMS alice delivered, call bob no answer`. */
export function toldText(deliveries: readonly Delivery[]): string {
  return latestAttempts(deliveries)
    .filter(({ via }) => via !== "slack")
    .slice(-3)
    .map(({ via, to, state }) => `${viaWord[via]} ${theirText(to, 40)} ${outcomeWords(state, via).words}`)
    .join(", ");
}

/** How a delivery went, with a sign that reads without colour. */
export function outcomeWords(state: Delivery["state"], via: Via): { sign: string; words: string } {
  switch (state) {
    case "pending":
      return { sign: "…", words: "waiting" };
    case "sending":
      return { sign: "…", words: "being sent" };
    case "sent":
      return via === "call" ? { sign: "…", words: "ringing" } : { sign: "✓", words: "sent" };
    case "delivered":
      return { sign: "✓", words: via === "call" ? "answered" : "delivered" };
    case "unanswered":
      return { sign: "✗", words: "no answer" };
    case "failed":
      return { sign: "✗", words: "failed" };
    case "dropped":
      return { sign: "–", words: "not sent" };
    default:
      return unreachable(state);
  }
}

const viaWord: Readonly<Record<Via, string>> = {
  slack: "Slack",
  sms: "SMS",
  call: "Call",
  dm: "Direct message",
};

function toldLine({ via, to, state, attempt, detail }: Delivery): readonly Piece[] {
  const outcome = outcomeWords(state, via);
  const times = attempt > 1 ? `, attempt ${attempt}` : "";
  return [
    words(`${outcome.sign} ${viaWord[via]} `),
    via === "slack" ? channel(to) : theirs(to, 60, { bold: true }),
    words(`: ${outcome.words}${times}`),
    ...(detail === undefined ? [] : [words(" ("), theirs(detail, 160), words(")")]),
  ];
}

/** Keeps the order in which each person and way was last tried. */
function latestAttempts(deliveries: readonly Delivery[]): readonly Delivery[] {
  const latest = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    const key = `${delivery.via}/${delivery.to}`;
    latest.delete(key);
    latest.set(key, delivery);
  }
  return [...latest.values()];
}

/** The heading above these lines. */
export const toldHeading: readonly Piece[] = [strong("Told")];
