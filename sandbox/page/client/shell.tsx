import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Done, PieceName, Pieces } from "../wire.ts";
import type { PieceStore } from "./store.ts";
import type { Tour } from "./tour.ts";

/** How something is said: `quiet` is for screen readers only where the eye sees it anyway. */
export type Tone = "calm" | "quiet" | "bad";

/** What every part of the page needs. */
export interface Shell {
  readonly store: PieceStore;
  /** Slack user id of the person the visitor is. */
  readonly as: string;
  /** Does something outside; what went wrong is shown to the visitor. */
  act(verb: string, body: object): Promise<boolean>;
  /** Says something to screen readers, and shows it for a moment. */
  say(text: string, tone?: Tone): void;
  /** What the visitor does here may be a step of it. */
  readonly tour: Tour;
}

export const ShellContext = createContext<Shell | undefined>(undefined);

/** The shell around the component. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === undefined) throw new Error("There is no shell around this component");
  return shell;
}

/** One piece, kept current. */
export function usePiece<Name extends PieceName>(name: Name): Pieces[Name] | undefined {
  const { store } = useShell();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    redraw(undefined);
    return store.on(name, () => redraw(undefined));
  }, [store, name]);
  return store.get(name);
}

/** Sandbox time, redrawn every so many real milliseconds. */
export function useNow(every = 1000): number {
  const { store } = useShell();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => redraw(undefined), every);
    return () => clearInterval(timer);
  }, [every]);
  return store.now();
}

/** Sends an action to the sandbox. */
export async function post(verb: string, body: object): Promise<Done> {
  try {
    const response = await fetch(`/do/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) return { ok: false, why: `The sandbox answered ${response.status}` };
    const done: Done = await response.json();
    return done;
  } catch {
    return { ok: false, why: "The demo does not answer. Is it still running?" };
  }
}
