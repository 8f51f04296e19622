import { after, before, type Duration, type Instant, seconds } from "../lib/time.ts";
import { isUnderWay } from "./progress.ts";
import type { Row } from "./reading.ts";

// Twilio's clock may be behind ours. A text has a mark, so a generous allowance costs nothing; a call has none,
// and an earlier one to the same person is at least one ringing older.
const SKEW = { sms: seconds(60), call: seconds(15) };
// A request to call is given up long before: a later call is another page's.
const PLACED_WITHIN = seconds(45);

/** The text that bears a page's mark and was begun no earlier than `startedAt`. */
export function textOf(mark: string, rows: readonly Row[], startedAt: Instant): Row | undefined {
  return rows.find(
    ({ body, createdAt }) =>
      body.includes(mark) && (createdAt === undefined || isSince(createdAt, startedAt, SKEW.sms)),
  );
}

/**
 * The call that was begun about `startedAt` and is not known to be another page's: the nearest in time, or else
 * one that has no date yet.
 *
 * @param ledSince one that began before is another copy's, whichever is nearer
 */
export function callOf(
  rows: readonly Row[],
  startedAt: Instant,
  isOther: (sid: string) => boolean,
  ledSince?: Instant,
): Row | undefined {
  const distance = ({ createdAt }: Row) =>
    createdAt === undefined ? Number.POSITIVE_INFINITY : Math.abs(createdAt - startedAt);
  return rows
    .filter((row) => isCandidate(row, startedAt) && !isOther(row.sid) && !isBefore(row, ledSince))
    .reduce<Row | undefined>(
      (best, row) => (best !== undefined && distance(best) <= distance(row) ? best : row),
      undefined,
    );
}

// Without a date it can only be waiting in Twilio's queue. An ended one without is nonsense, and taking it for ours
// would call a page told that may not be.
function isCandidate({ createdAt, status }: Row, startedAt: Instant): boolean {
  if (createdAt === undefined) return isUnderWay(status);
  return isSince(createdAt, startedAt, SKEW.call) && createdAt <= after(startedAt, PLACED_WITHIN);
}

// Twilio counts in whole seconds.
function isBefore({ createdAt }: Row, ledSince: Instant | undefined): boolean {
  return createdAt !== undefined && ledSince !== undefined && after(createdAt, seconds(1)) <= ledSince;
}

function isSince(created: Instant, startedAt: Instant, skew: Duration): boolean {
  return created >= before(startedAt, skew);
}
