import { createHash } from "node:crypto";
import { z } from "zod";
import { Instant } from "../lib/time.ts";

/** What is remembered of a calendar over restarts. */
export const Kept = z.strictObject({
  /** As it was read last; absent: never. */
  text: z.string().optional(),
  at: Instant.optional(),
  failing: z.strictObject({ since: Instant, why: z.string() }).optional(),
  /** The strangers that were told. */
  said: z.string().optional(),
});
export type Kept = Readonly<z.infer<typeof Kept>>;

/** The part of a store that is needed here. */
export interface Reader {
  read(key: string): Promise<unknown>;
}

/** Of the place only a digest is written: it may be a secret. */
export function keyOf(place: string): string {
  return `calendar:${createHash("sha256").update(place).digest("hex").slice(0, 24)}`;
}

/** What was kept of a calendar; undefined when there is nothing, or nothing of ours. */
export async function keptOf(store: Reader, place: string): Promise<Kept | undefined> {
  return Kept.safeParse(await store.read(keyOf(place)).catch(() => undefined)).data;
}
