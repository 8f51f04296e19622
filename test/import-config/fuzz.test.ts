import { parseEnv } from "node:util";
import fc from "fast-check";
import { expect } from "vitest";
import { parseSettings } from "../../src/config/settings-file.ts";
import { environmentText, settingsText } from "../../src/import-config/files.ts";
import { importConfig } from "../../src/import-config/import-config.ts";
import { parsePython } from "../../src/import-config/python/parse.ts";
import { planText } from "../../src/import-config/words.ts";
import { fuzzer } from "../fuzzing.ts";

const fuzz = fuzzer(800);

const signs = fc.constantFrom(..."'\"{}[](),:=\n #\\+.1S", "'''", "S3CRET", "f'", "if ");
const python = fc.array(signs, { maxLength: 40 }).map((list) => `A = ${list.join("")}`);

fuzz("what is like Python, read", 0.5, python, (source) => {
  const { slips, assignments } = parsePython(source);
  expect(assignments.length).toBeLessThan(50);
  expect(JSON.stringify(slips)).not.toContain("S3CRET");
  return slips.map(({ line, what }) => `line ${line}: ${what}`);
});

const words = fc.constantFrom(
  "SLA_SETTINGS = {",
  "\nSYSTEM_SETTINGS = {",
  "\nTWILIO_SETTINGS = {",
  "\nSLACK_SETTINGS = {",
  "'THEHIVE_LEVEL3': {",
  "'LOW_SEVERITY': ",
  "'TIMER': ",
  "'NOTIFICATION_METHOD': ['SLACK_API'",
  "'TWILIO_RTCP': ",
  "'HIVE_SERVER_IP': ",
  "'LOOP_TIME': ",
  "1e308",
  "-60",
  "60",
  "'+447700900001'",
  "'http://[::1",
  "True",
  "]",
  "}",
  ",",
  "\n",
  " ",
  "'",
  "x",
  "#",
  "f()",
);
const configurations = fc.array(words, { maxLength: 30 }).map((list) => `SLA_SETTINGS = {${list.join("")}`);

fuzz("a configuration.py, imported", 0.5, configurations, (source) => {
  const plan = importConfig(source);
  if (plan === undefined) return ["none of its settings was found"];
  expect(parseSettings(settingsText(plan), "sla.yml")).toHaveProperty("tree");
  parseEnv(environmentText(plan));
  return planText(plan, "configuration.py", undefined).split("\n");
});
