import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { DatabaseError } from "../database/database-error.ts";
import type { Link } from "../database/link.ts";
import { hasTables } from "../database/schema.ts";
import { iso, seconds } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import { linkOf } from "./chain.ts";
import { eventIn } from "./event-in.ts";
import { type Filter, isWanted, ofOthers } from "./read.ts";
import { type KeptLine, type Verdict, verify } from "./verify.ts";

/** Postgres takes no NUL, and TheHive's ids have none. */
export function storable(alertId: string | undefined): string | null {
  return alertId === undefined ? null : alertId.replaceAll("\0", "");
}

/** The latest events first, `limit` at most. @throws AuditError */
export async function latestRows(
  link: Link,
  { alertId, since }: Pick<Filter, "alertId" | "since">,
  limit: number,
): Promise<AuditEvent[]> {
  const sql = `SELECT event FROM sla_audit
    WHERE ${alertId === undefined ? "$2::text IS NULL" : "alert_id = $2"}
      AND ${since === undefined ? "$3::timestamptz IS NULL" : "at >= $3"}
    ORDER BY seq DESC LIMIT $1`;
  const asked = [limit, storable(alertId), since === undefined ? null : iso(since)];
  const rows = await asking(link, () => link.query(sql, asked, seconds(30)));
  return rows.flatMap(({ event }) => eventIn(String(event)) ?? []);
}

/**
 * Reads the trail, oldest first, some events at a time, however long it is. Nothing where nobody has kept one yet.
 *
 * @throws AuditError
 */
export async function* readDatabaseTrail(
  link: Link,
  filter: Filter,
  onBadLine: (line: number) => void = () => {},
): AsyncGenerator<AuditEvent[]> {
  const isOfOthers = ofOthers(filter);
  for await (const { lines, seqOf } of pagesOf(link, filter)) {
    const wanted: AuditEvent[] = [];
    for (const [index, line] of lines.entries()) {
      if (isOfOthers(line)) continue;
      const read = eventIn(line);
      if (read === undefined) onBadLine(seqOf(index));
      else if (isWanted(read, filter)) wanted.push(read);
    }
    if (wanted.length > 0) yield wanted;
  }
}

/** Whether the trail in the database is as it was written, to its very end. @throws AuditError */
export async function verifyDatabaseTrail(link: Link): Promise<Verdict> {
  // First: what is appended meanwhile comes after it.
  const head = await headOf(link);
  let last = 0;
  let isEndThere = head === "";
  async function* lines(): AsyncGenerator<KeptLine> {
    for await (const page of pagesOf(link, {})) {
      for (const [index, line] of page.lines.entries()) {
        last = page.seqOf(index);
        isEndThere ||= linkOf(line)?.hash === head;
        yield { number: last, bytes: Buffer.from(line), isEnded: true };
      }
    }
  }
  const verdict = await verify(lines(), false);
  if (verdict.kind === "changed" || isEndThere || verdict.lines === 0) return verdict;
  return { kind: "changed", line: last, why: "lines that followed it were removed" };
}

async function headOf(link: Link): Promise<string> {
  const [there] = await asking(link, () =>
    link.query("SELECT to_regclass('sla_chain') IS NOT NULL AS there"),
  );
  if (there?.there !== true) return "";
  const [row] = await asking(link, () => link.query("SELECT head FROM sla_chain"));
  return String(row?.head ?? "");
}

const ROWS_PER_PAGE = 5000;

interface Page {
  /** As they lie there, in their order. */
  readonly lines: readonly string[];
  /** The row's number. */
  seqOf(index: number): number;
}

const PageRow = z.object({ lines: z.string(), seqs: z.string(), last: z.string(), count: z.string() });

/**
 * The trail in its order, that of an alert alone if one is named. What is older than wanted may be among it. A page is
 * one row, since a million rows take the client twice as long. No line of ours holds a newline.
 */
async function* pagesOf(link: Link, filter: Filter): AsyncGenerator<Page> {
  if (!(await asking(link, () => hasTables(link)))) return;
  const ofAlert = filter.alertId === undefined ? "$2::text IS NULL" : "alert_id = $2";
  const sql = `SELECT string_agg(event, E'\\n' ORDER BY seq) AS lines, string_agg(seq::text, ' ' ORDER BY seq) AS seqs,
      max(seq) AS last, count(*) AS count
    FROM (SELECT seq, event FROM sla_audit WHERE seq > $1 AND ${ofAlert} ORDER BY seq LIMIT ${ROWS_PER_PAGE}) AS page
    HAVING count(*) > 0`;
  const ask = (after: string) =>
    asking(link, () => link.query(sql, [after, storable(filter.alertId)], seconds(30)));
  let asked: ReturnType<typeof ask> | undefined = ask(await firstBefore(link, filter));
  while (asked !== undefined) {
    const [found] = await asked;
    if (found === undefined) return;
    const { lines, seqs, last, count } = PageRow.parse(found);
    // The database looks for the next ones while these are read; whoever wants no more hears nothing of them.
    asked = Number(count) === ROWS_PER_PAGE ? ask(last) : undefined;
    asked?.catch(() => {});
    // Asked, it is not yet sent: that takes a turn of the loop, which reading these would hold.
    await setImmediate();
    let numbers: readonly string[] | undefined;
    function seqOf(index: number): number {
      numbers ??= seqs.split(" ");
      return Number(numbers[index]);
    }
    yield { lines: lines.split("\n"), seqOf };
  }
}

/** A place in the order before everything wanted, so that nothing older is looked at. */
async function firstBefore(link: Link, { since }: Filter): Promise<string> {
  if (since === undefined) return "0";
  const sql = "SELECT min(seq) - 1 AS first FROM sla_audit WHERE at >= $1";
  const [row] = await asking(link, () => link.query(sql, [iso(since)], seconds(30)));
  // None is so late: then after the last one there can be.
  return String(row?.first ?? 2n ** 63n - 1n);
}

/** @throws AuditError for what the database cannot do */
export async function asking<Result>(link: Link, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof DatabaseError ? new AuditError(link.place, error) : error;
  }
}
