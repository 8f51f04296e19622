import type { ThreadReply } from "../../engine/ports/chat.ts";
import { replyButtons } from "./alert-buttons.ts";
import type { Message } from "./fit.ts";
import { fitMessage } from "./fit.ts";
import { lines, moment, person, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { personText, theirText, timeText } from "./text.ts";
import { thenLine, thenText } from "./then.ts";

type HoldOver = Extract<ThreadReply, { kind: "hold-over" }>;

/** Says that nobody holds an open alert any more, to whoever held it first of all, and what comes next. */
export function holdOver({ facts, hold }: HoldOver): Message {
  const { alert, record } = facts;
  const { by, until, kind, offeredTo } = hold;
  const held = kind === "ignored" ? " ignored this until " : " was on it until ";
  const name = `${severityLabel(alert.severity)} #${record.number}`;
  return fitMessage({
    text:
      `⏰ ${name} is still open: ${theirText(alert.title, 200)}. ${personText(by)}${held}${timeText(until)}. ` +
      `${offeredTo === undefined ? "" : `${personText(offeredTo)} was to take it and did not accept. `}` +
      thenText(facts, "hold"),
    blocks: [
      lines(
        [strong(`⏰ ${name}  is still open`)],
        [theirs(alert.title, 200, { bold: true })],
        [person(by), words(held), moment(until)],
        offeredTo === undefined ? [] : [person(offeredTo), words(" was to take it and did not accept")],
        thenLine(facts, "hold"),
      ),
      replyButtons(facts),
    ],
  });
}
