import type { Notice } from "../../engine/ports/notice.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { system } from "../../sla/model.ts";
import { alertCard } from "./alert-card.ts";
import { caseOverdue } from "./case-overdue.ts";
import { digestNotice } from "./digest.ts";
import { dutyNotice } from "./duty.ts";
import { fitMessage, type Message } from "./fit.ts";
import { offerNotice } from "./hand-over.ts";
import { handoffNotice } from "./handoff.ts";
import { drillNotice, readinessNotice } from "./readiness.ts";
import { reportMessage } from "./report.ts";
import { labelled, lines, moment, person, strong, theirs, verbatim, words } from "./rich.ts";
import { startedNotice } from "./started.ts";
import { personText, theirText, timeText, verbatimText } from "./text.ts";
import { simpleNotice, troubleNotice } from "./trouble.ts";
import { unattendedNotice } from "./unattended.ts";

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
    case "started":
      return startedNotice(notice);
    case "readiness":
      return readinessNotice(notice);
    case "drill":
      return drillNotice(notice);
    case "unattended":
      return unattendedNotice(notice);
    case "hive-down":
    case "hive-up":
    case "way-failing":
    case "way-working":
    case "disk-failing":
    case "disk-working":
    case "malformed-alerts":
    case "setup-problem":
    case "calendar-failing":
    case "calendar-working":
    case "calendar-strangers":
      return troubleNotice(notice);
    case "paused":
      return paused(notice);
    case "resumed":
      return resumed(notice);
    case "coverage-gap":
      return coverageGap(notice);
    case "settings-refused":
      return settingsRefused(notice);
    case "test-answered":
      return testAnswered(notice);
    case "test":
      return test(notice);
    case "case-overdue":
      return caseOverdue(notice);
    case "report":
      return reportMessage(notice.report, notice.measure);
    case "offer":
      return offerNotice(notice);
    case "duty":
    case "duty-cleared":
    case "swap-asked":
    case "swap-declined":
      return dutyNotice(notice);
    default:
      return unreachable(notice);
  }
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
  if (by === system) return simpleNotice(headline, "The pause is over.");
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

/** The whole loop works: to the phone, and back. */
function testAnswered({ to, by }: Extract<Notice, { kind: "test-answered" }>): Message {
  const how = by === "key" ? "📞 Key pressed" : "🗣 Reply arrived";
  const what = by === "key" ? "in the test call to" : "to the test text of";
  const whom = to.slack ?? to.name;
  return {
    text: `${how} ${what} ${personText(whom)}: alerts can be taken that way.`,
    blocks: [
      lines([strong(how), words(` ${what} `), person(whom), words(": alerts can be taken that way.")]),
    ],
  };
}
