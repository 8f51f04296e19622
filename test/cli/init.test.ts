import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { initCommand } from "../../src/cli/commands/init.ts";
import type { Ask } from "../../src/cli/init/ask.ts";
import { completedEnv } from "../../src/cli/init/env-text.ts";
import { completedSettings } from "../../src/cli/init/settings-text.ts";
import { commandLine } from "./process-edge.ts";
import { servers } from "./real-things.ts";

const people = {
  INIT_ONCALL: "alice +447700900001, bob +447700900002",
  INIT_SENIORS: "carol +447700900003",
};

describe("--yes", () => {
  test("writes both files from the environment, and ends in a green check", async () => {
    const { variables } = await servers();
    const { run, folder } = await commandLine({ env: { ...variables, ...people } });
    const { code, out, errors } = await run("init", "--yes");
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(out).toMatch(/^ok +recipient\.carol +call at \+44…03$/m);
    expect(out).toContain("All good");
    expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o600);
    // What was written is enough by itself.
    const { run: later } = await commandLine({
      files: {
        ".env": await readFile(join(folder, ".env"), "utf8"),
        "sla.yml": await readFile(join(folder, "sla.yml"), "utf8"),
      },
    });
    expect((await later("check")).code).toBe(0);
  });

  test("a second time changes nothing", async () => {
    const { variables } = await servers();
    const { run, folder } = await commandLine({ env: { ...variables, ...people } });
    const texts = () => Promise.all([".env", "sla.yml"].map((name) => readFile(join(folder, name), "utf8")));
    await run("init", "--yes");
    const first = await texts();
    expect((await run("init", "--yes")).code).toBe(0);
    expect(await texts()).toEqual(first);
  });

  test("what the real thing refuses is said, and nothing is written", async () => {
    const { variables } = await servers();
    const { run, folder } = await commandLine({ env: { ...variables, SLACK_BOT_TOKEN: "xoxb-wrong" } });
    const { code, errors } = await run("init", "--yes");
    expect({ code, errors }).toEqual({
      code: 1,
      errors: [expect.stringMatching(/^slack\.bot: SLACK_BOT_TOKEN: /)],
    });
    await expect(stat(join(folder, ".env"))).rejects.toThrow("ENOENT");
  });

  test.each([
    [{}, "THEHIVE_URL: found nothing"],
    [{ INIT_ONCALL: "alice" }, "INIT_ONCALL: found something else in place 1, expected a name and a number"],
    [{ INIT_SENIORS: "al +447700900001, +4477" }, "INIT_SENIORS: found something else in place 2"],
  ])("%j is told as wrong, with 2", async (env, line) => {
    const { variables } = await servers();
    const { run } = await commandLine({
      env: "INIT_ONCALL" in env || "INIT_SENIORS" in env ? { ...variables, ...env } : {},
    });
    const { code, errors } = await run("init", "--yes");
    expect(code).toBe(2);
    expect(errors[0]).toContain(line);
  });

  test("settings that do not hold are told and not completed", async () => {
    const { variables } = await servers();
    const { run, folder } = await commandLine({
      env: { ...variables, ...people },
      files: { "sla.yml": "pol: {}\n" },
    });
    expect(await run("init", "--yes")).toMatchObject({ code: 2, errors: [expect.stringMatching(/^pol: /)] });
    expect(await readFile(join(folder, "sla.yml"), "utf8")).toBe("pol: {}\n");
  });
});

test("without a terminal nothing is asked: --yes is named, with 2", async () => {
  const { run } = await commandLine();
  expect(await run("init")).toMatchObject({
    code: 2,
    errors: [expect.stringContaining("expected one, or --yes")],
  });
});

describe("asking", () => {
  /** Answers questions by what they begin with; each answer is given once. */
  function person(answers: readonly (readonly [question: string, answer: string])[]): {
    ask: Ask;
    asked: string[];
  } {
    const left = [...answers];
    const asked: string[] = [];
    const next = (question: string, judge: (answer: string) => string | undefined, usual = ""): string => {
      asked.push(question);
      const at = left.findIndex(([begin]) => question.includes(begin));
      const [, answer = usual] = at < 0 ? [] : (left.splice(at, 1)[0] ?? []);
      const wrong = judge(answer);
      if (wrong === undefined) return answer;
      if (at < 0) throw new Error(`nobody answers ${question}: ${wrong}`);
      asked.push(wrong);
      return next(question, judge, usual);
    };
    const ask: Ask = {
      text: async (question, judge, usual) => next(question, judge, usual),
      secret: async (question, judge) => next(question, judge),
      yes: async (_question, usual) => usual,
    };
    return { ask, asked };
  }

  async function played(
    answers: Parameters<typeof person>[0],
    { files = {}, keep = [] }: { files?: Record<string, string>; keep?: readonly string[] } = {},
  ) {
    const { variables } = await servers();
    const known: Record<string, string> = variables;
    const { ask, asked } = person(answers.map(([question, answer]) => [question, known[answer] ?? answer]));
    const urls = ["SLACK_API_URL", "TWILIO_API_URL", ...keep];
    const env = Object.fromEntries(Object.entries(variables).filter(([name]) => urls.includes(name)));
    const command = initCommand(undefined, async () => ask);
    const { run, folder } = await commandLine({ env, files, commands: [command], isTerminal: true });
    const ended = await run("init");
    return { ...ended, asked, folder };
  }

  const good = [
    ["TheHive's address", "THEHIVE_URL"],
    ["API key of a user", "THEHIVE_API_KEY"],
    ["bot token", "SLACK_BOT_TOKEN"],
    ["app-level", "SLACK_APP_TOKEN"],
    ["the channel", "SLACK_CHANNEL"],
    ["Twilio: the account's SID", "TWILIO_ACCOUNT_SID"],
    ["Twilio: the account's auth", "TWILIO_AUTH_TOKEN"],
    ["the number that", "TWILIO_FROM"],
  ] as const;

  test("an answer that fails is asked for again, a wrong one before it is tried", async () => {
    const { code, out, asked } = await played([
      ["TheHive's address", "hive.example.org"],
      ["TheHive's address", "http://127.0.0.1:9"],
      ["API key of", "wrong-key"],
      ["bot token", "xapp-swapped"],
      ["who is on call?", ""],
      ...good,
    ]);
    expect(code).toBe(0);
    expect(asked.filter((line) => line.startsWith("found "))).toEqual([
      expect.stringContaining("expected an address such as"),
      expect.stringContaining("are SLACK_BOT_TOKEN and SLACK_APP_TOKEN swapped?"),
    ]);
    expect(out).toMatch(/FAIL {2}thehive: .*THEHIVE_URL \(http:\/\/127\.0\.0\.1:9\)/);
    expect(out).toMatch(/FAIL {2}thehive\.key: .*THEHIVE_API_KEY/);
    expect(out).toContain("All good");
  });

  test("what is in .env is not asked for again and stays as it is", async () => {
    const before = "# mine\nLOG_LEVEL=debug # loud\nSLACK_CHANNEL=\n";
    const { code, asked, folder } = await played(good, { files: { ".env": before }, keep: ["THEHIVE_URL"] });
    expect(code).toBe(0);
    expect(asked.some((question) => question.includes("TheHive's address"))).toBe(false);
    const text = await readFile(join(folder, ".env"), "utf8");
    expect(text.startsWith("# mine\nLOG_LEVEL=debug # loud\nSLACK_CHANNEL=")).toBe(true);
    expect(text).toMatch(/^THEHIVE_URL=http/m);
  });

  test("people that are in the settings file are not asked for", async () => {
    const settings =
      '# ours\npeople: { al: { phone: "+447700900001" } }\ngroups: { oncall: { members: [al] } }\n';
    const { code, asked, folder } = await played(good, { files: { "sla.yml": settings } });
    expect(code).toBe(0);
    expect(asked.some((question) => question.startsWith("Who "))).toBe(false);
    expect(await readFile(join(folder, "sla.yml"), "utf8")).toBe(settings);
  });
});

// file, values, replaced, result
test.each<[string | undefined, Record<string, string>, string[], string]>([
  ["A=1\n", { B: "2" }, [], "A=1\nB=2\n"],
  ["A=1", { B: "2" }, [], "A=1\nB=2\n"],
  ["A=\nC=3\n", { A: "1" }, [], "A=1\nC=3\n"],
  ["A=1\n", { A: "2" }, [], "A=1\n"],
  ["A=1\n", { A: "2" }, ["A"], "A=2\n"],
  ["export A=\r\nC=3\r\n", { A: "1" }, [], "A=1\r\nC=3\r\n"],
  ["#A=1\n", { A: "two words" }, [], "#A=1\nA='two words'\n"],
])("%j with %j becomes as it should", (text, values, replaced, result) => {
  expect(completedEnv(text, values, new Set(replaced))).toBe(result);
});

// what is there, what becomes of it
test.each([
  [
    "poll: { every: 1m } # fast\nroutes: [] # none",
    'poll: { every: 1m } # fast\nroutes: [] # none\npeople:\n  al: { phone: "+447700900001" }\ngroups:\n  oncall: { members: [ al ] }\n  seniors: { members: [ al ] }\n',
  ],
  [
    "# top\ngroups:\n  seniors: { members: [ dave ] } # him\n",
    '# top\ngroups:\n  seniors: { members: [ dave ] } # him\n  oncall: { members: [ al ] }\npeople:\n  al: { phone: "+447700900001" }\n',
  ],
])("settings are completed around what is there: %j", (text, result) => {
  const team = { people: { al: { phone: "+447700900001" } }, oncall: ["al"], seniors: ["al"] };
  expect(completedSettings(text, team)).toBe(result);
});
