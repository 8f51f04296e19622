import { DatabaseError } from "../database/database-error.ts";
import type { Lease } from "../database/lease.ts";
import type { Link } from "../database/link.ts";
import { createTables, hasTables } from "../database/schema.ts";
import type { Store } from "../engine/ports/store.ts";
import { backOff } from "../lib/back-off.ts";
import { type Clock, seconds, systemClock } from "../lib/time.ts";
import { SCHEMA_VERSION } from "./layout.ts";
import { CHECK_KEY, storeOn } from "./store.ts";
import { StoreError, storeError } from "./store-error.ts";
import { keyvCodec, NAMESPACE, rowOf, type Table } from "./table.ts";
import type { Rows } from "./write-queue.ts";

export interface PostgresStoreOptions {
  /** Of the store's own: it is closed with it. */
  readonly link: Link;
  /** Whoever holds it may write; without one the store can only be read. */
  readonly lease?: Lease | undefined;
  readonly realTime?: Clock;
}

/** Opens the state in a Postgres database. @throws StoreError */
export async function openPostgresStore({
  link,
  lease,
  realTime = systemClock,
}: PostgresStoreOptions): Promise<Store> {
  const closing = new AbortController();
  const table = lease === undefined ? readOnly(link) : fenced(link, lease, realTime, closing.signal);
  try {
    if (lease !== undefined) await createTables(link);
    const ground = { table, place: link.place, makeSure: async () => {}, close: link.close };
    const store = await storeOn(ground, { exclusive: lease !== undefined });
    return {
      ...store,
      close() {
        // A write of which nobody knows how it ended is not waited for.
        closing.abort();
        return store.close();
      },
    };
  } catch (error) {
    await link.close();
    throw storeError(link.place, error);
  }
}

/** Why this version cannot read what lies there: a newer one wrote it. @throws StoreError */
export async function newerLayout(link: Link): Promise<string | undefined> {
  const row = await reading(link).find("meta:version");
  const version = row === undefined ? undefined : keyvCodec().decode(row.text)?.value;
  if (typeof version !== "number" || version <= SCHEMA_VERSION) return undefined;
  return `a newer version of this program wrote the state (layout ${version}, this one reads ${SCHEMA_VERSION})`;
}

const LISTS_WITHIN = seconds(30);

function reading(link: Link): Pick<Table, "find" | "list"> {
  async function select(condition: string, parameters: readonly unknown[]) {
    try {
      const rows = await link.query(
        `SELECT key, value FROM sla_state WHERE ${condition}`,
        parameters,
        LISTS_WITHIN,
      );
      return rows.flatMap(rowOf);
    } catch (error) {
      throw storeError(link.place, error);
    }
  }
  return {
    find: async (key) => (await select("key = $1", [NAMESPACE + key]))[0],
    list: (prefix) =>
      select("key >= $1 AND key < $2", [NAMESPACE + prefix, `${NAMESPACE}${prefix}\u{10ffff}`]),
  };
}

/** Beside whoever leads, or before anybody has. */
function readOnly(link: Link): Table {
  const { find, list } = reading(link);
  let isThere = false;
  async function there(): Promise<boolean> {
    try {
      isThere ||= await hasTables(link);
      return isThere;
    } catch (error) {
      throw storeError(link.place, error);
    }
  }
  return {
    find: async (key) => ((await there()) ? find(key) : undefined),
    list: async (prefix) => ((await there()) ? list(prefix) : []),
    async replace(rows) {
      if (![...rows.keys()].every((key) => key === CHECK_KEY)) throw replaced(link);
      try {
        await createTables(link);
        await link.query("INSERT INTO sla_state VALUES ($1, '') ON CONFLICT DO NOTHING", [CHECK_KEY]);
        await link.query("DELETE FROM sla_state WHERE key = $1", [CHECK_KEY]);
      } catch (error) {
        throw storeError(link.place, error);
      }
    },
  };
}

/*
 * One statement: the lease's row first, so that nobody who was replaced writes, and whoever takes over waits for
 * what is under way. Its `seq` tells later whether it was done, and keeps an old statement from coming late.
 */
const WRITE = `
WITH fence AS (
  UPDATE sla_lease SET seq = $3 WHERE holder = $1 AND epoch = $2 AND seq < $3 RETURNING 1
), put AS (
  INSERT INTO sla_state (key, value)
  SELECT * FROM unnest($4::text[], $5::text[]) WHERE EXISTS (SELECT FROM fence)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value
), gone AS (
  DELETE FROM sla_state WHERE key = ANY ($6::text[]) AND EXISTS (SELECT FROM fence)
)
SELECT 1 AS fenced FROM fence`;

// Raises it past what may still be on its way: from then on that can never be done.
const BAR = "UPDATE sla_lease SET seq = $3 WHERE holder = $1 AND epoch = $2 AND seq < $4";
const SEQ = "SELECT seq FROM sla_lease WHERE holder = $1 AND epoch = $2";
const ASKED_AT_MOST_EVERY = seconds(2);

function fenced(link: Link, lease: Lease, realTime: Clock, closing: AbortSignal): Table {
  const { holder, epoch } = lease;
  const ended = AbortSignal.any([closing, lease.lost]);
  // Every second number is for what was barred.
  let number = 0;

  async function replace(rows: Rows): Promise<void> {
    number += 2;
    const kept = [...rows].filter(([, text]) => text !== undefined);
    const gone = [...rows].filter(([, text]) => text === undefined);
    const parameters = [
      kept.map(([key]) => NAMESPACE + key),
      kept.map(([, text]) => text),
      gone.map(([key]) => NAMESPACE + key),
    ];
    try {
      const done = await link.query(WRITE, [holder, epoch, number, ...parameters]);
      if (done.length === 0) throw gaveWay();
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.outcome === "nothing") throw error;
      if (!(await wasDone(number, error))) throw new DatabaseError(link.place, error.cause, "nothing");
    }
  }

  function gaveWay(): StoreError {
    lease.lose();
    return replaced(link);
  }

  /** Asks until there is an answer: whoever waits for the write takes it for slow meanwhile. */
  async function wasDone(asked: number, unknown: DatabaseError): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      try {
        await link.query(BAR, [holder, epoch, asked + 1, asked]);
        const [row] = await link.query(SEQ, [holder, epoch]);
        if (row === undefined) throw gaveWay();
        return Number(row.seq) === asked;
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        await realTime.sleep(backOff(tries, ASKED_AT_MOST_EVERY), ended).catch(() => {});
        if (ended.aborted) throw unknown;
      }
    }
  }

  return {
    ...reading(link),
    async replace(rows) {
      try {
        await replace(rows);
      } catch (error) {
        throw storeError(link.place, error);
      }
    },
  };
}

function replaced({ place }: Link): StoreError {
  return new StoreError(`state store ${place}: another copy leads by now; this one writes nothing`);
}
