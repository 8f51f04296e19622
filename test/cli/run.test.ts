import { describe, expect, test } from "vitest";
import { Common, defineCommand } from "../../src/cli/command.ts";
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
