import { seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { Item } from "../items/item.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Box } from "./box.ts";

/** Longer than a copy lets another speak first, and a provider takes for a list. */
const LOOKS_WITHIN = seconds(15);

/**
 * Looks for what another copy may have told. That takes time: afterwards TheHive is asked again.
 *
 * Calls are not looked for: they bear no mark, and taking another alert's call for this one would miss somebody.
 *
 * @returns how it went there; undefined = nobody knows of it: better twice than never. Never throws
 */
export async function toldElsewhere(box: Box, item: Item): Promise<Outcome | undefined> {
  const since = await box.maybeToldSince?.(item.at);
  if (since === undefined || item.via === "call") return undefined;
  const isAnothers = (ref: string) => box.items.isAnothers(ref, item.id);
  const found = await within(systemClock, LOOKS_WITHIN, () =>
    box.ways[item.via].find(item, since, isAnothers),
  ).catch(() => "not-found" as const);
  if (found !== "not-found" && found.state !== "unknown") return found;
  await box.confirm([item.about]);
  return undefined;
}
