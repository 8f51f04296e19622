import type { ConnectionHealth, Health, OnCallNow, Pause } from "../../engine/desk.ts";
import { labelled, moment, type Piece, person, strong, theirs, verbatim, words } from "./rich.ts";

/** The three connections and the last poll. */
export function healthLines(health: Health): readonly (readonly Piece[])[] {
  const { lastPollAt } = health;
  return [
    ...connections(health).map(([name, connection]) => connectionLine(name, connection)),
    labelled("Last poll", lastPollAt === undefined ? words("not yet") : moment(lastPollAt, "dayAndAgo")),
  ];
}

/** What is wrong just now: a pause, a connection that does not work. */
export function troubleLines(health: Health): readonly (readonly Piece[])[] {
  const broken = connections(health).filter(([, connection]) => connection !== "off" && !connection.ok);
  return [
    ...(health.paused === undefined ? [] : [pauseLine(health.paused)]),
    ...broken.map(([name, connection]) => [words("⚠ "), ...connectionLine(name, connection)]),
  ];
}

function connections({ theHive, slack, twilio }: Health) {
  return [
    ["TheHive", theHive],
    ["Slack", slack],
    ["Twilio", twilio],
  ] as const;
}

function pauseLine({ until, by, reason }: Pause): readonly Piece[] {
  return [
    strong("⏸ Paused until "),
    moment(until),
    words(" by "),
    person(by),
    words(": "),
    theirs(reason, 200),
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

function connectionLine(name: string, connection: ConnectionHealth | "off"): readonly Piece[] {
  if (connection === "off") return labelled(name, words("off"));
  const { ok, detail, since } = connection;
  return [
    strong(name),
    words(ok ? "  ✓ " : "  ✗ "),
    verbatim(detail, 200),
    ...(since === undefined || ok ? [] : [words(", since "), moment(since, "dayAndAgo")]),
  ];
}
