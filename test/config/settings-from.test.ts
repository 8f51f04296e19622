import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadSettings } from "../../src/config/load.ts";
import { problemLine } from "../../src/config/problem.ts";
import { Settings, toText } from "../../src/config/settings.ts";
import { parseSettings } from "../../src/config/settings-file.ts";
import { defaultSettings, type Judged, settingsFrom } from "../../src/config/settings-from.ts";
import { minutes, seconds } from "../../src/lib/time.ts";
import type { Rules } from "../../src/sla/policy.ts";

const samples = fileURLToPath(new URL("samples/", import.meta.url));

function yaml(text: string) {
  const read = parseSettings(text, "sla.yml");
  if ("problems" in read) throw new Error(read.problems.map(problemLine).join("\n"));
  return read.tree;
}

function accepted(judged: Judged) {
  if (!judged.ok) throw new Error(judged.problems.map(problemLine).join("\n"));
  return judged;
}

function lines(judged: Judged): string[] {
  return judged.ok ? [] : judged.problems.map(problemLine);
}

describe("samples", () => {
  test.each(readdirSync(samples))("%s is judged as its name says", async (name) => {
    const judged = await loadSettings({ file: samples + name });
    expect(lines(judged).length === 0, lines(judged).join("\n")).toBe(name.endsWith(".good.yml"));
  });

  test("finds ten mistakes at once, with their paths", async () => {
    expect(lines(await loadSettings({ file: `${samples}ten-mistakes.bad.yml` }))).toEqual([
      'poll.every: found "10ms", expected at least 1s',
      expect.stringMatching(/^sla\.high\.tiers\[1\]\.after: found "soon", expected a duration/),
      expect.stringMatching(/^sla\.high\.tiers\[1\]\.notify\[0\]: found "slak", expected .*"slack"\?$/),
      expect.stringMatching(/^sla\.high\.calendar: found "ofice", expected "office"/),
      'sla.high.tiers[2].after: found "20m", expected more than the 30m of the tier before',
      'sla.high.tiers[0].notify[1]: found "sms:nobody", expected group nobody to exist under groups, or "oncall"',
      expect.stringMatching(/^calendars\.office\.timezone: found "Europe\/Lundon", expected a time zone/),
      expect.stringMatching(/^people\.alice\.phone: found "077…23", expected E\.164/),
      'groups.oncall.members[1]: found "bob", expected one of the people (alice), or bob under people',
      expect.stringMatching(/^highrisk: found an unknown key, expected "highRisk"/),
    ]);
  });
});

describe("defaults", () => {
  test("are the contract's", () => {
    const settings: Rules = defaultSettings();
    expect(settings.poll).toEqual({
      every: minutes(2),
      maxAge: minutes(7 * 24 * 60),
      open: ["New"],
      pause: [],
    });
    expect(settings.sla.low).toEqual(settings.sla.high);
    expect(settings.sla.high.tiers).toEqual([
      { after: minutes(30), notify: [{ via: "slack" }, { via: "sms", group: "oncall" }] },
      { after: minutes(45), notify: [{ via: "slack" }, { via: "call", group: "oncall" }] },
      { after: minutes(60), notify: [{ via: "slack" }, { via: "call", group: "seniors" }] },
    ]);
    expect(settings.sla.critical.tiers.map(({ after }) => after)).toEqual([15, 30, 45].map(minutes));
    expect(settings.highRisk).toHaveProperty("then", "continue");
    expect(defaultSettings()).toMatchObject({
      highRisk: { words: ["CRITICAL", "URGENT", "FAILURE"], severities: ["medium"] },
      ignoreFor: minutes(30),
      acknowledgeFor: minutes(60),
      voice: { language: "en-GB", repeat: 2, ringFor: seconds(25), retries: 1 },
      storm: { window: seconds(60), threshold: 10 },
      limits: { sms: { count: 5, per: minutes(15) }, call: { count: 3, per: minutes(15) } },
      people: {},
      groups: {},
      admins: [],
      responders: [],
    });
  });

  test("are no error though nobody can be called yet, with or without Twilio", () => {
    expect(settingsFrom({}, "absent").ok).toBe(true);
  });

  test("fill in whatever a file leaves out", () => {
    const { settings } = accepted(
      settingsFrom({ file: yaml("sla: { high: { tiers: [{ after: 5m, notify: [slack] }] } }") }),
    );
    expect(settings.sla.high).toEqual({
      ...defaultSettings().sla.high,
      tiers: [{ after: minutes(5), notify: [{ via: "slack" }] }],
    });
    expect(settings.sla.low).toEqual(defaultSettings().sla.low);
  });

  test("complete a policy written into a route", () => {
    const { settings } = accepted(
      settingsFrom({
        file: yaml(
          "routes: [{ match: { type: phish }, policy: { tiers: [{ after: 1m, notify: [slack] }] } }]",
        ),
      }),
    );
    expect(settings.routes[0]).toEqual({
      match: { type: ["phish"] },
      policy: {
        enabled: true,
        calendar: "always",
        tiers: [{ after: minutes(1), notify: [{ via: "slack" }] }],
        highRisk: [{ via: "slack" }],
        repeat: { every: minutes(30), times: 0 },
      },
    });
  });
});

// rule, settings, the whole line
test.each([
  [
    "names an unknown key and the one meant",
    "pol: {}",
    'pol: found an unknown key, expected "poll" (or another of',
  ],
  [
    "names unknown keys inside a person",
    "people: { al: { fone: x } }",
    "people.al.fone: found an unknown key, expected",
  ],
  [
    "names unknown keys inside a route's policy",
    "routes: [{ match: {}, policy: { tiers: [{ after: 1m, notify: [slack] }], tier: [] } }]",
    'routes[0].policy.tier: found an unknown key, expected "tiers"',
  ],
  [
    "wants a unit",
    "ignoreFor: 30",
    "ignoreFor: found 30, expected a duration such as 90s, 30m, 1h30m, 7d or 1w: add a unit",
  ],
  [
    "refuses tiers that are equal",
    "sla: { low: { tiers: [{ after: 60s, notify: [slack] }, { after: 1m, notify: [slack] }] } }",
    'sla.low.tiers[1].after: found "1m", expected more than the 1m of the tier before',
  ],
  [
    "refuses a tier that tells nobody",
    "sla: { low: { tiers: [{ after: 60s, notify: [] }] } }",
    "sla.low.tiers[0].notify: found an empty list, expected at least one of slack, sms, call, dm",
  ],
  [
    "refuses a group that a high-risk rule names",
    "sla: { low: { highRisk: [call] } }",
    'sla.low.highRisk[0]: found "call", expected group oncall to exist under groups',
  ],
  [
    "refuses a group that a direct message names",
    'sla: { low: { highRisk: ["dm:x"] } }',
    'sla.low.highRisk[0]: found "dm:x", expected group x to exist under groups',
  ],
  [
    "refuses a group that a route's policy names",
    'routes: [{ match: {}, policy: { tiers: [{ after: 1m, notify: ["sms:x"] }] } }]',
    'routes[0].policy.tiers[0].notify[0]: found "sms:x", expected group x to exist',
  ],
  ["refuses a severity that is none", "sla: { hi: {} }", 'sla.hi: found an unknown key, expected "high"'],
  [
    "refuses a policy that is no severity",
    "routes: [{ match: {}, policy: urgent }]",
    'routes[0].policy: found "urgent", expected one of low, medium, high, critical',
  ],
  [
    "refuses a member that is nobody",
    'groups: { a: { rotation: { members: [x], timezone: UTC, start: "2026-01-05T09:00", every: 1w } } }',
    'groups.a.rotation.members[0]: found "x", expected one of the people',
  ],
  [
    "refuses names with spaces",
    "people: { Bob Smith: {} }",
    'people["Bob Smith"]: found "Bob Smith", expected a name',
  ],
  [
    "refuses hours that are none, once",
    "calendars: { a: { timezone: UTC, hours: { mon: noon } } }",
    "calendars.a.hours.mon: found",
  ],
  [
    "refuses a limit without a length",
    "limits: { sms: 5 }",
    "limits.sms: found 5, expected a limit such as 5 per 15m",
  ],
  ["refuses a threshold of none", "storm: { threshold: 0 }", "storm.threshold: found 0, expected at least 1"],
  ["refuses admins by name", "admins: [alice]", 'admins[0]: found "alice", expected a Slack id of a user'],
  [
    "refuses responders by name",
    "responders: [bob]",
    'responders[0]: found "bob", expected a Slack id of a user',
  ],
  [
    "refuses a list where a mapping belongs",
    "people: [alice]",
    "people: found a list, expected a map of people",
  ],
  [
    "refuses a calendar that does not exist",
    "sla: { low: { calendar: office } }",
    'sla.low.calendar: found "office", expected always, or a calendar under calendars',
  ],
  [
    "refuses a word where yes or no belongs",
    "sla: { low: { enabled: yes } }",
    'sla.low.enabled: found "yes", expected true or false',
  ],
])("%s", (_rule, text, line) => {
  const found = lines(settingsFrom({ file: yaml(text) }));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(line);
});

test("never shows a phone number or a token that was put in the wrong place", () => {
  const file = yaml(`
people:
  alice: { phone: "0044 7700 900123", slack: "+447700900123", email: "447700900123" }
admins: ["+44 7700 900123", xoxb-1234-secretsecret]
poll: { open: [], every: "+447700900123" }
`);
  const text = lines(settingsFrom({ file })).join("\n");
  expect(text.split("\n").length).toBeGreaterThanOrEqual(6);
  expect(text).not.toMatch(/900.?123|secretsecret/);
});

describe("without Twilio", () => {
  const file = yaml(`
people: { al: { phone: "+447700900001" } }
groups: { oncall: { members: [al] } }
sla: { low: { tiers: [{ after: 1m, notify: [slack, sms, "dm:oncall"] }] } }
`);

  test("refuses by name what the file asks for", () => {
    expect(lines(settingsFrom({ file }, "absent"))).toEqual([
      'sla.low.tiers[0].notify[1]: found "sms", expected Twilio to be set up (TWILIO_ACCOUNT_SID and the rest), or TWILIO_ENABLED=false',
    ]);
  });

  test("takes it when Twilio is off on purpose", () => {
    expect(lines(settingsFrom({ file }, "off"))).toEqual([]);
  });
});

describe("changes from Slack", () => {
  const file = yaml(`
poll: { every: 5m }
people: { al: { phone: "+447700900001" }, bob: {} }
groups: { oncall: { members: [al] } }
`);

  test("beat the file, which beats the defaults, and each value knows its origin", () => {
    const { settings, origins } = accepted(
      settingsFrom({ file, environment: { storm: { threshold: 5 } }, slack: { ignoreFor: "1h" } }),
    );
    expect(settings).toMatchObject({
      ignoreFor: minutes(60),
      poll: { every: minutes(5) },
      storm: { threshold: 5 },
    });
    expect(
      ["ignoreFor", "poll.every", "storm.threshold", "poll.open", "people.al.phone"].map((path) =>
        origins.get(path),
      ),
    ).toEqual(["slack", "file", "environment", "default", "file"]);
  });

  test("add, replace and take out single people", () => {
    const { settings } = accepted(
      settingsFrom({
        file,
        slack: { "people.bob": null, 'people["c.d"]': {}, "people.al.phone": "+447700900009" },
      }),
    );
    expect(settings.people).toEqual({ al: { phone: "+447700900009" }, "c.d": {} });
  });

  test("taken out fall back to the default, not to the file", () => {
    expect(accepted(settingsFrom({ file, slack: { "poll.every": null } })).settings.poll.every).toBe(
      minutes(2),
    );
  });

  test("are judged like the file", () => {
    expect(lines(settingsFrom({ file, slack: { "people.al": null } }))).toEqual([
      'groups.oncall.members[0]: found "al", expected one of the people (bob), or al under people',
    ]);
    expect(lines(settingsFrom({ file, slack: { "poll.evry": "1m" } }))).toEqual([
      expect.stringContaining('poll.evry: found an unknown key, expected "every"'),
    ]);
    expect(lines(settingsFrom({ file, slack: { "..": "1m" } }))).toEqual([
      "..: found no path, expected a path such as sla.high.tiers",
    ]);
  });

  test("may hand back default methods that cannot work yet, but not ask for new ones", () => {
    const tiers = (method: string) => ({ "sla.high.tiers": [{ after: "5m", notify: ["slack", method] }] });
    expect(settingsFrom({ slack: tiers("call:seniors") }, "absent").ok).toBe(true);
    expect(settingsFrom({ slack: tiers("call:managers") }, "off").ok).toBe(false);
  });
});

test.each(readdirSync(samples).filter((name) => name.endsWith(".good.yml")))(
  "%s reads back the same once printed",
  async (name) => {
    const { settings, text } = accepted(await loadSettings({ file: samples + name }));
    expect(Settings.parse(text)).toEqual(settings);
    expect(toText(settings)).toEqual(text);
  },
);

// what is wrong, the text, where, what is found
test.each([
  ["an open bracket", "poll:\n  open: [New\nsla: {}\n", "sla.yml:3:1", "a mistake (Flow sequence"],
  ["a key given twice", "poll: {}\npoll: {}", "sla.yml:2:1", 'the key "poll" a second time'],
  ["a tab", "poll:\n\t- x", "sla.yml:2:1", "a mistake (Tabs are not allowed as indentation)"],
  ["a tag", "a: !!js/function x", "sla.yml:1:4", "a mistake (Unresolved tag"],
  ["two documents", "a: 1\n---\nb: 2", "sla.yml:2:1", "a second document (---)"],
  ["a list", "- poll", "sla.yml", "no mapping"],
])("%s is refused with line and column", (_what, text, path, found) => {
  const read = parseSettings(text, "sla.yml");
  expect(read).toEqual({
    problems: [{ path, found: expect.stringContaining(found), expected: expect.any(String) }],
  });
});

test("a file that is not there is named", async () => {
  expect(lines(await loadSettings({ file: `${samples}none.yml` }))).toEqual([
    expect.stringMatching(/none\.yml: found no such file, expected a settings file in YAML$/),
  ]);
});
