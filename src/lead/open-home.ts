import type { DatabaseAddress } from "../database/address.ts";
import { readLease } from "../database/lease-row.ts";
import { type Link, link } from "../database/link.ts";
import { hasTables } from "../database/schema.ts";
import type { Clock } from "../lib/time.ts";
import { StoreError } from "../store/store-error.ts";
import type { Home, HomeOptions } from "./home.ts";
import { homeInDatabase } from "./home-in-database.ts";
import { selfAs } from "./self.ts";
import { type Look, standBy } from "./stand-by.ts";
import { type Term, term } from "./term.ts";

export interface OpenHomeOptions extends HomeOptions {
  readonly settingsFile: string | undefined;
  readonly version: string;
}

/** State and trail of a database that nobody leads. @throws StoreError that names whoever does */
export async function homeAtOnce(address: DatabaseAddress, options: OpenHomeOptions): Promise<Home> {
  const { log } = options;
  const won = await termAtOnce(address, {
    ...options,
    onTrouble: (error) => log.warn({ err: error }, "the lease could not be renewed"),
  });
  return homeInDatabase(address, won, options);
}

export interface TermAtOnceOptions {
  readonly settingsFile: string | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly onTrouble?: (error: unknown) => void;
  /** It only moves what is there: whose settings file led last does not matter. */
  readonly withAnySettings?: boolean;
}

/** The lease at once, or as soon as whoever left it without giving it up is known to be gone. @throws StoreError */
export async function termAtOnce(address: DatabaseAddress, options: TermAtOnceOptions): Promise<Term> {
  const { clock, version, settingsFile } = options;
  const own = link(address);
  const known = await selfAs(version, settingsFile);
  const refused = new AbortController();
  const judge = firstLook(own.place);
  const onLook = (look: Look) => {
    const why = judge(look);
    if (why !== undefined) refused.abort(why);
  };
  try {
    const last = options.withAnySettings === true ? await lastFingerprint(own) : undefined;
    const self =
      last === undefined ? known : { ...known, fingerprint: () => last, fingerprints: () => new Set([last]) };
    const { lease } = await standBy({ ...options, link: own, self, signal: refused.signal, onLook });
    return term({ lease, link: own, label: self.label, clock });
  } catch (error) {
    await own.close();
    throw error;
  }
}

async function lastFingerprint(own: Link): Promise<string | undefined> {
  return (await hasTables(own)) ? (await readLease(own)).fingerprint : undefined;
}

/** Whoever renews the lease leads; whatever else is in the way is said at once. */
function firstLook(place: string): (look: Look) => StoreError | undefined {
  let first: { readonly epoch: number; readonly beat: number } | undefined;
  return (look) => {
    if (look.kind === "unreachable")
      return new StoreError(`state store ${wordsOf(look.error)}`, { cause: look.error });
    const { row, refuses } = look;
    if (refuses !== undefined) return new StoreError(`state store ${place}: ${refuses}`);
    first ??= row;
    if (first.epoch === row.epoch && first.beat === row.beat) return undefined;
    return new StoreError(
      `state store ${place}: ${row.label} leads. Stop that one, or give this one its own STATE_URL`,
    );
  };
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
