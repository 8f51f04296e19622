import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const launcher = join(root, "bin/sla-monitor.cjs");

/** Runs the launcher in a package of its own, on a Node.js that says it is of this version. */
async function launched(version: string, main?: string) {
  const folder = await mkdtemp(join(tmpdir(), "launcher-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "dist"));
  await cp(join(root, "bin"), join(folder, "bin"), { recursive: true });
  await cp(join(root, "package.json"), join(folder, "package.json"));
  if (main !== undefined) await writeFile(join(folder, "dist/main.js"), main);
  const pretend = join(folder, "pretend.cjs");
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  await writeFile(pretend, `Object.defineProperty(process, "versions", { value: ${versions} });`);
  const argv = ["--require", pretend, join(folder, "bin/sla-monitor.cjs"), "check"];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

test.each(["12.22.12", "16.20.2", "18.20.8", "20.18.3"])(
  "Node.js %s is told in one line",
  async (version) => {
    expect(await launched(version, "export {};")).toEqual({
      code: 2,
      out: "",
      err: `Node.js: found ${version}, expected >=20.19: install the newest 24\n`,
    });
  },
);

test.each(["20.19.0", "22.4.1", "24.9.0"])("Node.js %s runs the program", async (version) => {
  const main = "process.stdout.write(process.argv[2]); process.exitCode = 3;";
  expect(await launched(version, main)).toEqual({ code: 3, out: "check", err: "" });
});

test("a program that was never built is told in one line", async () => {
  const { code, err } = await launched("24.9.0");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^dist\/main\.js: found nothing, .*\n$/),
  });
});

test("it holds no word that Node.js 12 cannot read", async () => {
  const source = await readFile(launcher, "utf8");
  const asFor = async (target: string) => (await transform(source, { target, legalComments: "none" })).code;
  expect(await asFor("node12.22")).toBe(await asFor("esnext"));
});
