import type { AlertRecord } from "../../sla/record.ts";

/** A key and what it is to hold; undefined removes it. */
export type Entry = readonly [key: string, value: unknown];

/** Key-value memory that survives a crash. A resolved promise means: it is on disk. */
export interface Store {
  /** Every alert's record; what cannot be read is moved aside, on disk too, and named. */
  records(): Promise<{ records: AlertRecord[]; damaged: readonly Damaged[] }>;
  /** One value. Parsed by the caller. */
  read(key: string): Promise<unknown>;
  /** Every key that begins so, in no order. */
  list(prefix: string): Promise<[key: string, value: unknown][]>;
  /** Writes all of them or none. @throws StoreError; then none of them was written */
  write(entries: readonly Entry[]): Promise<void>;
  close(): Promise<void>;
}

/** An entry that could not be read. */
export interface Damaged {
  readonly key: string;
  readonly why: string;
}

/** What cannot be written: the state store, or the audit trail. */
export type DiskPart = "state" | "audit";
