import type { Slip } from "./value.ts";

/** A place in the source that moves forward, and the slips found on the way. */
export interface Cursor {
  /** What stands here; empty at the end. */
  readonly char: string;
  readonly line: number;
  position: number;
  isAtEnd(): boolean;
  isAtLineStart(): boolean;
  /** What stands here and matches; `pattern` has to be sticky. Moves nowhere. */
  sees(pattern: RegExp): string | undefined;
  /** As `sees`, and moves past it. */
  takes(pattern: RegExp): string | undefined;
  /** Moves past spaces, comments and joined lines, and past line ends too when asked. */
  skipSpace(how: "line" | "lines"): void;
  slip(what: string, line?: number): void;
  readonly slips: readonly Slip[];
}

const SPACE_IN_LINE = /(?:[ \t\f]|\\\n|#[^\n]*)+/y;
const SPACE = /(?:\s|\\\n|#[^\n]*)+/y;

export function cursorOver(source: string): Cursor {
  const slips: Slip[] = [];
  let position = 0;
  let counted = { position: 0, line: 1 };

  /** Counted from where it was counted last: positions hardly ever go back. */
  function line(): number {
    if (position < counted.position) counted = { position: 0, line: 1 };
    const breaks = source.slice(counted.position, position).split("\n").length - 1;
    counted = { position, line: counted.line + breaks };
    return counted.line;
  }

  function sees(pattern: RegExp): string | undefined {
    pattern.lastIndex = position;
    return pattern.exec(source)?.[0];
  }

  function takes(pattern: RegExp): string | undefined {
    const found = sees(pattern);
    position += found?.length ?? 0;
    return found;
  }

  return {
    get char() {
      return source.charAt(position);
    },
    get line() {
      return line();
    },
    get position() {
      return position;
    },
    set position(next) {
      position = next;
    },
    isAtEnd: () => position >= source.length,
    isAtLineStart: () => position === 0 || source[position - 1] === "\n",
    sees,
    takes,
    skipSpace: (how) => void takes(how === "line" ? SPACE_IN_LINE : SPACE),
    slip: (what, at = line()) => void slips.push({ line: at, what }),
    slips,
  };
}
