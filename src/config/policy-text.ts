import { z } from "zod";
import { DurationText } from "../lib/duration-text.ts";
import { seconds } from "../lib/time.ts";
import { Severity } from "../sla/model.ts";
import { MethodText, SomeMethods } from "./method-text.ts";
import { Word } from "./words.ts";

const TierText = z.strictObject({
  after: DurationText,
  notify: SomeMethods,
});

const Warn = z.strictObject({
  before: DurationText.refine((before) => before >= seconds(1), { error: "expected at least 1s" }).meta({
    title: "Warn this long before the first deadline",
    description: "how long before its first deadline an alert is told of as at risk",
  }),
  notify: SomeMethods.meta({ title: "Warn how", description: "how people are told that a deadline is near" }),
});

const Repeat = z.strictObject({
  every: DurationText.refine((every) => every >= seconds(1), { error: "expected at least 1s" }).meta({
    title: "Tell again every",
    description: "so long between two of them",
  }),
  times: z.int().min(0).max(1000).meta({
    title: "Tell the last tier again, times",
    description: "how often the last tier is told again while nobody responds; 0 is never",
  }),
});

/** The SLA rules of one severity, as the settings write them. That tiers ascend is judged with the references. */
export const PolicyText = z.strictObject({
  enabled: z.boolean().meta({ title: "Watched", description: "false: nobody is told of these alerts" }),
  calendar: z.string().meta({
    title: "The clock runs",
    description: "always, or the name of a calendar in whose hours the clock runs",
  }),
  tiers: z.array(TierText).min(1, {
    error: "expected at least one such as { after: 30m, notify: [slack] }; enabled: false tells nobody",
  }),
  highRisk: z.array(MethodText).meta({
    title: "High-risk word found: tell at once",
    description: "how to tell people at once when a high-risk word is found; empty is never",
  }),
  repeat: Repeat,
  warn: Warn.optional(),
});

const InlinePolicy = z.strictObject({
  ...PolicyText.shape,
  enabled: PolicyText.shape.enabled.default(true),
  calendar: PolicyText.shape.calendar.default("always"),
  highRisk: PolicyText.shape.highRisk.prefault(["slack"]),
  repeat: PolicyText.shape.repeat.prefault({ every: "30m", times: 0 }),
});

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const CHANNEL = 'expected a Slack channel id such as C024BE91L, or a name in quotes such as "#soc-alerts"';
const Channel = z
  .string({ error: CHANNEL })
  .max(100)
  .regex(/^#?[^\s#]+$/, { error: CHANNEL });

// A single entry may stand without brackets.
const Words = z.codec(z.union([z.array(Word), Word]), z.array(Word), {
  decode: (given) => (typeof given === "string" ? [given] : given),
  encode: (list) => list,
});
const Severities = z.codec(z.union([z.array(Severity), Severity]), z.array(Severity), {
  decode: (given) => (typeof given === "string" ? [given] : given),
  encode: (list) => list,
});
const Values = z.codec(z.union([z.array(Scalar), Scalar]), z.array(z.string()), {
  decode: (given) => (Array.isArray(given) ? given : [given]).map(String),
  encode: (list) => list,
});

/** Sends some alerts elsewhere, or by another policy; the first route that matches wins. */
export const RouteText = z.strictObject({
  match: z.strictObject({
    tags: Words.optional(),
    type: Words.optional(),
    source: Words.optional(),
    severity: Severities.optional(),
    customField: z.record(z.string(), Values).optional(),
  }),
  channel: Channel.optional(),
  policy: z.union([Severity, InlinePolicy]).optional(),
});
