import { z } from "zod";
import { DurationText, durationAdvice, durationText, parseDuration } from "../lib/duration-text.ts";
import { bareName } from "../lib/fold.ts";
import { Duration, hours, milliseconds, minutes, seconds } from "../lib/time.ts";
import { TimeZone } from "../lib/zoned.ts";
import { Groups, People } from "../oncall/model.ts";
import { levels } from "../sla/disclosure.ts";
import { Pap, Severity, Tlp } from "../sla/model.ts";
import { Language } from "../words/language.ts";
import { CalendarText } from "./calendar-text.ts";
import { CasesText } from "./case-text.ts";
import { LimitText } from "./limit-text.ts";
import { PolicyText, RouteText } from "./policy-text.ts";
import { DailyOrOff, WeeklyOrOff } from "./recurring-text.ts";
import { ReportText } from "./report-text.ts";
import type { Tree } from "./tree.ts";
import { Word } from "./words.ts";
import { WriteBackText } from "./write-back-text.ts";

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

const Readiness = z.strictObject({
  at: DailyOrOff.meta({
    title: "Look whether all is ready, daily at",
    description:
      "when it is looked each day whether everybody on call in the next 14 days can be told; said in the channel only when something is wrong; off for never",
  }),
  test: WeeklyOrOff.meta({
    title: "Test text, weekly at",
    description:
      "when a test text goes each week to whoever is on call in the coming seven days; who does not answer it within 30 minutes is named in the channel; off for never",
  }),
  /** By whose clock; absent: by that of the group `oncall`. */
  timezone: TimeZone.optional(),
});

const Poll = z.strictObject({
  every: DurationText.refine((every) => every >= seconds(1), { error: "expected at least 1s" }).meta({
    title: "Look at TheHive every",
    description: "how often TheHive is read: also the longest a new alert stays unseen",
  }),
  maxAge: MaxAge.meta({
    title: "Never tell of alerts older than",
    description: "nobody is told of older alerts; off for however old",
  }),
  open: z
    .array(
      Word.refine((name) => bareName(name) !== "imported", {
        error: "expected no Imported: such alerts never wait",
      }),
    )
    .min(1, { error: "expected at least one stage or status, such as New" }),
  pause: z.array(Word).meta({
    title: "The clock stands still in",
    description:
      "stages or statuses in which an alert waits for somebody else: it is watched, but its clock stands still",
  }),
});

const HighRisk = z.strictObject({
  words: Words.meta({
    title: "Words",
    description: "whole words or phrases, any case, in the title or an observable",
  }),
  except: Words.meta({
    title: "Except in these phrases",
    description: "phrases in which a word does not count",
  }),
  severities: z
    .array(Severity)
    .meta({ title: "Looked for in alerts of severity", description: "which alerts are searched" }),
  then: z.enum(["continue", "stop"]).meta({
    title: "After that",
    description: "whether the tiers go on at their own times, or nothing more is sent for that alert",
  }),
});

const Voice = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: "expected a language such as en-GB" })
    .meta({
      title: "Language",
      description:
        "in which calls and texts speak: en, de, fr or es, such as en-GB; in any other, English words",
    }),
  repeat: z
    .int()
    .min(1)
    .max(5)
    .meta({ title: "Say it, times", description: "how often they are said, 1 to 5" }),
  ringFor: DurationText.refine((long) => long >= seconds(5) && long <= seconds(600), {
    error: "expected 5s to 10m",
  }).meta({
    title: "Let it ring for",
    description: "5s to 10m; short enough to end before voicemail answers",
  }),
  retries: z.int().min(0).max(10).meta({
    title: "Call again, times",
    description: "once everybody in line was tried: so many more rounds, 0 to 10",
  }),
  machineDetection: z.boolean().meta({
    title: "A machine that answers",
    description:
      "whether voicemail counts as nobody, and the next person is called; costs four seconds of silence and a little money a call",
  }),
  /** One of Twilio's voices, such as `Polly.Amy`; absent: the language's own. */
  voice: Word.optional(),
});

const Storm = z.strictObject({
  window: DurationText.refine((long) => long >= seconds(1) && long <= hours(24), {
    error: "expected 1s to 24h",
  }).meta({ title: "… within", description: "the window in which they are counted, up to 24h" }),
  threshold: z.int().min(1).meta({
    title: "Told one by one: at most",
    description: "more breaches than that within the window are told as one digest",
  }),
});

const Carried = z.strictObject({
  slack: z.enum(levels).optional(),
  sms: z.enum(levels).optional(),
  call: z.enum(levels).optional(),
});

const DisclosureText = z.strictObject({
  ...perName(Tlp.options, Carried),
  pap: z.strictObject(perName(Pap.options, Carried)).optional(),
});

function perName<Name extends string, Value extends z.ZodType>(names: readonly Name[], value: Value) {
  return Object.fromEntries(names.map((name) => [name, value.optional()])) as Record<
    Name,
    z.ZodOptional<Value>
  >;
}

const UserOrGroup = z.string().regex(/^[UWS][A-Z0-9]+$/, {
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
  ignoreFor: DurationText.refine((long) => long >= seconds(1), { error: "expected at least 1s" }).meta({
    title: "Ignore lasts",
    description: "how long Ignore keeps an alert quiet",
  }),
  acknowledgeFor: DurationText.refine((long) => long >= seconds(1), { error: "expected at least 1s" }).meta({
    title: "I'm on it lasts",
    description: "how long I'm on it keeps an alert quiet",
  }),
  calendars: z.record(z.string(), CalendarText),
  people: People,
  groups: Groups,
  voice: Voice,
  routes: z.array(RouteText),
  storm: Storm,
  limits: z.strictObject({
    sms: LimitText.meta({
      title: "SMS to one person: at most",
      description: "texts to one person, such as 5 per 15m",
    }),
    call: LimitText.meta({
      title: "Calls to one person: at most",
      description: "calls to one person, such as 3 per 15m",
    }),
  }),
  unattended: z.strictObject({
    every: EveryOrOff.meta({
      title: "List what nobody holds every",
      description: "alerts past their last tier that nobody holds are listed again this often; off for never",
    }),
  }),
  readiness: Readiness,
  language: Language.meta({
    title: "Language of cards",
    description: "in which cards and the replies below them are worded: en, de, fr or es",
  }),
  disclosure: DisclosureText,
  cases: CasesText,
  writeBack: WriteBackText,
  reports: z.array(ReportText).max(20, { error: "expected 20 reports at most" }),
  admins: z.array(UserOrGroup).meta({
    title: "Who may change settings: users (U…), user groups (S…)",
    description:
      "who may change settings and duty, pause the monitor, and send tests to others. Empty: admins and owners of this workspace",
  }),
  responders: z.array(UserOrGroup).meta({
    title: "Who may answer alerts: users (U…), user groups (S…)",
    description: "who may ignore, take, promote and close alerts. Empty: every full member of this workspace",
  }),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

/** The settings as a settings file would hold them, every key written out. */
export function toText(settings: Settings): Tree {
  return z.encode(Settings, settings);
}
