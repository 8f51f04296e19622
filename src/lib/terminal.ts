/*
 * What a terminal would obey rather than show: control characters, and with them every escape sequence; marks that
 * turn the order of letters round; and those that nobody sees.
 */

// Two joiners are left: some scripts, and families of emoji, are not written without them.
const OBEYED = /\r(?!\n)|(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Text that a terminal or a reader of logs shows and does not obey: such characters are written out, as `\u001b`.
 * A JSON document remains the same document.
 */
export function harmlessOutput(text: string): string {
  return text.replace(OBEYED, (char) =>
    Array.from({ length: char.length }, (_, unit) => escaped(char.charCodeAt(unit))).join(""),
  );
}

/** The same on one line: what others wrote adds no line to a list. */
export function oneLine(text: string): string {
  return harmlessOutput(text.replace(/[\r\n\t]+/g, " "));
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
