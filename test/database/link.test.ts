import { expect, onTestFinished, test } from "vitest";
import { DatabaseError } from "../../src/database/database-error.ts";
import { link } from "../../src/database/link.ts";
import { milliseconds } from "../../src/lib/time.ts";
import { relayed } from "./relayed.ts";
import { postgres } from "./server.ts";

async function linked() {
  const server = await postgres();
  const { url, direct, relay } = await relayed(server);
  const one = link({ url });
  onTestFinished(() => one.close());
  await one.query("SELECT 1");
  return { one, relay, direct, server };
}

const outcomeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => "done",
    (error: unknown) => (error instanceof DatabaseError ? error.outcome : error),
  );

test("a connection that the server ends while it is idle ends nothing else, and the next statement makes another", async () => {
  const { one, direct, server } = await linked();
  await server.query(
    direct,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await expect.poll(() => outcomeOf(one.query("SELECT 1"))).toBe("done");
});

test("a server that does not answer is not waited for, and nobody knows what it did", async () => {
  const { one, relay } = await linked();
  relay.swallow();
  await expect(one.query("SELECT 1", [], milliseconds(200))).rejects.toMatchObject({
    outcome: "unknown",
    message: expect.stringContaining("no answer within 0.2 s"),
  });
  relay.heal();
  expect(await one.query("SELECT 2 AS two")).toEqual([{ two: 2 }]);
});

test("a connection that breaks off under a statement leaves it unknown", async () => {
  const { one, relay } = await linked();
  const asked = outcomeOf(one.query("SELECT pg_sleep(10)"));
  relay.cut();
  expect(await asked).toBe("unknown");
});

test.each([
  ["nonsense", "NONSENSE", "nothing"],
  ["a server that shuts down under it", "SELECT pg_terminate_backend(pg_backend_pid())", "unknown"],
])("%s: it is known whether it may have been done", async (_what, sql, outcome) => {
  const { one } = await linked();
  expect(await outcomeOf(one.query(sql))).toBe(outcome);
  await expect.poll(() => outcomeOf(one.query("SELECT 1"))).toBe("done");
});

test("one that cannot be reached has done nothing, says where without the password, and is found when it is back", async () => {
  const server = await postgres();
  const { relay, url } = await relayed(server);
  await relay.close();
  const gone = link({ url });
  onTestFinished(() => gone.close());
  const error = await gone.query("SELECT 1").catch((one: unknown) => one);
  expect(error).toMatchObject({ outcome: "nothing", code: "ECONNREFUSED" });
  expect(String(error)).toMatch(/postgres:\/\/127\.0\.0\.1:\d+\/monitor_\d+_\d+: it cannot be reached/);
  expect(String(error)).not.toContain("a-password-for-tests");
});

test("after it was closed nothing is asked any more", async () => {
  const { one } = await linked();
  await one.close();
  expect(await outcomeOf(one.query("SELECT 1"))).toBe("nothing");
});
