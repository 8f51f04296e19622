import { useMemo, useState } from "preact/hooks";
import type { Entry, ViewPiece } from "../../wire.ts";
import { useShell } from "../shell.tsx";
import type { Surface } from "./surface.ts";

/** The surface of a modal or of the Home tab; what is typed in a modal waits here until it is sent. */
export function useViewSurface(
  view: ViewPiece,
  where: "modal" | "home",
  errors: Readonly<Record<string, string>> = {},
): Surface & { readonly drafts: Readonly<Record<string, Entry>> } {
  const { act, as } = useShell();
  const [typed, setTyped] = useState<Readonly<Record<string, Entry>>>({});
  return useMemo(() => {
    // The app may have put other inputs in the place of those that were filled in.
    const drafts = Object.fromEntries(
      view.blocks.flatMap(({ block_id: id = "" }) => (typed[id] === undefined ? [] : [[id, typed[id]]])),
    );
    return {
      drafts,
      press: (touch) => void act("view-press", { as, surface: where, ...touch, entries: drafts }),
      choose: (touch, entry) => {
        const entries = { ...drafts };
        delete entries[touch.blockId];
        void act("view-choose", { as, surface: where, ...touch, entries, entry });
      },
      held: ({ blockId, actionId }) => view.values[blockId]?.[actionId],
      draft: (blockId) => drafts[blockId],
      setDraft: (blockId, entry) => setTyped((before) => ({ ...before, [blockId]: entry })),
      error: (blockId) => errors[blockId],
    };
  }, [act, as, where, typed, view, errors]);
}
