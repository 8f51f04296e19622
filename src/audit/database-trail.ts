import { randomUUID } from "node:crypto";
import { z } from "zod";
import { DatabaseError } from "../database/database-error.ts";
import type { Lease } from "../database/lease.ts";
import type { Link } from "../database/link.ts";
import { inTurn } from "../lib/in-turn.ts";
import { type Instant, iso, seconds } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import { chained } from "./chain.ts";
import { asking, latestRows, readDatabaseTrail, storable } from "./database-read.ts";
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
// Whoever has not seen the last line moves the chain nowhere, and adds nothing.
const APPEND = `${FENCE}, moved AS (
  UPDATE sla_chain SET head = $8 WHERE head = $7 AND EXISTS (SELECT FROM fence) RETURNING 1
), added AS (
  INSERT INTO sla_audit (id, at, alert_id, event)
  SELECT id, at, alert_id, event
  FROM unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::text[]) WITH ORDINALITY
    AS line (id, at, alert_id, event, place)
  WHERE EXISTS (SELECT FROM moved) ORDER BY place
)
SELECT EXISTS (SELECT FROM moved) AS moved FROM fence`;
const STANDS = `SELECT (SELECT head FROM sla_chain) AS head,
  ARRAY(SELECT id::text FROM sla_audit WHERE id = ANY ($1::uuid[])) AS there`;
// Only from the beginning, whatever the clock did meanwhile: what is left is still a chain.
const PRUNE = `${FENCE}, gone AS (
  DELETE FROM sla_audit
  WHERE seq IN (
    SELECT seq FROM sla_audit
    WHERE seq < coalesce((SELECT min(seq) FROM sla_audit WHERE at >= $3), ${2n ** 63n - 1n})
    ORDER BY seq LIMIT $4
  ) AND EXISTS (SELECT FROM fence)
  RETURNING 1
)
SELECT (SELECT count(*) FROM gone) AS count FROM fence`;

const Stands = z.object({ head: z.string(), there: z.array(z.string()) });

const ROWS_PER_STATEMENT = 2000;
const TAKES_AT_MOST = seconds(8);

export function databaseTrail({ link, lease, redact }: DatabaseTrailOptions): DatabaseTrail {
  // Of an event, however often it is appended: what was not known to be there is not there twice.
  const ids = new WeakMap<AuditEvent, string>();
  const written = new WeakSet<AuditEvent>();
  const fence = [lease.holder, lease.epoch];
  const turn = inTurn();
  /** The hash of the last line; undefined: it has to be read. */
  let known: string | undefined;

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

  /** Where the chain ends; and of these events, which turn out to be there. */
  async function stands(events: readonly AuditEvent[]): Promise<string> {
    const [row] = await asking(link, () => link.query(STANDS, [events.map(idOf)], TAKES_AT_MOST));
    const { head, there } = Stands.parse(row);
    for (const event of events) if (there.includes(idOf(event))) written.add(event);
    return head;
  }

  /** @returns whether the chain ended where it was thought to */
  async function extend(events: readonly AuditEvent[], from: string): Promise<boolean> {
    const missing = events.filter((event) => !written.has(event));
    if (missing.length === 0) return true;
    const bodies = missing.map((event) => redact(JSON.stringify(event)));
    const { lines, head } = chained(bodies, from);
    known = undefined;
    const { moved } = await fenced(APPEND, [
      missing.map(idOf),
      missing.map((event) => event.at),
      missing.map(({ alertId }) => storable(alertId)),
      lines,
      from,
      head,
    ]);
    if (moved !== true) return false;
    known = head;
    for (const event of missing) written.add(event);
    return true;
  }

  async function appendSome(events: readonly AuditEvent[]): Promise<void> {
    if (await extend(events, known ?? (await stands(events)))) return;
    // A statement that was given up was done meanwhile: the next look sees it.
    await appendSome(events);
  }

  async function appendAll(events: readonly AuditEvent[]): Promise<void> {
    for (let at = 0; at < events.length; at += ROWS_PER_STATEMENT)
      await appendSome(events.slice(at, at + ROWS_PER_STATEMENT));
  }

  return {
    append: (events) => turn(() => appendAll(events)),
    latest: (limit) => latestRows(link, {}, limit),
    history: (filter, limit) => latestRows(link, filter, limit),
    read: (filter) => readDatabaseTrail(link, filter),
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
