import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const src = join(import.meta.dirname, "../../src");
const STATIC = /^(?:import|export)\s(?!type\b)[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"/gm;

/** The packages that are loaded with a file of ours, through all that it imports before it runs. */
function packagesOf(file: string): string[] {
  const files = new Set<string>();
  const packages = new Set<string>();
  const follow = (path: string) => {
    if (files.has(path)) return;
    files.add(path);
    for (const [, from = "", bare = ""] of readFileSync(path, "utf8").matchAll(STATIC)) {
      const name = from || bare;
      if (name.startsWith(".")) follow(join(dirname(path), name));
      else if (!name.startsWith("node:")) packages.add(name.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? name);
    }
  };
  follow(join(src, file));
  return [...packages].sort((one, other) => (one < other ? -1 : 1));
}

describe("what a command loads", () => {
  test("the help of all commands needs nothing but what reads the command line and words what is wrong with it", () => {
    expect(packagesOf("main.ts")).toEqual(["commander", "fastest-levenshtein", "zod"]);
  });

  test.each(["oncall", "config"])(
    "%s loads nothing that talks to Slack, Twilio or TheHive, or draws",
    (name) => {
      const heavy = packagesOf(`cli/commands/${name}.ts`).filter((one) =>
        /^(@slack|twilio|got|undici|keyv|@keyv|echarts|@resvg|prom-client|hpagent|pino|@lezer)/.test(one),
      );
      expect(heavy).toEqual([]);
    },
  );

  test("the service loads neither Slack's SDK nor metrics nor a database driver before TheHive is asked", () => {
    const heavy = packagesOf("app.ts").filter((one) => /^(@slack|undici|prom-client|pg$|twilio)/.test(one));
    expect(heavy).toEqual([]);
  });

  test("the look at the imports sees what is there", () => {
    expect(packagesOf("app.ts")).toEqual(expect.arrayContaining(["got", "keyv"]));
    expect(packagesOf("slack/adapter.ts")).toContain("@slack/bolt");
  });
});
