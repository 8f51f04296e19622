import { describe, expect, test } from "vitest";
import { Common, defineCommand } from "../../src/cli/command.ts";
import { CommandFailure } from "../../src/cli/failure.ts";
import { table } from "../../src/cli/table.ts";
import { commandLine } from "./process-edge.ts";

describe("exit codes", () => {
  test.each([
    [["--help"], 0],
    [["config", "--help"], 0],
    [["--version"], 0],
    [[], 2],
    [["tea"], 2],
    [["config", "--milk"], 2],
    [["oncall", "--at"], 2],
    [["oncall", "--at", "noon"], 2],
    [["audit", "--since", "noon"], 2],
    [["audit", "one", "two"], 2],
    [["config", "--config", "none.yml"], 2],
    [["config"], 0],
    [["audit"], 1],
    [["check"], 2],
    [["start"], 2],
    [["once"], 2],
  ])("of %j is %d", async (argv, code) => {
    const { run } = await commandLine();
    expect((await run(...argv)).code).toBe(code);
  });

  test("a failure is one line without secrets, and 1", async () => {
    const broken = defineCommand({
      name: "broken",
      summary: "",
      schema: Common,
      run: async () => {
        throw new Error("cannot\n  reach xoxb-12345-secret");
      },
    });
    const { run } = await commandLine({ commands: [broken] });
    expect(await run("broken")).toEqual({ code: 1, out: "", errors: ["cannot reach [hidden]"] });
  });
});

test("the version is the package's", async () => {
  const { run } = await commandLine();
  expect((await run("--version")).out).toBe("1.2.3\n");
});

test("every command explains itself", async () => {
  const { run } = await commandLine();
  const { out } = await run("--help");
  for (const name of ["start", "once", "check", "config", "oncall", "audit"]) {
    expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
    expect((await run(name, "--help")).out).toContain("--config <file>");
  }
});

test("nothing that others wrote is obeyed by the terminal, on stdout, in lists and in errors", async () => {
  const theirs = "\u001b[2J\u202e\nFAIL forged";
  const said = defineCommand({
    name: "say",
    summary: "says what others wrote",
    schema: Common,
    async run({ json }, edge) {
      edge.out.write(json ? JSON.stringify({ theirs }) : table([["ok", theirs, "end"]]));
      throw new CommandFailure(1, [`title: ${theirs}`]);
    },
  });
  const { run } = await commandLine({ commands: [said] });
  const forPeople = await run("say");
  expect(forPeople.out).toBe("ok  \\u001b[2J\\u202e FAIL forged  end\n");
  expect(forPeople.errors).toEqual(["title: \\u001b[2J\\u202e FAIL forged"]);
  expect(JSON.parse((await run("say", "--json")).out)).toEqual({ theirs });
});
