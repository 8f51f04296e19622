/** A text on one line of at most `longest` characters; no character is torn apart, and a cut shows as an ellipsis. */
export function oneLine(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ");
  const letters = [...line];
  if (letters.length <= longest) return line;
  const kept = letters.slice(0, longest - 1).join("");
  return `${kept.trimEnd()}…`;
}
