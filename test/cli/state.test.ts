import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stateCommand } from "../../src/cli/commands/state.ts";
import { runCommandLine } from "../../src/cli/run.ts";
import { systemClock } from "../../src/lib/time.ts";
import { openStore } from "../../src/store/store.ts";

async function run(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await runCommandLine(args, [stateCommand()], {
    env,
    cwd: tmpdir(),
    clock: systemClock,
    out: { write: (text) => (out += text), isTerminal: false },
    err: { write: (text) => (err += text), isTerminal: false },
    stopping: new AbortController().signal,
    onReload: () => {},
    onStray: () => {},
    version: "0.0.0",
  });
  return { code, out, err };
}

async function folders(): Promise<{
  folder: string;
  from: { STATE_URL: string };
  to: { STATE_URL: string };
}> {
  const folder = await mkdtemp(join(tmpdir(), "sla-state-"));
  return {
    folder,
    from: { STATE_URL: `sqlite://${join(folder, "from.sqlite")}` },
    to: { STATE_URL: `sqlite://${join(folder, "to.sqlite")}` },
  };
}

test("what is exported from one store and imported into another is the same", async () => {
  const { folder, from, to } = await folders();
  const store = await openStore(join(folder, "from.sqlite"));
  await store.write("settings:overrides", { ignoreFor: "45m" });
  await store.close();

  const exported = await run(["state", "export"], from);
  await writeFile(join(folder, "backup.jsonl"), exported.out);
  expect(await run(["state", "import", join(folder, "backup.jsonl")], to)).toMatchObject({ code: 0 });
  expect((await run(["state", "export"], to)).out.split("\n").sort()).toEqual(
    exported.out.split("\n").sort(),
  );
});

test("a store that is not empty is not written over", async () => {
  const { folder, from } = await folders();
  const store = await openStore(join(folder, "from.sqlite"));
  await store.write("a", 1);
  await store.close();
  await writeFile(join(folder, "backup.jsonl"), '{"key":"b","value":2}\n');
  expect(await run(["state", "import", join(folder, "backup.jsonl")], from)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/not empty/),
  });
});

test("a damaged backup is refused with its line", async () => {
  const { folder, to } = await folders();
  await writeFile(join(folder, "backup.jsonl"), '{"key":"b","value":2}\n{"key":\n');
  expect(await run(["state", "import", join(folder, "backup.jsonl")], to)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/backup\.jsonl:2/),
  });
});

test("another word than export or import is wrong usage", async () => {
  const { to } = await folders();
  expect(await run(["state", "dump"], to)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/"dump", expected export or import/),
  });
});
