import type { ConnectionHealth, CopiesNow, Health, OnCallNow, Pause } from "../../engine/desk.ts";
import { labelled, moment, type Piece, person, strong, theirs, verbatim, words } from "./rich.ts";

/** The connections, the disk, and the last poll unless what is drawn stays for long. */
export function healthLines(health: Health, { lastPoll = true } = {}): readonly (readonly Piece[])[] {
  const { lastPollAt, theHive } = health;
  const hive = isReading(health) ? readingLine : connectionLine("TheHive", theHive);
  return [
    hive,
    connectionLine("Slack", health.slack),
    connectionLine("Twilio", health.twilio),
    ...(health.disk.ok ? [] : [connectionLine("Disk", health.disk)]),
    ...(health.copies === undefined ? [] : copiesLines(health.copies)),
    ...(lastPoll
      ? [labelled("Last read", lastPollAt === undefined ? words("not yet") : moment(lastPollAt, "dayAndAgo"))]
      : []),
  ];
}

/** What is wrong just now: a pause, everything for which somebody might not be told in time, and what waits. */
export function troubleLines(health: Health): readonly (readonly Piece[])[] {
  const { paused, waiting, theHive } = health;
  // Before the first poll that it was not read is no trouble.
  const early = isReading(health) ? `TheHive: ${theHive.detail}` : undefined;
  const reasons = health.reasons.filter((reason) => reason !== early);
  return [
    ...(paused === undefined ? [] : [pauseLine(paused)]),
    ...(isReading(health) && health.openAlerts > 0
      ? [[words(`${readingText} These are as they were last seen.`)]]
      : []),
    ...reasons.map((reason) => [words("⚠ "), verbatim(reason, 300)]),
    ...(waiting.overdue === 0 || waiting.oldestAt === undefined
      ? []
      : [[words("The oldest of them waits since "), moment(waiting.oldestAt, "dayAndAgo")]]),
    ...(waiting.limited === 0 ? [] : [[words(limitedText(waiting.limited))]]),
  ];
}

/** Whether TheHive is being read for the first time, so that nobody knows what is open. */
export function isReading({ lastPollAt, lastGoodPollAt }: Health): boolean {
  return lastPollAt === undefined && lastGoodPollAt === undefined;
}

export const readingText = "⏳ Reading TheHive…";
const readingLine: readonly Piece[] = [strong("TheHive"), words("  … is being read for the first time")];

function limitedText(count: number): string {
  const what = count === 1 ? "1 text or call is" : `${count} texts and calls are`;
  return `${what} held back: too many for one person just now`;
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
  const left = groups.length - GROUPS_SHOWN;
  return [
    ...groups.slice(0, GROUPS_SHOWN).map(onCallLine),
    ...(left > 0 ? [[words(`… and ${left} more groups: /sla oncall`)]] : []),
  ];
}

const GROUPS_SHOWN = 8;

function onCallLine(group: OnCallNow): readonly Piece[] {
  return [
    strong("On call"),
    words("  "),
    theirs(group.group, 60),
    words(": "),
    group.now.length === 0 ? strong("nobody") : theirs(group.now.join(", "), 200),
    ...(group.because === "override" ? [words(" (stands in)")] : []),
    ...(group.until === undefined
      ? []
      : [words(" until "), moment(group.until), words(", then "), nextOf(group.next)]),
  ];
}

function nextOf(next: readonly string[]): Piece {
  return next.length === 0 ? strong("nobody") : theirs(next.join(", "), 200);
}

/** Who leads, who stands by, and who would not lead. */
function copiesLines({ leads, standbys }: CopiesNow): readonly (readonly Piece[])[] {
  const fit = standbys.filter(({ refuses }) => refuses === undefined);
  const refusing = standbys.filter(({ refuses }) => refuses !== undefined);
  const seen = fit.flatMap(({ label, seenAt }, index) => [
    words(index === 0 ? ", " : "; "),
    verbatim(label, 60),
    words(" stands by, seen "),
    moment(seenAt, "dayAndAgo"),
  ]);
  return [
    [
      strong("Copies"),
      words("  "),
      verbatim(leads.label, 60),
      words(" leads since "),
      moment(leads.since),
      ...(fit.length === 0 ? [words(", nobody stands by")] : seen),
    ],
    ...refusing.map(({ label, refuses = "" }) => [
      words("⚠ "),
      verbatim(label, 60),
      words(" stands by and would not lead: "),
      verbatim(refuses, 200),
    ]),
  ];
}

function connectionLine(name: string, connection: ConnectionHealth | "off"): readonly Piece[] {
  if (connection === "off") return labelled(name, words("not set up"));
  const { ok, detail, since } = connection;
  // "TheHive ✓ TheHive 5.4" would say it twice.
  const bare = detail.startsWith(`${name} `) ? detail.slice(name.length + 1) : detail;
  return [
    strong(name),
    words(ok ? "  ✓ " : "  ✗ "),
    verbatim(bare, 200),
    ...(since === undefined || ok ? [] : [words(", since "), moment(since, "dayAndAgo")]),
  ];
}
