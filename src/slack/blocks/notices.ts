import type { Notice } from "../../engine/ports.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { system } from "../../sla/model.ts";
import { alertCard } from "./alert-card.ts";
import { digestNotice } from "./digest.ts";
import { fitMessage, type Message } from "./fit.ts";
import { handoffNotice } from "./handoff.ts";
import { labelled, lines, moment, type Piece, person, strong, theirs, verbatim, words } from "./rich.ts";
import { personText, theirText, timeText, verbatimText } from "./text.ts";

/** Words a notice, for the channel or for one person. */
export function noticeMessage(notice: Notice): Message {
  return fitMessage(worded(notice));
}

function worded(notice: Notice): Message {
  switch (notice.kind) {
    case "alert":
      return alertCard(notice.facts);
    case "digest":
      return digestNotice(notice);
    case "handoff":
      return handoffNotice(notice);
    case "hive-down":
      return hiveDown(notice);
    case "hive-up":
      return simple(
        `✅ TheHive answers again`,
        `It could not be read for ${formatDuration(notice.downFor)}.`,
      );
    case "twilio-failing":
      return problem("Twilio is failing: SMS and calls may not arrive", notice.why);
    case "setup-problem":
      return setupProblem(notice);
    case "paused":
      return paused(notice);
    case "resumed":
      return resumed(notice);
    case "coverage-gap":
      return coverageGap(notice);
    case "settings-refused":
      return settingsRefused(notice);
    case "malformed-alert":
      return problem(`An alert could not be read and is skipped`, `${notice.id}: ${notice.why}`);
    case "test":
      return test(notice);
    default:
      return unreachable(notice);
  }
}

/** Our own words only. */
function simple(headline: string, more: string): Message {
  return { text: `${headline}. ${more}`, blocks: [lines([strong(headline)], [words(more)])] };
}

/** Our own headline over a reason that may quote other people's words. */
function problem(headline: string, why: string, ...more: readonly (readonly Piece[])[]): Message {
  return {
    text: `⚠ ${headline}. ${theirText(why, 500)}`,
    blocks: [lines([strong(`⚠ ${headline}`)], [theirs(why, 1000)], ...more)],
  };
}

function setupProblem({ why }: Extract<Notice, { kind: "setup-problem" }>): Message {
  const headline = "⚠ The set-up has a problem";
  return {
    text: `${headline}. ${verbatimText(why, 500)}`,
    blocks: [lines([strong(headline)], [verbatim(why, 1000)])],
  };
}

function hiveDown({ since, why }: Extract<Notice, { kind: "hive-down" }>): Message {
  const headline = "⛔ TheHive cannot be read: new alerts are not seen";
  return {
    text: `${headline}. Since ${timeText(since)}: ${theirText(why, 500)}`,
    blocks: [
      lines(
        [strong(headline)],
        labelled("Since", moment(since, "dayAndAgo")),
        labelled("Why", theirs(why, 1000)),
        [words("Alerts already known keep their deadlines and are still told, as unconfirmed.")],
      ),
    ],
  };
}

function paused({ by, until, reason }: Extract<Notice, { kind: "paused" }>): Message {
  const headline = "⏸ The SLA monitor is paused";
  return {
    text: `${headline} until ${timeText(until)} by ${personText(by)}: ${theirText(reason, 300)}`,
    blocks: [
      lines(
        [strong(headline), words(" until "), moment(until), words(" by "), person(by)],
        labelled("Reason", theirs(reason, 500)),
        [words("Nobody is told of any alert until then. To end it earlier: /sla resume")],
      ),
    ],
  };
}

function resumed({ by }: Extract<Notice, { kind: "resumed" }>): Message {
  const headline = "▶ The SLA monitor runs again";
  if (by === system) return simple(headline, "The pause is over.");
  return {
    text: `${headline}, resumed by ${personText(by)}`,
    blocks: [lines([strong(headline), words(", resumed by "), person(by)])],
  };
}

function coverageGap({ group, from, until, why }: Extract<Notice, { kind: "coverage-gap" }>): Message {
  const headline = "⚠ Nobody is on call";
  return {
    text: `${headline} in ${theirText(group, 60)} from ${timeText(from)} to ${timeText(until)}: ${theirText(why, 300)}`,
    blocks: [
      lines(
        [strong(headline), words(" in "), theirs(group, 60, { bold: true })],
        [moment(from), words(" to "), moment(until)],
        labelled("Why", theirs(why, 500)),
        [words("To take it over: /sla oncall take 4h")],
      ),
    ],
  };
}

function settingsRefused({ problems }: Extract<Notice, { kind: "settings-refused" }>): Message {
  const headline = "⚠ The changed settings file is not valid; the old settings stay in force";
  const shown = problems.slice(0, 10);
  const left = problems.length - shown.length;
  return {
    text: `${headline}. ${shown.map((one) => verbatimText(one, 200)).join("; ")}`,
    blocks: [
      lines(
        [strong(headline)],
        ...shown.map((one) => [words("• "), verbatim(one, 300)]),
        left > 0 ? [words(`… and ${left} more`)] : [],
      ),
    ],
  };
}

function test({ by }: Extract<Notice, { kind: "test" }>): Message {
  const headline = "🔔 This is a test of the SLA monitor";
  return {
    text: `${headline}, asked for by ${personText(by)}. Nothing is wrong.`,
    blocks: [lines([strong(headline), words(", asked for by "), person(by)], [words("Nothing is wrong.")])],
  };
}
