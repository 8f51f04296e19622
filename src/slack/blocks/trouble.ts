import type { FeedUse, Notice } from "../../engine/ports/notice.ts";
import type { DiskPart } from "../../engine/ports/store.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import type { Duration, Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Message } from "./fit.ts";
import { labelled, lines, moment, strong, theirs, verbatim, words } from "./rich.ts";
import { theirText, timeText, verbatimText } from "./text.ts";

/** What the monitor says about itself: what does not work, and what works again. */
type Trouble = Extract<
  Notice,
  {
    kind:
      | "hive-down"
      | "hive-up"
      | "way-failing"
      | "way-working"
      | "disk-failing"
      | "disk-working"
      | "malformed-alerts"
      | "setup-problem"
      | "calendar-failing"
      | "calendar-working"
      | "calendar-strangers";
  }
>;

/** Says what does not work, since when, why, and what that means for the reader. */
export function troubleNotice(notice: Trouble): Message {
  switch (notice.kind) {
    case "hive-down":
      return failing("⛔ TheHive cannot be read: new alerts are not seen", notice, [
        "Known alerts keep their deadlines: people are still told of them, marked unconfirmed.",
      ]);
    case "hive-up":
      return again("TheHive answers again", "It could not be read", notice.downFor);
    case "way-failing":
      return failing(`⚠ ${wayWords[notice.way]} do not get out`, notice, [
        "Whoever would get one is told another way, where there is one.",
      ]);
    case "way-working":
      return again(`${wayWords[notice.way]} get out again`, "They did not", notice.downFor);
    case "disk-failing":
      return failing(`⚠ ${diskWords[notice.what]} cannot be written`, notice, diskMeaning[notice.what]);
    case "disk-working":
      return again(
        `${diskWords[notice.what]} can be written again`,
        "It could not be written",
        notice.downFor,
      );
    case "malformed-alerts":
      return malformed(notice);
    case "setup-problem":
      return setupProblem(notice);
    case "calendar-failing":
      return failing(`⚠ ${feedWords(notice)} cannot be read (${theirText(notice.place, 80)})`, notice, [
        notice.readAt === undefined ? withoutFeed[notice.use] : "What was read before counts until then.",
      ]);
    case "calendar-working":
      return again(`${feedWords(notice)} can be read again`, "It could not", notice.downFor);
    case "calendar-strangers":
      return strangers(notice);
    default:
      return unreachable(notice);
  }
}

function feedWords({ use, of }: FeedUse): string {
  return use === "duty" ? `The calendar of ${of}` : `The feed of holidays of ${of}`;
}

const withoutFeed = {
  duty: "Nobody is on call by it until it can be read. To take it over: /sla oncall take 4h",
  holidays: "Only the holidays in the settings count until it can be read.",
} as const;

const wayWords = { sms: "Texts", call: "Calls" } as const;
const diskWords: Readonly<Record<DiskPart, string>> = { state: "The state", audit: "The audit trail" };
const diskMeaning: Readonly<Record<DiskPart, readonly string[]>> = {
  state: [
    "People are still told. What is changed now may be lost if the monitor restarts.",
    "Please do not restart it until this is mended: somebody may be told twice.",
  ],
  audit: ["People are still told. What happens meanwhile is written later."],
};

/** A headline of our own and one line of our own words. */
export function simpleNotice(headline: string, more: string): Message {
  return { text: `${headline}. ${more}`, blocks: [lines([strong(headline)], [words(more)])] };
}

function again(headline: string, before: string, downFor: Duration): Message {
  return simpleNotice(`✅ ${headline}`, `${before} for ${formatDuration(downFor)}.`);
}

/** `why` may quote others; `meaning` is ours. */
function failing(
  headline: string,
  { since, why }: { since: Instant; why: string },
  meaning: readonly string[],
): Message {
  return {
    text: `${headline}. Since ${timeText(since)}: ${theirText(why, 500)}`,
    blocks: [
      lines(
        [strong(headline)],
        labelled("Since", moment(since, "dayAndAgo")),
        labelled("Why", theirs(why, 1000)),
        ...meaning.map((line) => [words(line)]),
      ),
    ],
  };
}

function malformed({ ids, total, why }: Extract<Trouble, { kind: "malformed-alerts" }>): Message {
  const many = total === 1 ? "An alert" : `${total} alerts`;
  const headline = `⚠ ${many} could not be read and ${total === 1 ? "is" : "are"} skipped`;
  const named = ids.join(", ");
  const more = total > ids.length ? ` and ${total - ids.length} more` : "";
  return {
    text: `${headline}. ${theirText(named, 300)}${more}: ${theirText(why, 500)}`,
    blocks: [
      lines(
        [strong(headline)],
        labelled(total === 1 ? "Alert" : "Alerts", theirs(named, 500), words(more)),
        labelled("Why", theirs(why, 1000)),
        [words("Nobody is told of what is skipped: look at it in TheHive.")],
      ),
    ],
  };
}

function setupProblem({ why }: Extract<Trouble, { kind: "setup-problem" }>): Message {
  const headline = "⚠ The set-up has a problem";
  return {
    text: `${headline}. ${verbatimText(why, 500)}`,
    blocks: [lines([strong(headline)], [verbatim(why, 1000)])],
  };
}

const STRANGERS_SHOWN = 10;

/** Nobody is called for shifts of people who are not known. */
function strangers({ group, strangers, unread }: Extract<Trouble, { kind: "calendar-strangers" }>): Message {
  const headline = `⚠ The calendar of ${group} has shifts that nobody gets`;
  const rows = [
    ...strangers.map((name) => ({ name, why: "not among the people" })),
    ...unread.map((name) => ({ name, why: "cannot be read" })),
  ];
  const left = rows.length - STRANGERS_SHOWN;
  const short = rows.slice(0, STRANGERS_SHOWN);
  return {
    text: `${headline}: ${theirText(short.map(({ name }) => name).join(", "), 500)}`,
    blocks: [
      lines(
        [strong(headline)],
        ...short.map(({ name, why }) => [words("• "), theirs(name, 160), words(`: ${why}`)]),
        left > 0 ? [words(`… and ${left} more`)] : [],
        [words("Add them to people with the e-mail address or the name that the calendar has.")],
      ),
    ],
  };
}
