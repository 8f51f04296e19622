import type { z } from "zod";
import type { Damaged } from "../engine/ports/store.ts";
import { AlertRecord } from "../sla/record.ts";
import type { Codec, Row, Table } from "./table.ts";

/** Where an entry lies that nobody could read: out of the way, and still there for whoever can mend it. */
export const asideKey = (key: string) => `damaged:${key}`;
const isAside = (key: string) => key.startsWith(asideKey(""));

/** Where an alert's record lies. */
export const recordKey = (alertId: string) => `record:${alertId}`;
const isRecord = (key: string) => key.startsWith(recordKey(""));

/** A row that cannot be read, as it lies there. */
export interface DamagedRow extends Damaged {
  readonly text: unknown;
}

interface Readable<Value> {
  readonly readable: [key: string, value: Value][];
  readonly damaged: DamagedRow[];
}

/** Whatever is JSON: parsed by whoever asked. */
export function readRows(rows: readonly Row[], { decode }: Codec): Readable<unknown> {
  const readable: [string, unknown][] = [];
  const damaged: DamagedRow[] = [];
  for (const { key, text } of rows) {
    const data = decode(text);
    if (data === undefined) damaged.push({ key, text, why: "it is no JSON" });
    else readable.push([key, data.value]);
  }
  return { readable, damaged };
}

/** The alerts' records; rows of every other kind have to be JSON. */
export function readRecords(rows: readonly Row[], codec: Codec): Readable<AlertRecord> {
  const readable: [string, AlertRecord][] = [];
  const damaged: DamagedRow[] = [];
  for (const row of rows) {
    const { readable: found, damaged: bad } = readRows([row], codec);
    damaged.push(...bad);
    for (const [key, value] of found) {
      if (!isRecord(key)) continue;
      const record = AlertRecord.safeParse(value);
      if (record.success) readable.push([key, record.data]);
      else damaged.push({ key, text: row.text, why: whyOf(record.error) });
    }
  }
  return { readable, damaged };
}

function whyOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  return `${issue?.message ?? "it is not as expected"}${where}`;
}

/**
 * Moves damaged rows aside on disk: in one piece, and beside what was set aside under the same key before.
 *
 * @throws StoreError; then they lie where they lay
 */
export async function setAside(
  table: Table,
  { encode }: Codec,
  damaged: readonly DamagedRow[],
): Promise<void> {
  if (damaged.length === 0) return;
  const taken = new Set((await table.list(asideKey(""))).map(({ key }) => key));
  const rows = new Map<string, string | undefined>();
  for (const { key, text, why } of damaged) {
    // A row that is damaged there already stays there.
    if (isAside(key)) continue;
    let to = asideKey(key);
    for (let copy = 2; taken.has(to); copy++) to = `${asideKey(key)}#${copy}`;
    taken.add(to);
    rows.set(to, encode({ text: Buffer.isBuffer(text) ? text.toString("latin1") : text, why }));
    rows.set(key, undefined);
  }
  if (rows.size > 0) await table.replace(rows);
}
