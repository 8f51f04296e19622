import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { chained } from "../src/audit/chain.ts";
import { link } from "../src/database/link.ts";
import { createTables } from "../src/database/schema.ts";
import { seconds } from "../src/lib/time.ts";
import type { AuditEvent } from "../src/sla/event.ts";

const MINUTE = 60_000;
const BATCH = 5000;

/** What the trail holds of one alert: seen, told and told again, taken up. Ten events. */
function course(nth: number, bornAt: number): AuditEvent[] {
  const alertId = `~${40_960_000 + nth * 8}`;
  const severity = ["low", "medium", "high", "critical"][nth % 4];
  const at = (minutes: number) => new Date(bornAt + minutes * MINUTE).toISOString();
  const about = { actor: "system", alertId, tier: 1 } as const;
  const sms = { via: "sms", to: `person ${nth % 20}`, detail: { attempt: 1, ref: `SM${nth}` } } as const;
  const card = { via: "slack", to: "C0SOC", detail: { attempt: 1, ref: `C0SOC/${bornAt}.${nth}` } } as const;
  return [
    {
      at: at(0),
      event: "alert.seen",
      actor: "system",
      alertId,
      detail: { number: nth, severity, createdAt: at(0) },
    },
    { ...about, at: at(30), event: "tier.fired" },
    { ...about, at: at(30), event: "notification.sent", ...card },
    { ...about, at: at(30), event: "notification.sent", ...sms },
    { ...about, at: at(31), event: "notification.delivered", ...sms },
    { ...about, at: at(45), event: "tier.skipped" },
    { ...about, at: at(60), event: "tier.fired", tier: 3 },
    {
      ...about,
      at: at(60),
      event: "notification.sent",
      tier: 3,
      ...sms,
      detail: { attempt: 1, ref: `CA${nth}` },
    },
    { at: at(62), event: "alert.acknowledged", actor: "U0ALICE", alertId, detail: { until: at(122) } },
    {
      at: at(90),
      event: "alert.handled",
      actor: "system",
      alertId,
      detail: { how: "closed", status: "Ignored" },
    },
  ];
}

/** Lines of a trail with `count` events, the last of them just now, spread over 29 days. */
function* batches(count: number): Generator<{ events: AuditEvent[]; lines: string[]; head: string }> {
  const alerts = count / 10;
  const step = (29 * 24 * 60 * MINUTE) / alerts;
  const from = Date.now() - 100 * MINUTE - alerts * step;
  let head = "";
  for (let nth = 0; nth < alerts; ) {
    const events: AuditEvent[] = [];
    for (; nth < alerts && events.length < BATCH; nth++) events.push(...course(nth, from + nth * step));
    const more = chained(
      events.map((event) => JSON.stringify(event)),
      head,
    );
    head = more.head;
    yield { events, lines: more.lines, head };
  }
}

/** A trail of a month, in a file and in a database alike. @param count of events, a multiple of ten */
export async function madeTrail(count: number, file: string, url: string): Promise<void> {
  const own = link({ url });
  const out = createWriteStream(file);
  await createTables(own);
  for (const { events, lines, head } of batches(count)) {
    out.write(`${lines.join("\n")}\n`);
    await own.query(
      `WITH moved AS (UPDATE sla_chain SET head = $4)
       INSERT INTO sla_audit (id, at, alert_id, event)
       SELECT gen_random_uuid(), at, alert_id, event
       FROM unnest($1::timestamptz[], $2::text[], $3::text[]) WITH ORDINALITY AS line (at, alert_id, event, place)
       ORDER BY place`,
      [events.map(({ at }) => at), events.map(({ alertId }) => alertId), lines, head],
      seconds(60),
    );
  }
  // As autovacuum does sooner or later.
  await own.query("ANALYZE sla_audit", [], seconds(60));
  await own.close();
  await finished(out.end());
}
