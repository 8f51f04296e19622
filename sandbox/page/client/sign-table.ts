// Slack draws its emoji itself. So does this page: not every machine has a font with them.

/** What a message is about at one glance, by the sign that it begins with. */
export type ToneName = "critical" | "high" | "medium" | "low" | "done" | "gone";

/** Those that are a square in a colour of their own. */
export const squares: ReadonlyMap<string, ToneName> = new Map([
  ["🟥", "critical"],
  ["🟧", "high"],
  ["🟨", "medium"],
  ["🟦", "low"],
  ["✅", "done"],
  ["⬜", "gone"],
]);

const CLOCK = "M8 14.5A5.5 5.5 0 1 0 8 3.5a5.5 5.5 0 0 0 0 11zM8 6v3l2 1.5";
const HANDSET =
  "M4 1.5h2L7.2 5 5.5 6.3a9 9 0 0 0 4.2 4.2L11 8.8l3.5 1.2v2a2.5 2.5 0 0 1-2.5 2.5C6.5 14.5 1.5 9.5 1.5 4A2.5 2.5 0 0 1 4 1.5z";
const BELL = "M8 1.5a4 4 0 0 0-4 4V9l-1.5 2.5h11L12 9V5.5a4 4 0 0 0-4-4zM6.5 13.5a1.6 1.6 0 0 0 3 0";

/** Those that are drawn by strokes in a square of 16. */
export const strokes: ReadonlyMap<string, string> = new Map([
  ["⏱", `${CLOCK}M6.5 1h3M8 1v2.5`],
  ["⏰", `${CLOCK}M1.5 4.5l2.5-2.5M14.5 4.5L12 2`],
  ["⏳", "M4 1.5h8M4 14.5h8M5 1.5v3l3 3.5 3-3.5v-3M5 14.5v-3L8 8l3 3.5v3"],
  ["📞", HANDSET],
  ["📳", HANDSET],
  [
    "📟",
    "M3 3.5h10a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H3A1.5 1.5 0 0 1 1.5 11V5A1.5 1.5 0 0 1 3 3.5zM4 6h8v2.5H4zM4 10.5h.01M6.5 10.5h.01",
  ],
  ["🔔", BELL],
  ["🔕", `${BELL}M1.5 1.5l13 13`],
  ["📣", "M2 6.5v3h2.5L12 13V3L4.5 6.5zM5 9.5l1 4h2M14 6.5v3"],
  ["👁", "M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"],
  ["🗣", "M2 2.5h12v8H7.5L4.5 13.5v-3H2zM5 5.5h6M5 7.5h4"],
  [
    "🤝",
    "M5.5 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM10.5 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM1.5 13.5V12a3 3 0 0 1 3-3h7a3 3 0 0 1 3 3v1.5M5 12h6",
  ],
  ["👋", "M5 9V4.5M7.2 8V2.5M9.5 8V3M11.7 8.5V5M5 9L3 7.5M5 9v2a3.35 3.35 0 0 0 6.7 0V8.5"],
  ["⛔", "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM4.5 8h7"],
  ["⏸", "M5 2.5v11M11 2.5v11"],
  ["▶", "M4 2.5v11L13 8z"],
  ["⚠", "M8 1.5L15 14H1zM8 6v4M8 12h.01"],
]);

// Some are followed by the mark that asks for the coloured form.
const SIGNS = new RegExp(`(${[...squares.keys(), ...strokes.keys()].join("|")})\\uFE0F?`, "gu");

/** A text cut into its signs and what stands between them. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "sign"; readonly of: string };

export function signParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(SIGNS)) {
    if (match.index > from) parts.push({ kind: "text", text: text.slice(from, match.index) });
    parts.push({ kind: "sign", of: match[1] ?? "" });
    from = match.index + match[0].length;
    if (text[from] !== " ") continue;
    // The word that says the same stays beside it.
    parts.push({ kind: "text", text: "\u00a0" });
    from += 1;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

/** What a text that begins with a square is about. */
export function toneOf(text: string | undefined): ToneName | undefined {
  return text === undefined ? undefined : squares.get([...text][0] ?? "");
}
