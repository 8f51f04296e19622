import { isIntact, type Link, linkOf } from "./chain.ts";
import { eventIn } from "./event-in.ts";

/** A line as it lies there. `bytes` undefined: longer than any line of ours. */
export interface KeptLine {
  /** From 1; in a database the row's. */
  readonly number: number;
  readonly bytes: Buffer | undefined;
  /** Whether it ended; only a file's last line may not. */
  readonly isEnded: boolean;
}

/** What became of a trail since it was written. */
export type Verdict = Readonly<
  | {
      kind: "whole";
      /** Lines that are chained. */
      lines: number;
      /** Lines before the first of these, from a version that did not chain: nothing can be said of them. */
      unchained: number;
      /** The hash of the last line; empty: none is chained. */
      head: string;
    }
  | { kind: "changed"; line: number; why: string }
>;

/**
 * Looks for the first line that is not as it was written. What a crash tore off is no line: the chain goes on across it.
 *
 * @param mayTear whether a crash can leave half a line, as in a file
 */
export async function verify(lines: AsyncIterable<KeptLine>, mayTear: boolean): Promise<Verdict> {
  let last: (Link & { number: number }) | undefined;
  let older: KeptLine | undefined;
  let torn: KeptLine | undefined;
  let [count, unchained] = [0, 0];
  for await (const line of lines) {
    const text = line.bytes?.toString("utf8");
    if (text?.trim() === "") continue;
    const link = text === undefined ? undefined : linkOf(text);
    if (link === undefined) {
      if (last === undefined && wasChained(text)) return changed(line);
      if (last === undefined) [older, unchained] = [line, unchained + 1];
      else if (!mayTear || torn !== undefined || isObject(text)) return changed(torn ?? line);
      else torn = line;
      continue;
    }
    if (line.bytes === undefined || !isIntact(line.bytes, link)) return changed(torn ?? line);
    if (last === undefined && older !== undefined && link.prev !== "") return changed(older);
    if (last !== undefined && link.prev !== last.hash) return torn ? changed(torn) : broken(last, line);
    torn = undefined;
    last = { ...link, number: line.number };
    count += 1;
  }
  if (torn !== undefined && !isTorn(torn)) return changed(torn);
  return { kind: "whole", lines: count, unchained, head: last?.hash ?? "" };
}

function changed({ number }: KeptLine): Verdict {
  return { kind: "changed", line: number, why: "it is not as it was written" };
}

function broken({ number }: { number: number }, next: KeptLine): Verdict {
  const why = `line ${next.number} does not follow it: it was written anew, or what followed it was removed`;
  return { kind: "changed", line: number, why };
}

/** It bears the remains of a link, which no version without a chain has written. */
function wasChained(text: string | undefined): boolean {
  return text !== undefined && eventIn(text) === undefined && /"(?:prev|hash)":"/.test(text);
}

/** Half a line: it has not ended, nor got as far as its hash. */
function isTorn({ bytes, isEnded }: KeptLine): boolean {
  return !isEnded && bytes !== undefined && !/"hash":"[0-9a-f]{64}/.test(bytes.toString("utf8"));
}

function isObject(text: string | undefined): boolean {
  try {
    return text !== undefined && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
