import type { DatabaseAddress } from "../database/address.ts";
import { link } from "../database/link.ts";
import { StoreError } from "../store/store-error.ts";
import { type Home, type HomeOptions, homeInDatabase } from "./home.ts";
import { selfAs } from "./self.ts";
import { type Look, standBy, type Won } from "./stand-by.ts";
import { term } from "./term.ts";

export interface OpenHomeOptions extends HomeOptions {
  readonly settingsFile: string | undefined;
  readonly version: string;
}

/** The lease of a database at once, or as soon as whoever left it without giving it up is known to be gone. @throws StoreError */
export async function homeAtOnce(address: DatabaseAddress, options: OpenHomeOptions): Promise<Home> {
  const { clock, log } = options;
  const own = link(address);
  const self = await selfAs(options.version, options.settingsFile);
  const refused = new AbortController();
  const judge = firstLook(own.place);
  const onLook = (look: Look) => {
    const why = judge(look);
    if (why !== undefined) refused.abort(why);
  };
  const onTrouble = (error: unknown) => log.warn({ err: error }, "the lease could not be renewed");
  let won: Won;
  try {
    won = await standBy({ link: own, self, signal: refused.signal, onLook, onTrouble });
  } catch (error) {
    await own.close();
    throw error;
  }
  return homeInDatabase(address, term({ lease: won.lease, link: own, label: self.label, clock }), options);
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
