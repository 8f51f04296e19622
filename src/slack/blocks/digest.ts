import type { DigestAlert, DigestGroup, Notice } from "../../engine/ports/notice.ts";
import type { TierRef } from "../../sla/model.ts";
import { actions, boardPress } from "../ids/alerts.ts";
import { closeManyButton } from "./close-many.ts";
import type { Block, Message } from "./fit.ts";
import { labelled, lines, link, moment, type Piece, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { theirText } from "./text.ts";

type Digest = Extract<Notice, { kind: "digest" }>;

/** Many breaches at once, told as one: how many of what, the worst and the oldest, and the way to all of them. */
export function digestNotice({ groups, oldest, worst, total, missed, reference }: Digest): Message {
  const headline = `${total} alerts ${missed ? "missed their SLA" : "need somebody"} at once`;
  return {
    text:
      `${severityLabel(worst.severity)} ${headline}. ` +
      `Worst: #${worst.number} ${theirText(worst.title, 150)}. All of them: /sla status. Ref ${theirText(reference, 40)}.`,
    blocks: [
      lines(
        [strong(`${severityLabel(worst.severity)}  ${headline}`)],
        ...groups.map(groupLine),
        labelled("Worst", ...alertPieces(worst)),
        labelled("Oldest", ...alertPieces(oldest)),
        labelled("Reference", theirs(reference, 40)),
      ),
      showAllButton(),
    ],
  };
}

function groupLine({ severity, tier, count }: DigestGroup): readonly Piece[] {
  return [words(`${severityLabel(severity)}  ${count}: ${whatOf(tier)}`)];
}

function whatOf(tier: TierRef): string {
  if (tier === "high-risk") return "high-risk word found";
  return tier === "at-risk" ? "SLA at risk" : `SLA missed, at tier ${tier}`;
}

function alertPieces({ number, title, createdAt, url }: DigestAlert): readonly Piece[] {
  return [
    strong(`#${number} `),
    theirs(title, 150),
    words("  ·  "),
    moment(createdAt, "dayAndAgo"),
    ...(url === undefined ? [] : [words("  "), link(url, "open")]),
  ];
}

/** The button that lists every open alert to whoever presses it. */
export function showAllButton(): Block {
  return {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: actions.showBoard,
        text: { type: "plain_text", text: "List all open alerts", emoji: false },
        value: boardPress.encode({ page: 0 }),
      },
      closeManyButton(),
    ],
  };
}
