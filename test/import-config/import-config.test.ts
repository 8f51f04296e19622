import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../src/config/settings-file.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { environmentText, settingsText } from "../../src/import-config/files.ts";
import { importConfig } from "../../src/import-config/import-config.ts";
import type { ImportPlan } from "../../src/import-config/plan.ts";
import { planText } from "../../src/import-config/words.ts";

const sample = (name: string) => readFileSync(join(import.meta.dirname, "samples", name), "utf8");

function imported(source: string): ImportPlan {
  const plan = importConfig(source);
  if (plan === undefined) throw new Error("none of its settings was found");
  return plan;
}

/** The settings that the written file gives, as the monitor would read it. */
function settingsOf(plan: ImportPlan) {
  const read = parseSettings(settingsText(plan), "sla.yml");
  if (!("tree" in read)) throw new Error(JSON.stringify(read.problems));
  const judged = settingsFrom({ file: read.tree });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.text;
}

describe("the last form of its settings", () => {
  const plan = imported(sample("current.py"));

  test("gives settings that hold, with the same times and methods", () => {
    expect(settingsOf(plan)).toMatchObject({
      poll: { every: "1m30s", maxAge: "1d" },
      sla: {
        low: { enabled: false, highRisk: [] },
        medium: {
          enabled: true,
          tiers: [
            { after: "30m", notify: ["sms"] },
            { after: "45m", notify: ["slack", "sms"] },
            { after: "1h", notify: ["slack", "call"] },
          ],
          highRisk: ["slack", "call"],
        },
        high: {
          tiers: [
            { after: "15m", notify: ["slack", "sms"] },
            { after: "22m30s", notify: ["slack", "call"] },
            { after: "45m", notify: ["call:seniors"] },
          ],
        },
        critical: { enabled: true },
      },
      highRisk: { words: ["RANSOMWARE", "EXFILTRATION"], severities: ["medium"], then: "stop" },
      people: { recipient1: { phone: "+447700900001" }, recipient2: { phone: "+447700900002" } },
      groups: { oncall: { members: ["recipient1", "recipient2"] } },
    });
  });

  test("gives an environment that a process reads back", () => {
    expect(parseEnv(environmentText(plan))).toEqual({
      THEHIVE_URL: "http://10.0.0.5:9000",
      THEHIVE_API_KEY: "hive-Key#0123456789",
      THEHIVE_PUBLIC_URL: "https://hive.example.org:9000",
      SLACK_BOT_TOKEN: "xoxb-1111-s3cret",
      SLACK_APP_TOKEN: "",
      SLACK_CHANNEL: "C024BE91L",
      TWILIO_ACCOUNT_SID: "AC0123456789abcdef0123456789abcdef",
      TWILIO_AUTH_TOKEN: "twilio-s3cret-token",
      TWILIO_FROM: "+15005550006",
      TWILIO_TWIMLET_URL: "http://twimlets.example.org/echo?Twiml=%3CResponse%2F%3E",
      LOG_FILE: "sla.log",
    });
  });

  test("names what is not carried over, and why", () => {
    const left = plan.notCarried.map(({ from, line, why }) => `${line} ${from}: ${why}`);
    expect(left).toEqual([
      expect.stringMatching(/^31 SYSTEM_SETTINGS\.COLOUR: /),
      expect.stringMatching(/^34 FLASK_SETTINGS\.ENABLE_WEBSERVER: not needed: .*Socket Mode/),
      expect.stringMatching(/^34 FLASK_SETTINGS\.FLASK_WEBSERVER_IP: /),
      expect.stringMatching(/^34 FLASK_SETTINGS\.FLASK_WEBSERVER_PORT: /),
      expect.stringMatching(/^39 TWILIO_SETTINGS\.TWILIO_RTCP: … is no number in E\.164 form/),
      expect.stringMatching(/^49 SLACK_SETTINGS\.SLACK_WEBHOOK_URL: /),
    ]);
  });

  test("tells what is still missing", () => {
    expect(plan.toDo.join("\n")).toMatch(/SLACK_APP_TOKEN: found nothing/);
    expect(plan.toDo.join("\n")).toMatch(/sla\.critical\.enabled/);
  });

  test("never shows a secret or a whole number outside the files", () => {
    const { settings: _, environment: __, ...shown } = plan;
    const told = planText(plan, "configuration.py", undefined) + JSON.stringify(shown);
    expect(told).not.toMatch(/s3cret|hive-Key|AC0123|\+44\d/);
  });
});

describe("the first form of its settings", () => {
  const plan = imported(sample("first.py"));

  test("is one severity; the others stay silent, but for critical", () => {
    expect(settingsOf(plan)).toMatchObject({
      sla: {
        low: { enabled: false },
        medium: {
          enabled: true,
          tiers: [
            { after: "30m", notify: ["slack", "sms"] },
            { after: "45m", notify: ["slack", "call"] },
            { after: "1h", notify: ["slack", "call:seniors"] },
          ],
        },
        high: { enabled: false },
        critical: { enabled: true },
      },
      highRisk: { words: ["CRITICAL"], severities: ["medium"] },
    });
  });

  test("what is switched off stays off", () => {
    expect(parseEnv(environmentText(plan))).toEqual({
      THEHIVE_URL: "http://hive.internal",
      THEHIVE_API_KEY: "",
      SLACK_ENABLED: "false",
      TWILIO_ENABLED: "false",
    });
  });

  test("what only the running program knows is left out, and said", () => {
    expect(plan.notCarried).toContainEqual({
      from: "SYSTEM_SETTINGS.HIVE_API_KEY",
      line: 11,
      why: "a value that only the running program knows",
    });
    expect(plan.toDo.join("\n")).toMatch(/THEHIVE_API_KEY: found nothing/);
  });

  test.each([
    ["30M", "45M", "60M"],
    ["LOW_SEVERITY", "MEDIUM_SEVERITY", "HIGH_SEVERITY"],
  ])("may name its times %s, and watches high alerts unless it says otherwise", (...names) => {
    const [first, second, third] = names;
    const flat = imported(`SLA_SETTINGS = {'${first}': 60, '${second}': 120, '${third}': 180}`);
    expect(flat.settings).toMatchObject({
      sla: { high: { tiers: [{ after: "1m" }, { after: "2m" }, { after: "3m" }] } },
    });
  });
});

test("slips in the Python are got over, each with its line", () => {
  const plan = imported(sample("slips.py"));
  expect(plan.slips.map(({ line, what }) => `${line}: ${what}`)).toEqual([
    "4: a quote is missing at the end of a text: taken as far as the line goes",
    "8: a comma is missing after this value",
    "10: a quote is missing at the end of a text",
    "11: a comma is missing after this value",
    "12: a quote is missing at the end of a text: taken as far as the line goes",
    "16: words after a value, taken as a comment: is # missing?",
  ]);
  expect(settingsOf(plan)).toMatchObject({
    sla: { high: { tiers: [{ after: "30m" }, { after: "45m" }, { after: "1h", notify: ["slack"] }] } },
    highRisk: { words: ["URGENT"], severities: ["high"] },
  });
  expect(plan.environment).toEqual({
    THEHIVE_URL: "http://10.0.0.5:9000",
    THEHIVE_API_KEY: "hive-key-0123456789",
    SLACK_CHANNEL: "C024BE91L",
  });
});

function level(rungs: string, more = ""): ImportPlan {
  return imported(`SLA_SETTINGS = {'THEHIVE_LEVEL3': {'ENABLED': True, ${rungs}}}\n${more}`);
}
const rung = (name: string, timer: string, method: string) =>
  `'${name}': {'TIMER': ${timer}, 'NOTIFICATION_METHOD': ${method}}`;
const numbers = "TWILIO_SETTINGS = {'TWILIO_RTCP': ['+447700900001']}";

describe("policies", () => {
  test.each([
    [
      "times that do not ascend are put in order",
      [rung("LOW_SEVERITY", "800", "['SLACK_API']"), rung("MEDIUM_SEVERITY", "100", "['TWILIO_SMS']")],
      [
        { after: "1m40s", notify: ["sms"] },
        { after: "13m20s", notify: ["slack"] },
      ],
    ],
    [
      "tiers of the same time become one",
      [rung("LOW_SEVERITY", "60", "['SLACK_API']"), rung("MEDIUM_SEVERITY", "60", "['TWILIO_SMS']")],
      [{ after: "1m", notify: ["slack", "sms"] }],
    ],
    [
      "a single method needs no list",
      [rung("LOW_SEVERITY", "60", "'TWILIO_CALL'")],
      [{ after: "1m", notify: ["call"] }],
    ],
    [
      "a time may be text",
      [rung("LOW_SEVERITY", "'60'", "['SLACK_API']")],
      [{ after: "1m", notify: ["slack"] }],
    ],
    [
      "an unknown method is left out",
      [rung("LOW_SEVERITY", "60", "['PIGEON', 'SLACK_API']")],
      [{ after: "1m", notify: ["slack"] }],
    ],
    [
      "a tier without a time is left out",
      [
        "'LOW_SEVERITY': {'NOTIFICATION_METHOD': ['SLACK_API']}",
        rung("HIGH_SEVERITY", "60", "['SLACK_API']"),
      ],
      [{ after: "1m", notify: ["slack"] }],
    ],
  ])("%s", (_rule, rungs, tiers) => {
    const plan = level(rungs.join(", "), numbers);
    expect(settingsOf(plan)).toMatchObject({ sla: { high: { tiers } } });
  });

  test("methods that would reach nobody become Slack, and that is said", () => {
    const plan = level(rung("LOW_SEVERITY", "60", "['TWILIO_SMS']"));
    expect(settingsOf(plan)).toMatchObject({
      sla: { high: { tiers: [{ after: "1m", notify: ["slack"] }] } },
    });
    expect(plan.notCarried[0]?.why).toMatch(/sms would reach nobody/);
  });
});

test("a secret that was put in the wrong place is not told either", () => {
  const plan = imported(
    "TWILIO_SETTINGS = {'ACCOUNT_SID': 'my-s3cret', 'AUTH_TOKEN': 'x', 'TWILIO_SENDER': '+15005550006'}",
  );
  expect(plan.toDo.join("\n")).toMatch(
    /TWILIO_ACCOUNT_SID: found a value that cannot be used, expected a SID/,
  );
  expect(JSON.stringify(plan.toDo)).not.toContain("s3cret");
});

test("another program's settings are none of ours", () => {
  expect(importConfig("DEBUG = True\n")).toBeUndefined();
  expect(importConfig("")).toBeUndefined();
});

test("whatever a secret is made of, the environment file gives it back", () => {
  const secret = fc
    .string({ unit: fc.constantFrom(..."aB3'\"`#$ \\=%&+/"), minLength: 1, maxLength: 30 })
    .filter(
      (text) => text.trim() === text && !(text.includes("'") && text.includes('"') && text.includes("`")),
    );
  fc.assert(
    fc.property(secret, (value) => {
      const plan = { ...imported("SLACK_SETTINGS = {}"), environment: { THEHIVE_API_KEY: value } };
      expect(parseEnv(environmentText(plan)).THEHIVE_API_KEY).toBe(value);
    }),
  );
});

describe("what is not understood keeps its default, and stands under what is left to do", () => {
  const nested = "{'TIMER': 60, 'NOTIFICATION_METHOD': ['SLACK_API']}";
  test.each([
    [
      "times that are dictionaries, without levels",
      `SLA_SETTINGS = {'LOW_SEVERITY': ${nested}, 'MEDIUM_SEVERITY': ${nested}, 'HIGH_SEVERITY': ${nested}}`,
      /^SLA_SETTINGS \(line 1\) is not understood.*set sla\.low, sla\.medium and sla\.high by hand/,
    ],
    ["levels of other names", `SLA_SETTINGS = {'LEVEL3': {'LOW': ${nested}}}`, /^SLA_SETTINGS \(line 1\)/],
    ["nothing", "SLA_SETTINGS = {}", /^SLA_SETTINGS \(line 1\)/],
    ["a function's result", "SLA_SETTINGS = load()\nSLACK_SETTINGS = {}", /^SLA_SETTINGS .*a function call/],
    [
      "another section",
      "SLA_SETTINGS = {'LOW_SEVERITY': 60}\n\nEMAIL_SETTINGS = {'HOST': 'mail'}",
      /^EMAIL_SETTINGS \(line 3\) is not understood.*no section of the earlier tool/,
    ],
    [
      "a setting of a name that is not known",
      "SYSTEM_SETTINGS = {'COLOUR': 'blue'}",
      /^SYSTEM_SETTINGS\.COLOUR \(line 1\)/,
    ],
    [
      "a value of another kind",
      "SYSTEM_SETTINGS = {'LOOP_TIME': ['often']}",
      /^SYSTEM_SETTINGS\.LOOP_TIME .*a list/,
    ],
  ])("%s", (_what, source, line) => {
    const plan = imported(source);
    expect(plan.toDo).toContainEqual(expect.stringMatching(line));
    expect(Object.keys(plan.settings.poll ?? {})).toEqual([]);
  });

  test.each(["{'LOW_SEVERITY': {'TIMER': 60}}", "{}", "{'LEVEL2': {}}"])(
    "%s switches no severity off",
    (settings) => {
      const { sla } = settingsOf(imported(`SLA_SETTINGS = ${settings}`));
      expect(sla).toMatchObject({
        low: { enabled: true },
        medium: { enabled: true },
        high: { enabled: true },
      });
    },
  );

  test("a level that is there and cannot be read is not switched off, as one that is missing is", () => {
    const plan = imported("SLA_SETTINGS = {'THEHIVE_LEVEL2': level(2), 'THEHIVE_LEVEL3': {'ENABLED': True}}");
    expect(plan.settings.sla).toEqual({ low: { enabled: false }, high: { enabled: true } });
    expect(plan.toDo).toContainEqual(
      expect.stringMatching(/^SLA_SETTINGS\.THEHIVE_LEVEL2 .*a function call/),
    );
  });
});

describe("the words of calls", () => {
  const twimlet = (url: string) => imported(`TWILIO_SETTINGS = {'TWIMLET_URL': '${url}'}`);

  test.each([
    "http://twimlets.example.org/echo?Twiml=%3CResponse%3E%3CSay%3EHi%20there.%3C%2FSay%3E%3C%2FResponse%3E",
    "http://twimlets.example.org/message?Message%5B0%5D=Hi+there%2C+alert",
  ])("the sample of the earlier tool is not carried over, but asked about: %s", (url) => {
    const plan = twimlet(url);
    expect(plan.environment.TWILIO_TWIMLET_URL).toBeUndefined();
    expect(plan.toDo).toContainEqual(
      expect.stringMatching(/TWIMLET_URL: are calls to say "Hi there" and no more\?/),
    );
  });

  test("others are kept, and asked about", () => {
    const url = "http://twimlets.example.org/message?Message=Look+at+TheHive";
    const plan = twimlet(url);
    expect(plan.environment.TWILIO_TWIMLET_URL).toBe(url);
    expect(plan.toDo).toContainEqual(expect.stringMatching(/are calls to go on saying what stands there/));
  });
});

test("what is too broken to be mended is left out, and a person is told to look", () => {
  const plan = imported(
    `SLACK_SETTINGS = {'SLACK_CHANNEL': 'C024BE91L'}\nSLA_SETTINGS = ${"[',".repeat(400)}\n`,
  );
  expect(plan.toDo).toContainEqual(
    expect.stringMatching(/^line 2: .*left out, so what stood there keeps its default/),
  );
  expect(plan.settings.sla).toBeUndefined();
  expect(plan.environment.SLACK_CHANNEL).toBe("C024BE91L");
});
