import { z } from "zod";
import { DurationText, durationAdvice, durationText, parseDuration } from "../lib/duration-text.ts";
import { bareName } from "../lib/fold.ts";
import { Duration, hours, milliseconds, minutes, seconds } from "../lib/time.ts";
import { Groups, People } from "../oncall/model.ts";
import { Severity } from "../sla/model.ts";
import { CalendarText } from "./calendar-text.ts";
import { LimitText } from "./limit-text.ts";
import { PolicyText, RouteText } from "./policy-text.ts";
import type { Tree } from "./tree.ts";
import { Word } from "./words.ts";

const Words = z.array(Word);

const MaxAge = z.codec(
  z.string({ error: "expected a duration such as 7d, or off" }),
  z.union([Duration, z.literal("off")]),
  {
    decode(text, context) {
      const age = text === "off" ? text : parseDuration(text);
      if (age === "off" || (age !== undefined && age >= seconds(1))) return age;
      const message =
        age === undefined
          ? durationAdvice(text, "a duration such as 7d, or off")
          : "expected at least 1s, or off: nobody would be told of anything";
      context.issues.push({ code: "custom", input: text, message });
      return z.NEVER;
    },
    encode: (age) => (age === "off" ? age : durationText(milliseconds(age))),
  },
);

const EveryOrOff = z.codec(
  z.string({ error: "expected a duration such as 4h, or off" }),
  z.union([Duration, z.literal("off")]),
  {
    decode(text, context) {
      const every = text === "off" ? text : parseDuration(text);
      if (every === "off" || (every !== undefined && every >= minutes(1))) return every;
      const message = durationAdvice(text, "1m or longer, such as 4h, or off");
      context.issues.push({ code: "custom", input: text, message });
      return z.NEVER;
    },
    encode: (every) => (every === "off" ? every : durationText(milliseconds(every))),
  },
);

const Poll = z.strictObject({
  every: DurationText.refine((every) => every >= seconds(1), { error: "expected at least 1s" }),
  maxAge: MaxAge,
  open: z
    .array(
      Word.refine((name) => bareName(name) !== "imported", {
        error: "expected no Imported: such alerts never wait",
      }),
    )
    .min(1, { error: "expected at least one stage or status, such as New" }),
});

const HighRisk = z.strictObject({
  words: Words,
  except: Words,
  severities: z.array(Severity),
  then: z.enum(["continue", "stop"]),
});

const Voice = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: "expected a language such as en-GB" }),
  repeat: z.int().min(1).max(5),
  ringFor: DurationText.refine((long) => long >= seconds(5) && long <= seconds(600), {
    error: "expected 5s to 10m",
  }),
  retries: z.int().min(0).max(10),
  /** One of Twilio's voices, such as `Polly.Amy`; absent: the language's own. */
  voice: Word.optional(),
});

const Storm = z.strictObject({
  window: DurationText.refine((long) => long >= seconds(1) && long <= hours(24), {
    error: "expected 1s to 24h",
  }),
  threshold: z.int().min(1),
});

const Admin = z.string().regex(/^[UWS][A-Z0-9]+$/, {
  error: "expected a Slack id of a user (U024BE7LH) or a user group (S024BE7LH)",
});

/**
 * Everything people decide about the monitor: durations as text outside, in ms inside.
 *
 * It wants every key: what a file leaves out is filled in from the defaults before (`settingsFrom`), where
 * references between sections are judged too.
 */
export const Settings = z.strictObject({
  poll: Poll,
  sla: z.strictObject({ low: PolicyText, medium: PolicyText, high: PolicyText, critical: PolicyText }),
  highRisk: HighRisk,
  ignoreFor: DurationText.refine((long) => long >= seconds(1), { error: "expected at least 1s" }),
  acknowledgeFor: DurationText.refine((long) => long >= seconds(1), { error: "expected at least 1s" }),
  calendars: z.record(z.string(), CalendarText),
  people: People,
  groups: Groups,
  voice: Voice,
  routes: z.array(RouteText),
  storm: Storm,
  limits: z.strictObject({ sms: LimitText, call: LimitText }),
  unattended: z.strictObject({ every: EveryOrOff }),
  admins: z.array(Admin),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

/** The settings as a settings file would hold them, every key written out. */
export function toText(settings: Settings): Tree {
  return z.encode(Settings, settings);
}
