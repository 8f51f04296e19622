import { expect, onTestFinished, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { TheHiveServer } from "../../sandbox/thehive/server.ts";
import { recipientChecks } from "../../src/cli/checks/recipients.ts";
import { checkCommand } from "../../src/cli/commands/check.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { commandLine, environment } from "./process-edge.ts";

test("prints a line for each check, and ends with 1 when one fails or throws", async () => {
  const check = checkCommand(() => [
    { name: "good", run: async () => [{ name: "good", ok: true, detail: "fine" }] },
    { name: "bad", run: () => Promise.reject(new Error("no answer with hive-key-0123456789")) },
  ]);
  const { run } = await commandLine({ env: environment, commands: [check] });
  expect(await run("check", "--json")).toMatchObject({ code: 1, errors: [] });
  expect(JSON.parse((await run("check", "--json")).out)).toEqual({
    ok: false,
    checks: [
      { name: "good", ok: true, detail: "fine" },
      { name: "bad", ok: false, detail: "no answer with [hidden]" },
    ],
  });
  expect((await run("check")).out).toBe(
    "ok    good  fine\nFAIL  bad   no answer with [hidden]\n\n1 of 2 checks failed\n",
  );
});

test("ends with 0 when all is well", async () => {
  const check = checkCommand(() => [
    { name: "good", run: async () => [{ name: "good", ok: true, detail: "" }] },
  ]);
  const { run } = await commandLine({ env: environment, commands: [check] });
  expect((await run("check")).code).toBe(0);
});

test("gives JSON even when the settings cannot be used, and ends with 2", async () => {
  const { run } = await commandLine({ env: environment, files: { "sla.yml": "pol: {}" } });
  const { code, out, errors } = await run("check", "--json");
  expect(code).toBe(2);
  expect(JSON.parse(out)).toEqual({
    ok: false,
    checks: errors.map((detail) => ({ name: "settings", ok: false, detail })),
  });
  expect(errors).toEqual([expect.stringMatching(/^pol: found an unknown key/)]);
});

test("looks at the real things", async () => {
  const hive = new TheHiveServer({ version: "5", clock: new SandboxClock({ speed: 1 }) });
  await hive.start();
  onTestFinished(() => hive.stop());
  const { run } = await commandLine({
    env: { ...environment, THEHIVE_URL: hive.url, THEHIVE_API_KEY: "wrong-key" },
  });
  const { checks } = JSON.parse((await run("check", "--json")).out);
  const ok = Object.fromEntries(checks.map((one: { name: string; ok: boolean }) => [one.name, one.ok]));
  expect(ok).toMatchObject({
    settings: true,
    state: true,
    audit: true,
    thehive: true,
    "thehive.key": false,
    twilio: true,
  });
});

test("tells of each person whether they can be reached by what is asked of them", () => {
  const judged = settingsFrom({
    file: {
      sla: { low: { tiers: [{ after: "1m", notify: ["sms", "call", "dm:desk"] }], highRisk: [] } },
      people: { al: { phone: "+447700900123" }, bo: { slack: "U024BE7LH" }, cy: {} },
      groups: {
        oncall: { members: ["al", "bo"] },
        desk: { members: ["al", "bo"] },
        idle: { members: ["cy"] },
      },
    },
  });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  expect(recipientChecks(judged.settings)).toEqual([
    {
      name: "recipient.al",
      ok: false,
      detail: "sms and call and dm cannot reach al: add slack to people.al",
    },
    {
      name: "recipient.bo",
      ok: false,
      detail: "sms and call and dm cannot reach bo: add phone to people.bo",
    },
  ]);
});
