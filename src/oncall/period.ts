import { z } from "zod";

const UNITS = { h: "hour", d: "day", w: "week", mo: "month" } as const;
const WRITTEN = /^([1-9]\d{0,3})(h|d|w|mo)$/;
const EXAMPLES = "12h, 1d, 1w or 1mo";

const Period = z.strictObject({
  count: z.int().positive(),
  unit: z.enum(["hour", "day", "week", "month"]),
});

/**
 * How long each turn of a rotation lasts, along the wall clock: `12h`, `1d`, `1w`, `1mo`.
 * Text outside, count and unit inside; `z.encode` prints it.
 */
export const RotationPeriod = z.codec(z.string({ error: (issue) => advice(issue.input) }), Period, {
  decode(text, context) {
    const [, count, unit] = WRITTEN.exec(text.trim()) ?? [];
    if (unit === "h" || unit === "d" || unit === "w" || unit === "mo") {
      return { count: Number(count), unit: UNITS[unit] };
    }
    context.issues.push({ code: "custom", input: text, message: advice(text) });
    return z.NEVER;
  },
  encode: (period) => periodText(period),
});
export type RotationPeriod = Readonly<z.infer<typeof RotationPeriod>>;

/** Prints a period as the settings write it: `1w`. */
export function periodText({ count, unit }: Readonly<z.infer<typeof Period>>): string {
  return `${count}${unit === "month" ? "mo" : unit.charAt(0)}`;
}

function advice(found: unknown): string {
  if (found === undefined || (typeof found === "object" && found !== null))
    return `expected the length of a turn, such as ${EXAMPLES}`;
  const shown = JSON.stringify(found).slice(0, 60);
  return `${shown} is not the length of a turn, such as ${EXAMPLES}`;
}
