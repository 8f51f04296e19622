import type { ConnectionHealth, Health, OnCallNow } from "../../engine/desk.ts";
import { labelled, moment, type Piece, person, strong, theirs, verbatim, words } from "./rich.ts";

/** The three connections, the last poll, and a pause if there is one. */
export function healthLines({
  theHive,
  slack,
  twilio,
  lastPollAt,
  paused,
}: Health): readonly (readonly Piece[])[] {
  return [
    paused === undefined
      ? []
      : [
          strong("⏸ Paused until "),
          moment(paused.until),
          words(" by "),
          person(paused.by),
          words(": "),
          theirs(paused.reason, 200),
        ],
    connectionLine("TheHive", theHive),
    connectionLine("Slack", slack),
    twilio === "off" ? labelled("Twilio", words("off")) : connectionLine("Twilio", twilio),
    labelled("Last poll", lastPollAt === undefined ? words("not yet") : moment(lastPollAt, "dayAndAgo")),
  ];
}

/** Who is on call in each group now, and who is next. */
export function onCallLines(groups: readonly OnCallNow[]): readonly (readonly Piece[])[] {
  return groups.map((group) => [
    strong("On call "),
    theirs(group.group, 60),
    words("  "),
    group.now.length === 0 ? strong("nobody") : theirs(group.now.join(", "), 200),
    ...(group.because === "override" ? [words(" (override)")] : []),
    ...(group.until === undefined
      ? []
      : [words(" until "), moment(group.until), words(", then "), nextOf(group.next)]),
  ]);
}

function nextOf(next: readonly string[]): Piece {
  return next.length === 0 ? strong("nobody") : theirs(next.join(", "), 200);
}

function connectionLine(name: string, { ok, detail, since }: ConnectionHealth): readonly Piece[] {
  return [
    strong(name),
    words(ok ? "  ✓ " : "  ✗ "),
    verbatim(detail, 200),
    ...(since === undefined || ok ? [] : [words(", since "), moment(since, "dayAndAgo")]),
  ];
}
