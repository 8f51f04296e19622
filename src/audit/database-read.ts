import { DatabaseError } from "../database/database-error.ts";
import type { Link } from "../database/link.ts";
import { hasTables } from "../database/schema.ts";
import { iso, seconds } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import { linkOf } from "./chain.ts";
import { eventIn } from "./event-in.ts";
import type { Filter } from "./read.ts";
import { type KeptLine, type Verdict, verify } from "./verify.ts";

/** Postgres takes no NUL, and TheHive's ids have none. */
export function storable(alertId: string | undefined): string | null {
  return alertId === undefined ? null : alertId.replaceAll("\0", "");
}

function conditions({ alertId, since }: Filter): { where: string; parameters: readonly unknown[] } {
  const parts = [
    ...(alertId === undefined ? [] : [["alert_id = $", storable(alertId)]]),
    ...(since === undefined ? [] : [["at >= $", iso(since)]]),
  ];
  const where = parts.map(([condition], index) => `${condition}${index + 1}`).join(" AND ");
  return { where: where === "" ? "TRUE" : where, parameters: parts.map(([, value]) => value) };
}

/** The latest events first, `limit` at most. @throws AuditError */
export async function latestRows(link: Link, filter: Filter, limit: number): Promise<AuditEvent[]> {
  const { where, parameters } = conditions(filter);
  const sql = `SELECT event FROM sla_audit WHERE ${where} ORDER BY seq DESC LIMIT $${parameters.length + 1}`;
  const rows = await asking(link, () => link.query(sql, [...parameters, limit], seconds(30)));
  return rows.flatMap(({ event }) => eventIn(String(event)) ?? []);
}

const PAGE = 5000;

/** Reads the trail, oldest first, however long it is. Nothing where nobody has kept one yet. @throws AuditError */
export async function* readDatabaseTrail(
  link: Link,
  filter: Filter,
  onBadLine: (line: number) => void = () => {},
): AsyncGenerator<AuditEvent> {
  for await (const { seq, event } of rowsOf(link, filter)) {
    const read = eventIn(String(event));
    if (read === undefined) onBadLine(Number(seq));
    else yield read;
  }
}

/** Whether the trail in the database is as it was written, to its very end. @throws AuditError */
export async function verifyDatabaseTrail(link: Link): Promise<Verdict> {
  // First: what is appended meanwhile comes after it.
  const head = await headOf(link);
  let last = 0;
  let isEndThere = head === "";
  async function* lines(): AsyncGenerator<KeptLine> {
    for await (const { seq, event } of rowsOf(link, {})) {
      last = Number(seq);
      isEndThere ||= linkOf(String(event))?.hash === head;
      yield { number: last, bytes: Buffer.from(String(event)), isEnded: true };
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

async function* rowsOf(link: Link, filter: Filter) {
  if (!(await asking(link, () => hasTables(link)))) return;
  const { where, parameters } = conditions(filter);
  const next = parameters.length + 1;
  const sql = `SELECT seq, event FROM sla_audit WHERE ${where} AND seq > $${next} ORDER BY seq LIMIT ${PAGE}`;
  let after: unknown = await firstBefore(link, filter);
  for (let isMore = true; isMore; ) {
    const rows = await asking(link, () => link.query(sql, [...parameters, after], seconds(30)));
    yield* rows;
    isMore = rows.length === PAGE;
    after = rows.at(-1)?.seq;
  }
}

/** A place in the order before everything wanted, so that nothing older is looked at. */
async function firstBefore(link: Link, { since }: Filter): Promise<unknown> {
  if (since === undefined) return 0;
  const sql = "SELECT coalesce(min(seq) - 1, 0) AS first FROM sla_audit WHERE at >= $1";
  const [row] = await asking(link, () => link.query(sql, [iso(since)], seconds(30)));
  return row?.first ?? 0;
}

/** @throws AuditError for what the database cannot do */
export async function asking<Result>(link: Link, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof DatabaseError ? new AuditError(link.place, error) : error;
  }
}
