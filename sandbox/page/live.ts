import { setTimeout as pause } from "node:timers/promises";
import { type Stale, watchForChanges } from "./dirty.ts";
import { drawPiece, firstPieces } from "./pieces.ts";
import type { Stage, Visitor } from "./stage.ts";
import type { Patch, PieceName } from "./wire.ts";

// Real milliseconds. A burst of changes becomes one patch; clocks that drift apart meet again.
const COALESCE = 80;
const CLOCK_EVERY = 10_000;

/** Sends one patch to a browser; resolves when it may get the next. */
type SendPatch = (patch: Patch) => Promise<void>;

/** Keeps the pages of all visitors true. */
export interface Live {
  /** Sends patches until `signal` aborts. */
  follow(visitor: Visitor, send: SendPatch, signal: AbortSignal): Promise<void>;
  /** A switch was thrown: no outside system tells of that. */
  faultsChanged(): void;
  stop(): void;
}

interface Window {
  readonly visitor: Visitor;
  readonly stale: Set<PieceName>;
  wake: () => void;
}

/** Starts to watch what happens outside. */
export function liveUpdates(stage: Stage): Live {
  const windows = new Set<Window>();
  let revision = 0;
  const tell = ({ name, viewer }: Stale) => {
    if (name === "hive") revision += 1;
    for (const window of windows) {
      if (viewer !== undefined && viewer !== window.visitor.as) continue;
      window.stale.add(name);
      window.wake();
    }
  };
  const leave = watchForChanges(stage, tell);
  stage.pace.onChange(() => tell({ name: "clock" }));
  stage.aftermath.onChange(() => tell({ name: "aftermath" }));
  const ticking = setInterval(() => tell({ name: "clock" }), CLOCK_EVERY).unref();

  return {
    async follow(visitor, send, signal) {
      const window: Window = { visitor, stale: new Set(firstPieces(stage, visitor)), wake: () => {} };
      windows.add(window);
      const sent = new Map<PieceName, string>();
      try {
        while (!signal.aborted) {
          const patch = takePatch(window, sent, (name) => drawPiece(name, stage, visitor, revision));
          if (Object.keys(patch).length > 0) await send(patch);
          await pause(COALESCE, undefined, { signal });
          if (window.stale.size === 0) await woken(window);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        windows.delete(window);
      }
    },
    faultsChanged: () => tell({ name: "faults" }),
    stop() {
      leave();
      clearInterval(ticking);
    },
  };
}

/** Draws what is stale and leaves out what the browser has already. */
function takePatch(
  { stale }: Window,
  sent: Map<PieceName, string>,
  draw: (name: PieceName) => unknown,
): Patch {
  const patch: Record<string, unknown> = {};
  for (const name of stale) {
    const piece = draw(name) ?? null;
    const text = JSON.stringify(piece);
    if (sent.get(name) === text) continue;
    if (piece === null) sent.delete(name);
    else sent.set(name, text);
    patch[name] = piece;
  }
  stale.clear();
  return patch;
}

function woken(window: Window): Promise<void> {
  return new Promise((resolve) => {
    window.wake = resolve;
  });
}
