import { z } from "zod";
import { Override } from "../oncall/model.ts";
import type { Overrides } from "./origins.ts";

/** Under which keys the state store remembers what people changed in Slack. */
export const savedKeys = { settings: "settings:overrides", onCall: "oncall:overrides" } as const;

/** The part of a store that is needed here. */
export interface Reader {
  read(key: string): Promise<unknown>;
}

/** What people changed in Slack: settings by path, and who takes whose duty. */
export interface Saved {
  readonly settings: Overrides;
  readonly onCall: readonly Override[];
}

export const nothingSaved: Saved = { settings: {}, onCall: [] };

/** @throws ZodError when what is stored was not written by us */
export async function readSaved(store: Reader): Promise<Saved> {
  const [settings, onCall] = await Promise.all([
    store.read(savedKeys.settings),
    store.read(savedKeys.onCall),
  ]);
  return {
    settings: z.record(z.string(), z.unknown()).parse(settings ?? {}),
    onCall: z.array(Override).parse(onCall ?? []),
  };
}
