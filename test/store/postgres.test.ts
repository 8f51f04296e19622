import KeyvPostgres from "@keyv/postgres";
import { Keyv } from "keyv";
import { expect, onTestFinished, test } from "vitest";
import { link } from "../../src/database/link.ts";
import { openPostgresStore } from "../../src/store/postgres.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { lead } from "../database/lead.ts";
import { relayed } from "../database/relayed.ts";
import { postgres } from "../database/server.ts";

async function opened(url: string) {
  const leader = await lead(url);
  const store = await openPostgresStore(leader);
  onTestFinished(async () => {
    await store.close();
    await leader.end();
  });
  return { ...leader, store };
}

async function seen(url: string, key: string): Promise<unknown> {
  const store = await openPostgresStore({ link: link({ url }) });
  const value = await store.read(key);
  await store.close();
  return value;
}

test("Keyv itself reads what was written", async () => {
  const url = await (await postgres()).createDatabase();
  const { store } = await opened(url);
  await store.write([["some:key", { value: [1, "ü"] }]]);
  const keyv = new Keyv({ store: new KeyvPostgres({ uri: url, table: "sla_state" }) });
  onTestFinished(() => keyv.disconnect());
  expect(await keyv.get("some:key")).toEqual({ value: [1, "ü"] });
});

test("a write of which nobody heard is found to have been done", async () => {
  const { url, direct, relay } = await relayed(await postgres());
  const { store } = await opened(url);
  relay.deafen();
  const written = store.write([["a", 1]]);
  await expect.poll(() => seen(direct, "a")).toBe(1);
  relay.heal();
  relay.cut();
  await written;
  await store.write([["a", 2]]);
  expect(await seen(direct, "a")).toBe(2);
});

test("a write that never arrived is found not to have been done, and nothing later undoes that", async () => {
  const { url, direct, relay } = await relayed(await postgres());
  const { store } = await opened(url);
  await store.write([["a", 1]]);
  relay.swallow();
  const written = store.write([["a", 2]]);
  relay.cut();
  relay.heal();
  await expect(written).rejects.toThrow(StoreError);
  expect(await seen(direct, "a")).toBe(1);
});

test("a write that is stuck in the server and comes late changes nothing that was written since", async () => {
  const server = await postgres();
  const { url, direct, relay } = await relayed(server);
  const { store } = await opened(url);
  // The first write waits for this row while its connection is lost.
  const holding = link({ url: direct });
  onTestFinished(() => holding.close());
  await holding.query("BEGIN");
  await holding.query("SELECT 1 FROM sla_lease FOR UPDATE");
  const first = store.write([["a", "first"]]);
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await expect.poll(async () => (await server.query(direct, waiting)).length).toBeGreaterThan(0);
  relay.cut();
  await holding.query("COMMIT");
  const isDone = await first.then(
    () => true,
    () => false,
  );
  expect(await seen(direct, "a")).toBe(isDone ? "first" : undefined);
  await store.write([["a", "second"]]);
  expect(await seen(direct, "a")).toBe("second");
});

test("a leader that was replaced writes nothing, says so, and knows it from then on", async () => {
  const url = await (await postgres()).createDatabase();
  const first = await opened(url);
  await first.store.write([["a", 1]]);
  const second = await opened(url);
  await expect(first.store.write([["a", 2]])).rejects.toThrow(/another copy leads by now/);
  expect(first.lease.lost.aborted).toBe(true);
  expect(await second.store.read("a")).toBe(1);
});

test("whoever takes over waits for the write that is under way, and finds it", async () => {
  const server = await postgres();
  const url = await server.createDatabase();
  const first = await opened(url);
  await server.query(
    url,
    `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END $$;
     CREATE TRIGGER slow BEFORE INSERT ON sla_state FOR EACH ROW EXECUTE FUNCTION slow();`,
  );
  const written = first.store.write([["a", 1]]);
  await expect
    .poll(
      async () =>
        (await server.query(url, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length,
    )
    .toBe(1);
  const second = await opened(url);
  await written;
  expect(await second.store.read("a")).toBe(1);
});

test("the server restarted, or killed: the store goes on, and nothing that was acknowledged is gone", async () => {
  const server = await postgres();
  const url = await server.createDatabase();
  const { store } = await opened(url);
  for (const how of ["stop", "kill"] as const) {
    await store.write([["before", how]]);
    await server.down(how);
    // Refused, or not known until the server is back.
    const during = store.write([["during", how]]).catch((error: unknown) => error);
    await server.start();
    expect(await during).toSatisfy((end) => end === undefined || end instanceof StoreError);
    await store.write([["after", how]]);
    expect([await store.read("before"), await store.read("after")]).toEqual([how, how]);
  }
});

test("without a lease it can be read, before anybody has written too, and not written", async () => {
  const url = await (await postgres()).createDatabase();
  const store = await openPostgresStore({ link: link({ url }) });
  onTestFinished(() => store.close());
  expect(await store.list("")).toEqual([]);
  expect(await store.records()).toEqual({ records: [], damaged: [] });
  await expect(store.write([["a", 1]])).rejects.toThrow(StoreError);
  const { store: leading } = await opened(url);
  await leading.write([["a", 1]]);
  expect(await store.read("a")).toBe(1);
});

test("a close does not wait for a server that does not answer", async () => {
  const { url, relay } = await relayed(await postgres());
  const leader = await lead(url);
  const store = await openPostgresStore(leader);
  relay.swallow();
  const written = store.write([["a", 1]]);
  written.catch(() => {});
  await store.close();
  await expect(written).rejects.toThrow(StoreError);
  relay.heal();
  await leader.end();
});
