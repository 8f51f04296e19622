import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyvSqlite } from "@keyv/sqlite";
import { Keyv } from "keyv";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { record } from "./records.ts";

const at = record(1).firstSeenAt;

const told = {
  id: "~1/1/0/slack/C0123/1",
  via: "slack",
  to: "C0123",
  attempt: 1,
  state: "sent",
  at,
  tries: 1,
  ref: "C0123/1.2",
};
const paged = {
  id: "~1/1/2/call/oncall/alice/1",
  via: "call",
  group: "oncall",
  to: "alice",
  attempt: 1,
  state: "sending",
  at,
  startedAt: at,
  tries: 0,
};
const said = {
  id: "hive-down/1/C0123",
  via: "slack",
  to: "C0123",
  attempt: 1,
  state: "pending",
  at,
  tries: 0,
};
const rung = {
  id: "hive-down/1/1/sms/bob/2",
  via: "sms",
  group: "oncall",
  to: "bob",
  attempt: 2,
  state: "sent",
  at,
  tries: 1,
  ref: "SM1",
};
const ofTier = { tier: 1, repeat: 0 };
const notice = { kind: "hive-down", since: at, why: "refused" };

const errand = (delivery: object, content: object) => ({
  version: 1,
  delivery: { ...ofTier, ...delivery },
  content,
});

const layout1: Record<string, unknown> = {
  "meta:version": 1,
  "record:~1": {
    ...record(1),
    version: 1,
    deliveries: [
      { ...ofTier, ...told },
      { tier: "high-risk", repeat: 2, ...paged },
    ],
  },
  "record:~2": { ...record(2), version: 1, deliveries: [] },
  "record:~3": { ...record(3), version: 1, deliveries: [{ id: "odd" }] },
  "record:~4": { version: 1, alertId: "~4" },
  [`notice:${said.id}`]: errand(said, { kind: "say", notice }),
  [`notice:${rung.id}`]: errand(rung, { kind: "page", about: notice }),
  "notice:over": errand({ ...said, id: "over", state: "failed" }, { kind: "say", notice }),
  "notice:odd": { version: 1 },
  "digest:pending": { rows: ["as it was"] },
  "settings:overrides": { ignoreFor: "45m" },
};

const layout2: Record<string, unknown> = {
  "meta:version": 2,
  "record:~1": record(1),
  "record:~2": record(2),
  "record:~3": record(3),
  "record:~4": { version: 1, alertId: "~4" },
  [`item:${told.id}`]: { version: 1, about: { kind: "tier", alertId: "~1", tier: 1, repeat: 0 }, ...told },
  [`item:${paged.id}`]: {
    version: 1,
    about: { kind: "tier", alertId: "~1", tier: "high-risk", repeat: 2 },
    ...paged,
  },
  "damaged:item:~3/0": { value: { id: "odd" }, why: "layout 1 had it so" },
  [`item:${said.id}`]: { version: 1, about: { kind: "notice", name: said.id, notice }, ...said },
  [`item:${rung.id}`]: { version: 1, about: { kind: "notice", name: "hive-down/1", notice }, ...rung },
  "damaged:notice:odd": { value: { version: 1 }, why: "layout 1 had it so" },
  "digest:pending": { rows: ["as it was"] },
  "settings:overrides": { ignoreFor: "45m" },
};

/** A file as the version before wrote it. */
async function written(rows: Record<string, unknown>) {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "state.sqlite");
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, table: "state", iterationLimit: 1000 });
  const keyv = new Keyv({ store: adapter });
  for (const [key, value] of Object.entries(rows)) await keyv.set(key, value);
  await adapter.close();
  return path;
}

async function rowsOf(path: string): Promise<Record<string, unknown>> {
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, table: "state", iterationLimit: 1000 });
  const rows: Record<string, unknown> = {};
  for await (const [key, value] of new Keyv({ store: adapter }).iterator?.(undefined) ?? [])
    rows[key] = value;
  await adapter.close();
  return rows;
}

test("layout 1 becomes layout 2 at opening, on disk, and what cannot be read is not lost", async () => {
  const path = await written(layout1);
  const store = await openStore(path);
  expect(Object.fromEntries(await store.list(""))).toEqual(layout2);
  await store.close();
  expect(await rowsOf(path)).toEqual(layout2);
  const again = await openStore(path);
  onTestFinished(() => again.close());
  const { records, damaged } = await again.records();
  expect(new Set(records.map(({ alertId }) => alertId))).toEqual(new Set(["~1", "~2", "~3"]));
  expect(damaged.map(({ key }) => key)).toEqual(["record:~4"]);
});

test("a reader sees layout 2 and leaves layout 1 as it lies", async () => {
  const path = await written(layout1);
  const reader = await openStore(path, { exclusive: false });
  onTestFinished(() => reader.close());
  expect(Object.fromEntries(await reader.list(""))).toEqual(layout2);
  expect((await reader.records()).records).toHaveLength(3);
  expect(await reader.read("settings:overrides")).toEqual({ ignoreFor: "45m" });
  await expect(reader.write([["a", 1]])).rejects.toThrow(/an older version wrote it/);
  await reader.write([["meta:check", true]]);
  await reader.write([["meta:check", undefined]]);
  expect(await rowsOf(path)).toEqual(layout1);
});

test("a migration that fails leaves layout 1 as it lies", async () => {
  const path = await written(layout1);
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, table: "state" });
  // The last row of the migration cannot be written.
  await adapter.query(
    "CREATE TRIGGER full BEFORE DELETE ON state WHEN OLD.key LIKE 'keyv:notice:%' BEGIN SELECT RAISE(ABORT, 'full'); END",
  );
  await adapter.close();
  await expect(openStore(path)).rejects.toThrow(/state store/);
  expect(await rowsOf(path)).toEqual(layout1);
});
