import type { Alphabet } from "./alphabet.ts";

/** The words around the one part that gives way when there is too little room. */
export interface Draft {
  readonly before: string;
  /** A stranger's. */
  readonly flexible?: string | undefined;
  /** Said after it; what is not there is left out. */
  readonly after: readonly (string | undefined)[];
}

const LEAST = 4;

/** The first draft that leaves enough room for the part that gives way, or the last one. */
export function fitted(drafts: readonly Draft[], alphabet: Alphabet, nothing: string): string {
  const texts = drafts.map((draft) => textOf(draft, alphabet, nothing));
  return (texts.find(({ leaves }) => leaves) ?? texts.at(-1))?.text ?? "";
}

function textOf({ before, flexible, after }: Draft, alphabet: Alphabet, nothing: string) {
  const { ours, theirs, length, room, title } = alphabet;
  const start = ours(before);
  const end = ours(after.filter((part) => part !== undefined).join(" "));
  if (flexible === undefined) return { text: ours(`${start} ${end}`), leaves: true };
  const left = room - length(`${start} . ${end}`);
  const whole = theirs(flexible, room) || ours(nothing);
  const kept = length(whole) <= left ? whole : theirs(flexible, left);
  // Not even room for the dots of what is cut.
  if (left < LEAST) return { text: `${start} ${end}`, leaves: false };
  const stop = /[.!?。！？]$/.test(kept) ? "" : ".";
  return { text: `${start} ${kept}${stop} ${end}`, leaves: left >= Math.min(title, length(whole)) };
}
