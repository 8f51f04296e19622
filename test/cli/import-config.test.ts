import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine } from "./process-edge.ts";

const source = await readFile(join(import.meta.dirname, "../import-config/samples/current.py"), "utf8");
const files = { "configuration.py": source };

test("writes both files, the secrets for this user alone, and prints the plan without them", async () => {
  const { run, folder } = await commandLine({ files });
  const { code, out } = await run("import-config", "configuration.py");
  expect(code).toBe(0);
  expect(await readFile(join(folder, "sla.yml"), "utf8")).toContain("after: 22m30s");
  expect(await readFile(join(folder, ".env"), "utf8")).toContain("TWILIO_AUTH_TOKEN=twilio-s3cret-token");
  expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
  expect(out).toMatch(
    /^Carried over\n {2}configuration\.py:3 {2}SLA_SETTINGS\.THEHIVE_LEVEL1\.ENABLED -> sla\.low\.enabled/,
  );
  expect(out).not.toMatch(/s3cret|\+447700/);
});

test("what it writes is what the monitor reads", async () => {
  const { run } = await commandLine({ files });
  await run("import-config", "configuration.py");
  const { code, out } = await run("config", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out).settings.sla.high.tiers).toHaveLength(3);
});

test("answers one document without secrets", async () => {
  const { run, folder } = await commandLine({ files });
  const { out } = await run("import-config", "configuration.py", "--json");
  const document = JSON.parse(out);
  expect(Object.keys(document)).toEqual(["files", "carried", "notCarried", "slips", "toDo"]);
  expect(document.files.settings).toBe(join(folder, "sla.yml"));
  expect(out).not.toMatch(/s3cret|\+447700/);
});

test("writes nothing when only asked", async () => {
  const { run, folder } = await commandLine({ files });
  const { code, out } = await run("import-config", "configuration.py", "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain("Nothing was written.");
  expect(existsSync(join(folder, "sla.yml")) || existsSync(join(folder, ".env"))).toBe(false);
});

test("overwrites nothing unless forced, and then closes the secrets to others", async () => {
  const { run, folder } = await commandLine({ files: { ...files, "sla.yml": "{}", ".env": "A=1" } });
  const refused = await run("import-config", "configuration.py");
  expect(refused.code).toBe(1);
  expect(refused.errors).toEqual([
    expect.stringMatching(/sla\.yml: exists already/),
    expect.stringMatching(/\.env: exists already/),
  ]);
  expect(await readFile(join(folder, "sla.yml"), "utf8")).toBe("{}");
  expect((await run("import-config", "configuration.py", "--force")).code).toBe(0);
  expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
});

test("writes where it is told", async () => {
  const { run, folder } = await commandLine({ files });
  await run("import-config", "configuration.py", "--config", "soc.yml", "--env-file", "soc.env");
  expect(existsSync(join(folder, "soc.yml")) && existsSync(join(folder, "soc.env"))).toBe(true);
});

test.each([
  [[], /^--file: found nothing, expected the configuration\.py/, 2],
  [["none.py"], /^none\.py: found no such file/, 2],
  [["other.py"], /^other\.py: found none of SLA_SETTINGS/, 2],
  [["configuration.py", "--config", "none/sla.yml"], /sla\.yml: cannot be written \(ENOENT\)/, 1],
])("refuses %j in one line", async (argv, line, exit) => {
  const { run } = await commandLine({ files: { ...files, "other.py": "DEBUG = True\n" } });
  const { code, errors } = await run("import-config", ...argv);
  expect(code).toBe(exit);
  expect(errors).toEqual([expect.stringMatching(line)]);
});
