import { dirname } from "node:path";
import { proxyFrom } from "../config/proxy-environment.ts";
import { variables } from "../config/variables.ts";
import { formatDuration } from "../lib/duration-text.ts";
import { between, type Duration } from "../lib/time.ts";
import type { Edge } from "./edge.ts";
import { messageOf } from "./message.ts";
import { fromState } from "./saved-state.ts";
import type { Setup } from "./setup.ts";

/** Why a feed cannot be had now, and how old at most what the service kept of it is. */
interface Stale {
  readonly why: string;
  readonly age: Duration;
}

/** What was made of a feed, now or of what the service kept while it cannot be had; else why nothing was. */
export type Fetched<Feed, Found> = Feed & ((Found & { readonly stale?: Stale }) | { readonly why: string });

/** What each of these places has now, as `read` makes it of the text; or why it cannot be had. In their order. */
export function fetchFeeds<Feed extends { readonly place: string }, Found extends object>(
  setup: Pick<Setup, "file" | "raw" | "places">,
  edge: Edge,
  wanted: readonly Feed[],
  read: (text: string) => Promise<Found>,
): Promise<readonly Fetched<Feed, Found>[]> {
  const { file, raw } = setup;
  const folder = file === undefined ? edge.cwd : dirname(file);
  const proxy = proxyFrom(variables(raw));
  return Promise.all(
    wanted.map(async (one) => {
      try {
        // Most commands of most teams do without.
        const { fetchCalendar } = await import("../calendars/fetch.ts");
        return { ...one, ...(await read(await fetchCalendar(one.place, { proxy, folder }))) };
      } catch (error) {
        const why = messageOf(error);
        const kept = await keptText(setup, edge, one.place);
        if (kept === undefined) return { ...one, why };
        try {
          return { ...one, ...(await read(kept.text)), stale: { why, age: kept.age } };
        } catch {
          // Kept by another version of this program.
          return { ...one, why };
        }
      }
    }),
  );
}

/** Said of a feed that goes by what was kept. */
export function staleText({ why, age }: Stale): string {
  return `${why}; what the service kept of it counts, at most ${formatDuration(age)} old`;
}

/** A state that cannot be read is a fault of another line. */
async function keptText({ places }: Pick<Setup, "places">, edge: Edge, place: string) {
  const { keptOf } = await import("../calendars/kept.ts");
  const kept = await fromState(places.state, edge.cwd, (store) => keptOf(store, place), undefined).catch(
    () => undefined,
  );
  if (kept?.text === undefined || kept.at === undefined) return undefined;
  return { text: kept.text, age: between(kept.at, edge.clock.now()) };
}
