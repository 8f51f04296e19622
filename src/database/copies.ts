import { z } from "zod";
import { type Duration, milliseconds, seconds } from "../lib/time.ts";
import type { Copy } from "./lease.ts";
import type { Link } from "./link.ts";

/** A copy that stands by, as the others see it. */
export interface StandBy {
  readonly label: string;
  readonly version: string;
  /** Why it would not lead; undefined = it would. */
  readonly refuses?: string | undefined;
  /** Since it was last seen, by the database's clock. */
  readonly age: Duration;
}

/** Seen no longer ago than this, it stands by. */
const ALIVE = seconds(10);

/** Tells the others that this copy stands by. @throws DatabaseError */
export async function noteCopy(link: Link, { id, label, version }: Copy, note: string): Promise<void> {
  await link.query(
    `INSERT INTO sla_copies (id, label, version, note, seen_at) VALUES ($1, $2, $3, $4, clock_timestamp())
     ON CONFLICT (id) DO UPDATE SET note = excluded.note, seen_at = excluded.seen_at`,
    [id, label, version, note],
  );
}

/** It leads, or ends. What was not seen for a day goes, too. @throws DatabaseError */
export async function forgetCopy(link: Link, { id }: Pick<Copy, "id">): Promise<void> {
  await link.query("DELETE FROM sla_copies WHERE id = $1 OR seen_at < clock_timestamp() - interval '1 day'", [
    id,
  ]);
}

const Row = z.object({
  label: z.string(),
  version: z.string(),
  note: z.string(),
  age: z.coerce.number(),
});

/** Who stands by. @throws DatabaseError */
export async function readCopies(link: Link): Promise<readonly StandBy[]> {
  const rows = await link.query(
    `SELECT label, version, note, extract(epoch FROM clock_timestamp() - seen_at) * 1000 AS age
     FROM sla_copies WHERE seen_at > clock_timestamp() - make_interval(secs => $1) ORDER BY label`,
    [ALIVE / 1000],
  );
  return rows.map((row) => {
    const { label, version, note, age } = Row.parse(row);
    return {
      label,
      version,
      age: milliseconds(Math.max(0, age)),
      ...(note === "" ? {} : { refuses: note }),
    };
  });
}
