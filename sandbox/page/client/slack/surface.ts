import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { InputValue } from "../../../slack/workspace/model.ts";
import type { Entry, Touch } from "../../wire.ts";

/** Where blocks are shown, and what becomes of a touch there. */
export interface Surface {
  /** Sends the press of a button. */
  press(touch: Touch): void;
  /** Sends a choice that the app hears of at once. */
  choose(touch: Touch, entry: Entry): void;
  /** What an element holds by the server's account. */
  held(touch: Touch): InputValue | undefined;
  /** What the visitor has put into an input that is not sent yet. */
  draft(blockId: string): Entry | undefined;
  setDraft(blockId: string, entry: Entry): void;
  /** What is wrong with an input. */
  error(blockId: string): string | undefined;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === undefined) throw new Error("Blocks are shown outside of a surface");
  return surface;
}

/** The surface of something that cannot be touched. */
export const untouchable: Surface = {
  press: () => {},
  choose: () => {},
  held: () => undefined,
  draft: () => undefined,
  setDraft: () => {},
  error: () => undefined,
};

/** What an element holds, in the form in which it is entered. */
export function entryOf(held: InputValue | undefined): Entry {
  if (held === undefined) return null;
  const { type: _, ...rest } = held;
  const [value] = Object.values(rest);
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : one.value));
  if ("value" in value) return value.value;
  return "elements" in value ? wordsOf(value.elements) : null;
}

function wordsOf(parts: NonNullable<InputValue["rich_text_value"]>["elements"]): string {
  return parts
    .map((part) => part.elements.map((element) => ("text" in element ? (element.text ?? "") : "")).join(""))
    .join("\n");
}
