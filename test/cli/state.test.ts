import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventIn } from "../../src/audit/event-in.ts";
import { stateCommand } from "../../src/cli/commands/state.ts";
import { runCommandLine } from "../../src/cli/run.ts";
import { systemClock } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { openStore } from "../../src/store/store.ts";
import { lead } from "../database/lead.ts";
import { postgres } from "../database/server.ts";
import { record } from "../store/records.ts";

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
  await store.write([
    ["settings:overrides", { ignoreFor: "45m" }],
    ["record:~1", record(1)],
  ]);
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
  await store.write([["a", 1]]);
  await store.close();
  await writeFile(join(folder, "backup.jsonl"), '{"key":"b","value":2}\n');
  expect(await run(["state", "import", join(folder, "backup.jsonl")], from)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/not empty/),
  });
});

const line = (key: string, value: unknown) => JSON.stringify({ key, value });
const item = {
  version: 1,
  id: "x",
  about: { kind: "tier", alertId: "~1", tier: 1, repeat: 0 },
  via: "sms",
  to: "alice",
  attempt: 1,
  state: "sent",
  at: 1,
  tries: 1,
};

test("every line of a backup is judged before one is written, and all problems are told at once", async () => {
  const { folder, to } = await folders();
  const lines = [
    line("meta:version", 2),
    line("record:~1", record(1)),
    '{"key":',
    "",
    '{"key":"b"}',
    '{"key":"c","value":1,"more":2}',
    line("record:~2", { ...record(2), tiersDone: "one" }),
    line("record:~3", record(4)),
    line("record:~1", record(1)),
    line("item:x", { ...item, via: "pigeon" }),
    line("item:y", item),
    line("item:x/2", { ...item, id: "x/2" }),
    "[]",
  ];
  const backup = join(folder, "backup.jsonl");
  await writeFile(backup, lines.join("\n"));
  const { code, err } = await run(["state", "import", backup], to);
  const noEntry = 'found no entry, expected a line such as {"key":…,"value":…} as state export writes it';
  expect({ code, err: err.trim().split("\n") }).toEqual({
    code: 1,
    err: [
      `${backup}:3: ${noEntry}`,
      `${backup}:5: ${noEntry}`,
      `${backup}:6: ${noEntry}`,
      expect.stringContaining(`${backup}:7: record:~2: tiersDone: Invalid input: expected number`),
      `${backup}:8: record:~3: found the record of another alert`,
      `${backup}:9: found record:~1 again, expected it once: line 2 has it`,
      expect.stringContaining(`${backup}:10: item:x: via: Invalid option`),
      `${backup}:11: item:y: found the item of another id`,
      `${backup}:13: ${noEntry}`,
    ],
  });
  expect(await readdir(folder)).toEqual(["backup.jsonl"]);
});

test("a backup of layout 1 is brought into today's layout", async () => {
  const { folder, to } = await folders();
  const { version: _, ...rest } = record(1);
  const old = [line("meta:version", 1), line("record:~1", { ...rest, version: 1, deliveries: [] })];
  await writeFile(join(folder, "backup.jsonl"), old.join("\n"));
  expect(await run(["state", "import", join(folder, "backup.jsonl")], to)).toMatchObject({ code: 0 });
  const store = await openStore(join(folder, "to.sqlite"), { exclusive: false });
  expect(await store.records()).toEqual({ records: [record(1)], damaged: [] });
  await store.close();
});

test.each([
  ["of a later version", line("meta:version", 3), /backup\.jsonl:1: .*written by another version/],
  ["that is empty", "\n", /found no entries/],
])("a backup %s is refused", async (_name, text, expected) => {
  const { folder, to } = await folders();
  await writeFile(join(folder, "backup.jsonl"), text);
  expect(await run(["state", "import", join(folder, "backup.jsonl")], to)).toMatchObject({
    code: 1,
    err: expect.stringMatching(expected),
  });
});

test("an export to a file is for its owner only, and replaces the last one once it is whole", async () => {
  const { folder, from } = await folders();
  const store = await openStore(join(folder, "from.sqlite"));
  await store.write([["a", 1]]);
  await store.close();
  const backup = join(folder, "backup.jsonl");
  await writeFile(backup, "the last one", { mode: 0o644 });
  expect(await run(["state", "export", backup], from)).toMatchObject({ code: 0, out: "", err: "" });
  expect((await readFile(backup, "utf8")).trim().split("\n")).toContain('{"key":"a","value":1}');
  expect((await stat(backup)).mode & 0o777).toBe(0o600);
  expect(await run(["state", "export", join(folder, "no", "where")], from)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/cannot be written \(ENOENT\)/),
  });
});

test("another word than export or import is wrong usage", async () => {
  const { to } = await folders();
  expect(await run(["state", "dump"], to)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/"dump", expected export or import/),
  });
});

const event = (minute: number): AuditEvent => ({
  at: `2026-03-02T02:${String(minute).padStart(2, "0")}:00.000Z`,
  event: "tier.fired",
  actor: "system",
  alertId: "~1",
  tier: 1,
});
const lines = (exported: string) => exported.split("\n").filter(Boolean).sort();

test("the whole of it goes from SQLite to Postgres and back, the audit trail too", async () => {
  const { folder, from, to } = await folders();
  const sqlite = { ...from, AUDIT_FILE: join(folder, "from.jsonl") };
  const database = { STATE_URL: await (await postgres()).createDatabase() };
  const store = await openStore(join(folder, "from.sqlite"));
  await store.write([
    ["settings:overrides", { ignoreFor: "45m" }],
    ["oncall:overrides", []],
    ["record:~1", record(1)],
  ]);
  await store.close();
  const events = Array.from({ length: 2500 }, (_, index) => ({ ...event(index % 60), detail: index }));
  await writeFile(sqlite.AUDIT_FILE, events.map((one) => `${JSON.stringify(one)}\n`).join(""));

  const [there, back] = [join(folder, "there.jsonl"), join(folder, "back.jsonl")];
  expect(await run(["state", "export", there], sqlite)).toMatchObject({ code: 0, err: "" });
  expect(await run(["state", "import", there], database)).toMatchObject({
    code: 0,
    err: "4 entries and 2500 events imported\n",
  });
  expect(await run(["state", "export", back], database)).toMatchObject({ code: 0, err: "" });
  expect(lines(await readFile(back, "utf8"))).toEqual(lines(await readFile(there, "utf8")));
  const home = { ...to, AUDIT_FILE: join(folder, "to.jsonl") };
  expect(await run(["state", "import", back], home)).toMatchObject({ code: 0 });
  expect(await eventsIn(home.AUDIT_FILE)).toEqual(await eventsIn(sqlite.AUDIT_FILE));
});

test("an import is refused while a copy leads, and says which", async () => {
  const { folder } = await folders();
  const url = await (await postgres()).createDatabase();
  const leader = await lead(url);
  onTestFinished(leader.end);
  await writeFile(join(folder, "backup.jsonl"), '{"key":"a","value":1}\n');
  expect(await run(["state", "import", join(folder, "backup.jsonl")], { STATE_URL: url })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/test leads\. Stop that one/),
  });
  // Looking is free.
  expect(await run(["state", "export"], { STATE_URL: url })).toMatchObject({ code: 0 });
});

test("an import that broke off goes on where it was, with the same file only", async () => {
  const { folder, to } = await folders();
  const home = { ...to, AUDIT_FILE: join(folder, "to.jsonl") };
  const backup = join(folder, "backup.jsonl");
  const all = Array.from({ length: 30 }, (_, index) => event(index));
  const text = ['{"key":"a","value":1}', ...all.map((one) => JSON.stringify({ event: one })), ""].join("\n");
  await writeFile(backup, text);
  const store = await openStore(join(folder, "to.sqlite"));
  const digest = createHash("sha256").update(text).digest("hex");
  await store.write([
    ["a", 1],
    ["meta:import", digest],
  ]);
  await store.close();
  await writeFile(
    home.AUDIT_FILE,
    all
      .slice(0, 12)
      .map((one) => `${JSON.stringify(one)}\n`)
      .join(""),
  );

  const other = join(folder, "other.jsonl");
  await writeFile(other, '{"key":"b","value":1}\n');
  expect(await run(["state", "import", other], home)).toMatchObject({
    code: 1,
    err: expect.stringContaining("an import of another file broke off here"),
  });
  expect(await run(["state", "import", backup], home)).toMatchObject({
    code: 0,
    err: "1 entries and 18 events imported\n",
  });
  expect(await eventsIn(home.AUDIT_FILE)).toEqual(all);
  expect((await run(["state", "export"], to)).out).not.toContain("meta:import");
});

test("an import adds to no trail that holds something", async () => {
  const { folder, to } = await folders();
  const home = { ...to, AUDIT_FILE: join(folder, "to.jsonl") };
  await writeFile(home.AUDIT_FILE, `${JSON.stringify(event(1))}\n`);
  await writeFile(join(folder, "backup.jsonl"), '{"key":"a","value":1}\n');
  expect(await run(["state", "import", join(folder, "backup.jsonl")], home)).toMatchObject({
    code: 1,
    err: expect.stringContaining("the audit trail is not empty"),
  });
});

async function eventsIn(path: string): Promise<unknown[]> {
  return (await readFile(path, "utf8")).trimEnd().split("\n").map(eventIn);
}
