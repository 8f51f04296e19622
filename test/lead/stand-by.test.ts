import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { link } from "../../src/database/link.ts";
import { type Look, standBy } from "../../src/lead/stand-by.ts";
import { openPostgresStore } from "../../src/store/postgres.ts";
import { lead } from "../database/lead.ts";
import { postgres } from "../database/server.ts";
import { record } from "../store/records.ts";

/** A copy that stands by at a database, whose state is in such a layout. */
async function standingBy(version: number) {
  const url = await (await postgres()).createDatabase();
  const before = await lead(url);
  const { alert: _, ...rest } = record(1);
  const old = { ...rest, alert: record(1).alert, version: 1, deliveries: [] };
  const store = await openPostgresStore(before);
  await store.write([
    ["record:~1", version === 1 ? old : record(1)],
    ["meta:version", version],
  ]);
  await store.close();
  await before.end();
  const own = link({ url });
  const over = new AbortController();
  onTestFinished(async () => {
    over.abort();
    await own.close();
  });
  const looks: Look[] = [];
  const self = {
    id: randomUUID(),
    label: "two",
    version: "2",
    fingerprint: () => "same",
    fingerprints: () => new Set(["same"]),
  };
  const won = standBy({ link: own, self, signal: over.signal, onLook: (look) => looks.push(look) });
  won.catch(() => {});
  return { url, won, looks };
}

test("a state that the last release wrote is taken over and brought up to date", async () => {
  const { url, won } = await standingBy(1);
  const { lease } = await won;
  onTestFinished(() => lease.lose());
  const store = await openPostgresStore({ link: link({ url }), lease });
  onTestFinished(() => store.close());
  expect(await store.read("meta:version")).toBe(2);
  expect((await store.records()).records).toEqual([record(1)]);
});

test("a state that a newer release wrote is left alone, and why is said", async () => {
  const { looks } = await standingBy(3);
  await expect
    .poll(() => looks.at(-1), { timeout: 10_000 })
    .toMatchObject({
      kind: "stands-by",
      refuses: "a newer version of this program wrote the state (layout 3, this one reads 2)",
    });
});
