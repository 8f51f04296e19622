import { z } from "zod";
import { Recurring, RecurringText } from "../lib/recurring.ts";

/** A time of each day, such as `08:00`, or `off`: text outside, a {@link Recurring} inside. `z.encode` prints it. */
export const DailyOrOff = orOff("08:00", {
  read: (text) => (/^\d/.test(text) ? `day ${text}` : undefined),
  print: (text) => text.slice("day ".length),
});

/** A time on a day of each week, such as `mon 10:00`, or `off`. */
export const WeeklyOrOff = orOff("mon 10:00", {
  read: (text) => (/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? text : undefined),
  print: (text) => text,
});

interface Form {
  /** As any time that comes again is written; undefined when it is none of this form. */
  read(text: string): string | undefined;
  print(text: string): string;
}

function orOff(example: string, { read, print }: Form) {
  const advice = `expected a time such as ${JSON.stringify(example)}, or off`;
  return z.codec(z.string({ error: advice }), z.union([Recurring, z.literal("off")]), {
    decode(text, context) {
      if (text.trim() === "off") return "off";
      const found = RecurringText.safeParse(read(text.trim()));
      if (found.success) return found.data;
      context.issues.push({ code: "custom", input: text, message: advice });
      return z.NEVER;
    },
    encode: (time) => (time === "off" ? time : print(z.encode(RecurringText, time))),
  });
}
