import type { ThreadReply } from "../../engine/ports/chat.ts";
import { replyButtons } from "./alert-buttons.ts";
import { filled, filledText } from "./filled.ts";
import { fitMessage, type Message } from "./fit.ts";
import { lines, moment, person, strong } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { personText, timeText } from "./text.ts";
import { thenLine, thenText } from "./then.ts";
import { titlePiece, titleText } from "./title.ts";
import { wordsOf } from "./words-of.ts";

type HoldOver = Extract<ThreadReply, { kind: "hold-over" }>;

/** Says that nobody holds an open alert any more, to whoever held it first of all, and what comes next. */
export function holdOver({ facts, hold }: HoldOver): Message {
  const { alert, record } = facts;
  const { by, until, kind, offeredTo } = hold;
  const say = wordsOf(facts);
  const { line, monitor, dates } = say;
  const held = kind === "ignored" ? line.wasIgnored : line.wasOnIt;
  const severity = severityLabel(alert.severity, say);
  const open = filledText(line.stillOpen, { name: `${severity} #${record.number}` });
  const offered = offeredTo && filledText(line.offeredInVain, { who: personText(offeredTo, monitor) });
  return fitMessage({
    text: [
      `${open}: ${titleText(facts, 200)}.`,
      `${filledText(held, { who: personText(by, monitor), until: timeText(until) })}.`,
      ...(offered === undefined ? [] : [`${offered}.`]),
      thenText(facts, "hold"),
    ].join(" "),
    blocks: [
      lines(
        [strong(open)],
        [titlePiece(facts, 200)],
        filled(held, { who: person(by, monitor), until: moment(until, "day", dates) }),
        offeredTo === undefined ? [] : filled(line.offeredInVain, { who: person(offeredTo, monitor) }),
        thenLine(facts, "hold"),
      ),
      replyButtons(facts),
    ],
  });
}
