import { z } from "zod";
import { DurationText } from "../lib/duration-text.ts";
import { RecurringText } from "../lib/recurring.ts";
import { days, hours } from "../lib/time.ts";
import { TimeZone } from "../lib/zoned.ts";
import { Word } from "./words.ts";

const TARGET = "expected a share such as 95%";

/** A share of a hundred: `95%` outside, 95 inside. */
const PercentText = z.codec(z.string({ error: TARGET }), z.number(), {
  decode(text, context) {
    const [, digits] = /^\s*(\d{1,3}(?:\.\d)?)\s*%\s*$/.exec(text) ?? [];
    const share = Number(digits);
    if (digits !== undefined && share > 0 && share <= 100) return share;
    context.issues.push({ code: "custom", input: text, message: TARGET });
    return z.NEVER;
  },
  encode: (share) => `${share}%`,
});

/** A report that comes by itself. */
export const ReportText = z.strictObject({
  every: RecurringText,
  /** By whose clock on the wall; that of the on-call rotation unless given. */
  timezone: TimeZone.optional(),
  since: DurationText.refine((since) => since >= hours(1) && since <= days(400), {
    error: "expected 1h to 400d",
  }),
  target: PercentText.optional(),
  /** A custom field of alerts, such as the customer. */
  field: Word.optional(),
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, { error: "expected the id of a Slack channel such as C024BE91L" })
    .optional(),
});
export type ScheduledReport = Readonly<z.infer<typeof ReportText>>;
