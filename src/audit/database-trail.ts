import { randomUUID } from "node:crypto";
import { DatabaseError } from "../database/database-error.ts";
import type { Lease } from "../database/lease.ts";
import type { Link } from "../database/link.ts";
import { hasTables } from "../database/schema.ts";
import { type Instant, iso, seconds } from "../lib/time.ts";
import { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import type { Filter } from "./read.ts";
import type { OpenTrail } from "./trail.ts";

export interface DatabaseTrailOptions {
  /** Of the trail's own: it is closed with it. */
  readonly link: Link;
  /** Whoever holds it may append. */
  readonly lease: Lease;
  /** Hides secrets in a line before it is kept for ever. */
  readonly redact: (line: string) => string;
}

/** The trail in the database, where every copy reads it. */
export interface DatabaseTrail extends OpenTrail {
  /** Forgets what is older. @returns how many events. @throws AuditError */
  prune(before: Instant): Promise<number>;
}

// A replaced leader appends nothing, and whoever takes over waits for what is under way.
const FENCE =
  "WITH fence AS MATERIALIZED (SELECT 1 AS fenced FROM sla_lease WHERE holder = $1 AND epoch = $2 FOR SHARE)";
const APPEND = `${FENCE}, added AS (
  INSERT INTO sla_audit (id, at, alert_id, event)
  SELECT id, at, alert_id, event
  FROM unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::text[]) WITH ORDINALITY
    AS line (id, at, alert_id, event, place)
  WHERE EXISTS (SELECT FROM fence) ORDER BY place
  ON CONFLICT (id) DO NOTHING
)
SELECT fenced FROM fence`;
const PRUNE = `${FENCE}, gone AS (
  DELETE FROM sla_audit
  WHERE seq IN (SELECT seq FROM sla_audit WHERE at < $3 ORDER BY at LIMIT $4) AND EXISTS (SELECT FROM fence)
  RETURNING 1
)
SELECT (SELECT count(*) FROM gone) AS count FROM fence`;

const ROWS_PER_STATEMENT = 2000;
const TAKES_AT_MOST = seconds(8);

export function databaseTrail({ link, lease, redact }: DatabaseTrailOptions): DatabaseTrail {
  // Of an event, however often it is appended: what was not known to be there is not there twice.
  const ids = new WeakMap<AuditEvent, string>();
  const fence = [lease.holder, lease.epoch];

  function idOf(event: AuditEvent): string {
    const id = ids.get(event) ?? randomUUID();
    ids.set(event, id);
    return id;
  }

  async function fenced(sql: string, parameters: readonly unknown[]) {
    const [row] = await asking(link, () => link.query(sql, [...fence, ...parameters], TAKES_AT_MOST));
    if (row !== undefined) return row;
    lease.lose();
    const why = new Error("another copy leads by now; this one writes nothing");
    throw new AuditError(link.place, new DatabaseError(link.place, why, "nothing"));
  }

  return {
    async append(events) {
      for (let at = 0; at < events.length; at += ROWS_PER_STATEMENT) {
        const some = events.slice(at, at + ROWS_PER_STATEMENT);
        await fenced(APPEND, [
          some.map(idOf),
          some.map((event) => event.at),
          some.map(({ alertId }) => storable(alertId)),
          some.map((event) => redact(JSON.stringify(event))),
        ]);
      }
    },
    latest: (limit) => latest(link, {}, limit),
    history: (filter, limit) => latest(link, filter, limit),
    async prune(before) {
      for (let all = 0; ; ) {
        const { count } = await fenced(PRUNE, [iso(before), ROWS_PER_STATEMENT]);
        all += Number(count);
        if (Number(count) < ROWS_PER_STATEMENT) return all;
      }
    },
    close: () => link.close(),
  };
}

// Postgres takes no NUL, and TheHive's ids have none.
function storable(alertId: string | undefined): string | null {
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

async function latest(link: Link, filter: Filter, limit: number): Promise<AuditEvent[]> {
  const { where, parameters } = conditions(filter);
  const sql = `SELECT event FROM sla_audit WHERE ${where} ORDER BY seq DESC LIMIT $${parameters.length + 1}`;
  const rows = await asking(link, () => link.query(sql, [...parameters, limit], seconds(30)));
  return rows.flatMap(({ event }) => parsed(event) ?? []);
}

const PAGE = 5000;

/** Reads the trail, oldest first, however long it is. Nothing where nobody has kept one yet. @throws AuditError */
export async function* readDatabaseTrail(
  link: Link,
  filter: Filter,
  onBadLine: (line: number) => void = () => {},
): AsyncGenerator<AuditEvent> {
  if (!(await asking(link, () => hasTables(link)))) return;
  const { where, parameters } = conditions(filter);
  const next = parameters.length + 1;
  const sql = `SELECT seq, event FROM sla_audit WHERE ${where} AND seq > $${next} ORDER BY seq LIMIT ${PAGE}`;
  let after: unknown = await firstBefore(link, filter);
  for (let isMore = true; isMore; ) {
    const rows = await asking(link, () => link.query(sql, [...parameters, after], seconds(30)));
    for (const { seq, event } of rows) {
      const read = parsed(event);
      if (read === undefined) onBadLine(Number(seq));
      else yield read;
    }
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

async function asking<Result>(link: Link, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof DatabaseError ? new AuditError(link.place, error) : error;
  }
}

function parsed(event: unknown): AuditEvent | undefined {
  try {
    return typeof event === "string" ? AuditEvent.safeParse(JSON.parse(event)).data : undefined;
  } catch {
    return undefined;
  }
}
