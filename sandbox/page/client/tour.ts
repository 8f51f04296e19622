import { useMemo, useState } from "preact/hooks";
import type { PaneName } from "./pane-tabs.tsx";

/** One thing that a newcomer does. */
interface Step {
  readonly name: string;
  readonly text: string;
  /** Where on the page it is done. */
  readonly pane: PaneName;
  readonly place: string;
}

/** In the order in which each makes sense of the next. */
export const steps = [
  { name: "raise", text: "Raise an alert with URGENT in its title", pane: "hive", place: ".raise summary" },
  { name: "card", text: "See its card in #soc", pane: "slack", place: ".messages" },
  { name: "phone", text: "Answer the phone that rings", pane: "phones", place: ".answer, .phone-row button" },
  {
    name: "take",
    text: "Press “I’m on it” on a card",
    pane: "slack",
    place: "[data-act='alert.acknowledge']",
  },
  {
    name: "be",
    text: "Become Carol, a senior and admin",
    pane: "slack",
    place: ".be button[title*='admin']",
  },
  { name: "command", text: "Ask /sla status", pane: "slack", place: "[data-line='/sla status']" },
  { name: "break", text: "Break Slack, and read who is told instead", pane: "hive", place: ".faults .slack" },
  { name: "mend", text: "Mend it, and read what the app has to say", pane: "hive", place: ".faults .slack" },
] as const satisfies readonly Step[];
type StepName = (typeof steps)[number]["name"];

/** What the visitor has done of the tour; steps tick themselves off when they are seen to be done. */
export interface Tour {
  readonly done: ReadonlySet<StepName>;
  readonly isShown: boolean;
  did(step: StepName): void;
  /** An alert was raised: the card that holds its title is worth seeing. */
  raised(title: string): void;
  /** A card of the app is on the page. */
  sees(text: string): void;
  show(isShown: boolean): void;
}

interface State {
  readonly done: ReadonlySet<StepName>;
  readonly awaited: string | undefined;
  readonly isShown: boolean;
}

const KEY = "tour";

/** The tour of this window; whether it was sent away is remembered. */
export function useTour(): Tour {
  const [state, setState] = useState<State>(() => ({
    done: new Set<StepName>(),
    awaited: undefined,
    isShown: localStorage.getItem(KEY) !== "over",
  }));
  const acts = useMemo(
    () => ({
      did: (step: StepName) => setState((now) => withStep(now, step)),
      raised: (title: string) =>
        setState((now) => ({
          ...(/urgent/i.test(title) ? withStep(now, "raise") : now),
          awaited: letters(title),
        })),
      sees: (text: string) =>
        setState((now) =>
          now.awaited !== undefined && letters(text).includes(now.awaited) ? withStep(now, "card") : now,
        ),
      show(isShown: boolean) {
        localStorage.setItem(KEY, isShown ? "on" : "over");
        setState((now) => ({ ...now, isShown }));
      },
    }),
    [],
  );
  const { done, isShown } = state;
  return useMemo(() => ({ ...acts, done, isShown }), [acts, done, isShown]);
}

function withStep(state: State, step: StepName): State {
  return state.done.has(step) ? state : { ...state, done: new Set([...state.done, step]) };
}

// A title is made harmless on its way to Slack; its letters stay.
function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
