import type { Link } from "./link.ts";

/*
 * The tables of all copies together. State is Keyv's table; the trail is in the order of `seq`, and `id` is an
 * event's own, by which it cannot be there twice; the chain is one row, with the hash of the trail's last line; the
 * lease is one row.
 */
const tables = `
SELECT pg_advisory_xact_lock(7262431);
CREATE TABLE IF NOT EXISTS sla_state (key TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sla_audit (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id UUID NOT NULL UNIQUE,
  at TIMESTAMPTZ NOT NULL,
  alert_id TEXT,
  event TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sla_audit_at ON sla_audit (at);
CREATE INDEX IF NOT EXISTS sla_audit_alert ON sla_audit (alert_id, seq) WHERE alert_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS sla_chain (
  one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
  head TEXT NOT NULL DEFAULT ''
);
INSERT INTO sla_chain DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS sla_lease (
  one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
  holder TEXT,
  label TEXT NOT NULL DEFAULT '',
  version TEXT NOT NULL DEFAULT '',
  fingerprint TEXT NOT NULL DEFAULT '',
  epoch BIGINT NOT NULL DEFAULT 0,
  beat BIGINT NOT NULL DEFAULT 0,
  seq BIGINT NOT NULL DEFAULT 0,
  taken_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  renewed_at TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
INSERT INTO sla_lease DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS sla_copies (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  version TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  seen_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
`;

/** Makes the tables that are not there. @throws DatabaseError */
export async function createTables(link: Link): Promise<void> {
  // Without parameters, several statements are one transaction. Nobody needs the right to create what is there.
  // A state of before the trail was chained lacks one.
  if (!(await isThere(link, "sla_copies")) || !(await isThere(link, "sla_chain"))) await link.query(tables);
}

/** Whether a monitor has ever kept its state here. @throws DatabaseError */
export async function hasTables(link: Link): Promise<boolean> {
  return isThere(link, "sla_copies");
}

async function isThere(link: Link, table: string): Promise<boolean> {
  const [row] = await link.query("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
  return row?.there === true;
}
