import type { Settings } from "../../../src/config/settings.ts";
import type { CardSources } from "../../../src/engine/show/card-facts.ts";

/** What cards and boards are drawn from where nothing was told to anybody, and nothing is paused. */
export function bareSources({
  settings,
  ...rest
}: Pick<CardSources, "clock" | "watch"> & { readonly settings: () => Settings }): CardSources {
  return {
    ...rest,
    settings,
    source: { alertUrl: () => undefined },
    roster: () => ({ people: settings().people, groups: settings().groups, overrides: [] }),
    itemsOf: () => [],
    pausedUntil: () => undefined,
  };
}
