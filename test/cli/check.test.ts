import { describe, expect, test } from "vitest";
import { z } from "zod";
import { recipientChecks } from "../../src/cli/checks/recipients.ts";
import { checkCommand } from "../../src/cli/commands/check.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { commandLine, environment } from "./process-edge.ts";
import { servers } from "./real-things.ts";

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

describe("the real things", () => {
  async function failures(env: Record<string, string>): Promise<Record<string, string>> {
    const { run } = await commandLine({ env });
    const { checks } = z
      .object({ checks: z.array(Check) })
      .parse(JSON.parse((await run("check", "--json")).out));
    return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail]));
  }
  const Check = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });

  test("pass when all is set up", async () => {
    expect(await failures((await servers()).variables)).toEqual({});
  });

  // what is wrong, variables, check, what it says
  test.each([
    ["TheHive's key", { THEHIVE_API_KEY: "wrong-key" }, "thehive.key", "THEHIVE_API_KEY"],
    ["TheHive's address", { THEHIVE_URL: "http://127.0.0.1:9" }, "thehive", "THEHIVE_URL"],
    ["the bot token", { SLACK_BOT_TOKEN: "xoxb-wrong" }, "slack.bot", "SLACK_BOT_TOKEN"],
    ["the app-level token", { SLACK_APP_TOKEN: "xapp-wrong" }, "slack.app", "SLACK_APP_TOKEN"],
    ["the channel's name", { SLACK_CHANNEL: "#sock" }, "slack.channel", "#sock"],
    ["the channel's members", { SLACK_CHANNEL: "C0000OTHER" }, "slack.channel", "not in #other"],
    ["Twilio's token", { TWILIO_AUTH_TOKEN: "0".repeat(32) }, "twilio", "TWILIO_AUTH_TOKEN"],
    ["Twilio's number", { TWILIO_FROM: "+12025550199" }, "twilio.sender", "TWILIO_FROM"],
    ["the place of the state", { STATE_URL: "sqlite:///dev/null/state.sqlite" }, "state", "STATE_URL"],
    ["the place of the trail", { AUDIT_FILE: "/dev/null/audit.jsonl" }, "audit", "AUDIT_FILE"],
  ])("tell that %s is wrong, and nothing else", async (_what, changed, name, detail) => {
    expect(await failures({ ...(await servers()).variables, ...changed })).toEqual({
      [name]: expect.stringContaining(detail),
    });
  });

  test("tell that a status under poll.open is none of TheHive's, and nothing else", async () => {
    const env = { ...(await servers()).variables, SLA_CONFIG: "own.yml" };
    const { run } = await commandLine({ env, files: { "own.yml": "poll: { open: [Nwe] }" } });
    const { code, out } = await run("check", "--json");
    const { checks } = z.object({ checks: z.array(Check) }).parse(JSON.parse(out));
    expect(code).toBe(1);
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      {
        name: "poll.open",
        ok: false,
        detail: expect.stringMatching(/^poll\.open\[0\]: found "Nwe", expected .*"New"/),
      },
    ]);
  });

  type Servers = Awaited<ReturnType<typeof servers>>;
  test.each<[what: string, fault: (servers: Servers) => void, name: string, detail: string]>([
    [
      "the key's rights",
      ({ hive }) => {
        hive.permissions = [];
      },
      "thehive.rights",
      "manageAlert",
    ],
    [
      "TheHive's clock",
      ({ hive }) => {
        hive.faults.clockSkew = 30_000;
      },
      "thehive.clock",
      "ahead of ours",
    ],
    [
      "a scope",
      ({ slack }) => void slack.credentials.scopes.delete("chat:write"),
      "slack.scopes",
      "chat:write",
    ],
    [
      "the channel, archived",
      ({ slack }) => slack.workspace.setArchived(slack.channel("soc"), true),
      "slack.channel",
      "archived",
    ],
  ])("tell that %s is wrong on their side, and nothing else", async (_what, fault, name, detail) => {
    const all = await servers();
    fault(all);
    expect(await failures(all.variables)).toEqual({ [name]: expect.stringContaining(detail) });
  });
});

test("--people tells of each group and person whether they can be told in the coming two weeks", async () => {
  const { variables } = await servers();
  const file = {
    readiness: { test: "mon 10:00" },
    people: {
      alice: { phone: "+12025550111", slack: "U0ALICE" },
      bob: { phone: "+12025550112", slack: "U0NOBODY" },
      carol: {},
    },
    groups: {
      oncall: {
        rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-03-03T00:00", every: "1w" },
      },
      seniors: { members: ["alice", "carol"] },
      night: { calendar: "missing.ics" },
    },
  };
  const { run } = await commandLine({
    env: { ...variables, SLA_CONFIG: "own.yml" },
    files: { "own.yml": JSON.stringify(file) },
  });
  const { code, out } = await run("check", "--people", "--json");
  expect(code).toBe(1);
  const { checks } = z.object({ checks: z.array(z.unknown()) }).parse(JSON.parse(out));
  const line = (name: string, ok: boolean, detail: string) => ({
    ...{ name: `people.${name}`, ok },
    detail: expect.stringContaining(detail),
  });
  expect(checks).toEqual([
    line("groups.seniors", true, "somebody is on call at all times in the next 14 days"),
    line("alice", true, "can be reached: SMS, Call"),
    line("groups.oncall", false, "from 2026-03-02T02:00:00.000Z to 2026-03-03T00:00:00.000Z: take it over"),
    line("groups.night", false, "Nobody is on call in night from 2026-03-02T02:00:00.000Z on"),
    line("carol", false, "carol cannot be reached by call; on call from 2026-03-02T02:00:00.000Z: add phone"),
    line("bob", false, "Slack has no user with the id in people.bob.slack"),
    line("calendars", false, "missing.ics"),
  ]);
});

test("--people ends with 0 when all is well, also without Slack and Twilio", async () => {
  const files = { "sla.yml": "groups: {}" };
  const { run } = await commandLine({ env: { ...environment, THEHIVE_URL: "http://127.0.0.1:9" }, files });
  expect(await run("check", "--people")).toMatchObject({
    ...{ code: 0, errors: [] },
    out: "ok  people  no groups are set up: nobody is on call\n\nAll good\n",
  });
});

test("tells of each person whether they can be reached by what is asked of them", () => {
  const judged = settingsFrom({
    file: {
      sla: {
        low: { tiers: [{ after: "1m", notify: ["sms", "call", "dm:desk", "sms:night"] }], highRisk: [] },
      },
      people: { al: { phone: "+447700900123" }, bo: { slack: "U024BE7LH" }, cy: {} },
      groups: {
        oncall: { members: ["al", "bo"] },
        desk: { members: ["al", "bo"] },
        idle: { members: ["cy"] },
        night: { calendar: "night.ics" },
      },
    },
  });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  expect(recipientChecks(judged.settings, { night: ["cy"], idle: ["al"] })).toEqual([
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
    { name: "recipient.cy", ok: false, detail: "sms cannot reach cy: add phone to people.cy" },
  ]);
});
