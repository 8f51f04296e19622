import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import { problemLine } from "../../src/config/problem.ts";
import { Settings } from "../../src/config/settings.ts";
import { parseSettings } from "../../src/config/settings-file.ts";
import { type Judged, settingsFrom } from "../../src/config/settings-from.ts";
import { leaves, type Tree, withValue } from "../../src/config/tree.ts";
import { instant, minutes } from "../../src/lib/time.ts";
import { addOpenTime, Calendar } from "../../src/sla/calendar.ts";
import { findHighRisk } from "../../src/sla/high-risk.ts";
import { policyFor } from "../../src/sla/policy.ts";
import { fuzzer, mostly } from "../fuzzing.ts";
import { alert } from "../sla/fixtures.ts";

const fuzz = fuzzer(20_000);

const sample = readFileSync(new URL("samples/full.good.yml", import.meta.url), "utf8");

function said(judged: Judged): string[] {
  if (!judged.ok) return judged.problems.map(problemLine);
  expect(Settings.parse(judged.text)).toEqual(judged.settings);
  return [];
}

function saidOf(text: string): string[] {
  const read = parseSettings(text, "sla.yml");
  return "problems" in read ? read.problems.map(problemLine) : said(settingsFrom({ file: read.tree }));
}

const word = fc.oneof(
  fc.constantFrom(
    "poll",
    "sla",
    "high",
    "tiers",
    "after",
    "notify",
    "slack",
    "call:seniors",
    "every",
    "30m",
    "people",
    "groups",
  ),
  fc.constantFrom(
    "New",
    "office",
    "mon-fri",
    "09:00-17:30",
    "routes",
    "match",
    "policy",
    "<<",
    "null",
    "~",
    "yes",
    "0x10",
    "1e99",
    ".inf",
  ),
  fc.string({ maxLength: 8, unit: "grapheme" }),
  fc.string({ maxLength: 8, unit: "binary" }),
);
const sign = fc.constantFrom(
  ": ",
  ":",
  "\n",
  "\n  ",
  "\n    ",
  "- ",
  "\n- ",
  "[",
  "]",
  "{",
  "}",
  ", ",
  "#",
  "&a ",
  "*a",
  "!!x ",
  "|\n",
  ">\n",
  '"',
  "'",
  "? ",
  "---\n",
  "...\n",
  "%",
  "@",
  "\t",
  "\\",
  "\0",
);
const yamlish = fc.array(fc.oneof(word, sign), { maxLength: 40 }).map((parts) => parts.join(""));
fuzz("text like YAML", 0.2, yamlish, saidOf);

const edits = fc.array(fc.tuple(fc.nat(sample.length), fc.nat(12), fc.oneof(word, sign, fc.constant(""))), {
  minLength: 1,
  maxLength: 4,
});
const edited = edits.map((list) =>
  list.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), sample),
);
fuzz("a good file with slips", 0.15, edited, saidOf);

const good = parseSettings(sample, "sla.yml");
if ("problems" in good) throw new Error("the sample is no settings file");
const paths = leaves(good.tree).map(([path]) => path);
const value = fc.oneof(
  word,
  fc.jsonValue(),
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date({ noInvalidDate: false }),
);
const changes = fc.array(fc.tuple(fc.constantFrom(...paths), fc.nat(4), value), {
  minLength: 1,
  maxLength: 3,
});
fuzz("a good file with strange values", 0.15, changes, (list) => {
  const file = list.reduce<Tree>(
    (tree, [path, cut, put]) => withValue(tree, path.slice(0, Math.max(1, path.length - cut)), put),
    good.tree,
  );
  return said(settingsFrom({ file }));
});

const overrides = fc.dictionary(
  fc.oneof(
    word,
    fc.constantFrom(
      "poll.every",
      "people.alice",
      "sla.high.tiers[0].after",
      '["',
      "a[99999999].b",
      "__proto__.x",
    ),
  ),
  value,
);
fuzz("changes from Slack", 0.1, overrides, (slack) => said(settingsFrom({ file: good.tree, slack })));

const time = mostly(
  fc.constantFrom("09:00", "17:30", "24:00", "00:00", "22:00", "02:00"),
  fc.oneof(fc.constantFrom("25:00", "9:5"), fc.string({ maxLength: 5 })),
);
const spans = fc.array(
  fc.tuple(time, mostly(fc.constantFrom("-", " - "), fc.constant("–")), time).map((parts) => parts.join("")),
  { minLength: 1, maxLength: 4 },
);
const days = mostly(
  fc.constantFrom("mon", "mon-fri", "sat-mon", "SUN", "fri-fri", "wed"),
  fc.string({ maxLength: 8 }),
);
const hours = fc.dictionary(
  days,
  spans.map((list) => list.join(",")),
  { maxKeys: 4 },
);
fuzz(
  "calendars",
  0.15,
  fc.tuple(
    hours,
    mostly(fc.constantFrom("UTC", "Europe/London", "Pacific/Apia"), fc.string()),
    fc.array(
      mostly(fc.constantFrom("2026-12-25", "2026-03-30"), fc.oneof(fc.constant("2026-02-30"), fc.string())),
    ),
  ),
  ([lines, timezone, holidays]) => {
    const read = Calendar.safeParse({ timezone, hours: lines, holidays });
    if (read.success) {
      const start = instant("2026-03-28T12:34Z");
      expect(addOpenTime(read.data, start, minutes(90))).toBeGreaterThanOrEqual(
        addOpenTime(read.data, start, minutes(89)),
      );
    }
    return said(settingsFrom({ file: { calendars: { office: { timezone, hours: lines, holidays } } } }));
  },
);

const units = fc.constantFrom("w", "d", "h", "m", "s", "ms", " min", " hours", "", ".5h");
const duration = mostly(
  fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom("d", "h", "m", "s", "h30m"))
    .map((parts) => parts.join("")),
  fc.oneof(
    fc.array(fc.tuple(fc.nat(99_999), units)).map((parts) => parts.flat().join("")),
    fc.string(),
  ),
);
fuzz(
  "durations and limits",
  0.15,
  fc.tuple(duration, duration, fc.nat(99), mostly(fc.constant(" per "), fc.constantFrom("/", " ", "per"))),
  ([one, other, count, per]) =>
    said(
      settingsFrom({
        file: {
          ignoreFor: one,
          poll: { every: other, maxAge: one },
          limits: { sms: `${count}${per}${other}` },
        },
      }),
    ),
);

const texts = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("URGENT", "non-critical") },
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("CRITICAL", "non-critical", "VIP"),
);
const match = fc.record(
  { tags: fc.array(texts), type: texts, customField: fc.dictionary(texts, texts) },
  { requiredKeys: [] },
);
fuzz(
  "routes and high-risk words",
  0.1,
  fc.tuple(match, texts, fc.array(texts), fc.array(texts), mostly(fc.constantFrom("high", undefined), value)),
  ([wanted, title, words, except, policy]) => {
    const judged = settingsFrom({
      file: { routes: [{ match: wanted }, { match: {}, policy }], highRisk: { words, except } },
    });
    const one = alert({
      title,
      type: title,
      tags: [title],
      severity: "medium",
      customFields: { [title]: title },
    });
    if (judged.ok) {
      policyFor(one, judged.settings);
      findHighRisk(one, judged.settings.highRisk);
    }
    return said(judged);
  },
);
