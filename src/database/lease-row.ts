import { z } from "zod";
import type { Duration, Instant } from "../lib/time.ts";
import { milliseconds } from "../lib/time.ts";
import type { Link } from "./link.ts";

/** The lease as it lies in the database. */
export interface LeaseRow {
  /** Undefined: given up. */
  readonly holder: string | undefined;
  /** The holder as people know it: host and a short name. */
  readonly label: string;
  /** Of the program. */
  readonly version: string;
  /** Of the holder's settings file and layout. */
  readonly fingerprint: string;
  /** One more with each change of hands. */
  readonly epoch: number;
  /** One more with each renewal. */
  readonly beat: number;
  readonly takenAt: Instant;
  /** Since the last renewal, by the database's clock. */
  readonly age: Duration;
}

const Count = z.coerce.number().int();
const Row = z.object({
  holder: z.string().nullable(),
  label: z.string(),
  version: z.string(),
  fingerprint: z.string(),
  epoch: Count,
  beat: Count,
  taken_at: z.date(),
  age: z.coerce.number(),
});

const AGE = "extract(epoch FROM clock_timestamp() - renewed_at) * 1000 AS age";

/** @throws DatabaseError */
export async function readLease(link: Link): Promise<LeaseRow> {
  const [found] = await link.query(
    `SELECT holder, label, version, fingerprint, epoch, beat, taken_at, ${AGE} FROM sla_lease`,
  );
  const { holder, taken_at, age, ...row } = Row.parse(found);
  return {
    ...row,
    holder: holder ?? undefined,
    takenAt: taken_at.getTime() as Instant,
    age: milliseconds(Math.max(0, age)),
  };
}
