import { type Piece, strong, words } from "./rich.ts";

const SLOT = /\{(\w+)\}/;

type Slots = Readonly<Record<string, Piece | string>>;

/** A sentence of the catalogue with what goes into its slots: `{who} is on it until {until}`. Strings are words of ours. */
export function filled(
  sentence: string,
  slots: Slots,
  ours: (text: string) => Piece = words,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  const end = () => {
    if (text !== "") pieces.push(ours(text));
    text = "";
  };
  for (const [i, part] of sentence.split(SLOT).entries()) {
    const slot = i % 2 === 1 ? (slots[part] ?? "") : part;
    if (typeof slot === "string") text += slot;
    else {
      end();
      pieces.push(slot);
    }
  }
  end();
  return pieces;
}

/** The same in bold. */
export function filledStrong(sentence: string, slots: Slots): readonly Piece[] {
  return filled(sentence, slots, strong);
}

/** The same for a message's top-level text. What goes into a slot is not looked into. */
export function filledText(sentence: string, texts: Readonly<Record<string, string>>): string {
  return sentence
    .split(SLOT)
    .map((part, i) => (i % 2 === 1 ? (texts[part] ?? "") : part))
    .join("");
}
