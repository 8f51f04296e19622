import { expect, test } from "vitest";
import type { Entry } from "../../../src/engine/ports/store.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import { instant } from "../../../src/lib/time.ts";
import { AlertRecord } from "../../../src/sla/record.ts";
import { alert } from "../../sla/fixtures.ts";

const now = instant("2026-03-02T10:00Z");
const observables = [{ dataType: "ip", data: "203.0.113.7" }];
const seen = alert({ observables, observableCount: 1 });

async function watching() {
  const written: Entry[] = [];
  const journal = { write: async (entries: readonly Entry[]) => void written.push(...entries) };
  const watch = watchlist(journal as unknown as Journal, { now: () => now, sleep: async () => {} });
  await watch.admit([seen]);
  const entry = () => {
    const found = watch.get(seen.id);
    if (found === undefined) throw new Error("it is not watched");
    return found;
  };
  return { watch, written, entry };
}

test("an alert is kept once, as it was read", async () => {
  const { entry } = await watching();
  expect(entry().alert).toBe(seen);
  expect(entry().record.alert).toBe(seen);
});

test("what is written is a record and no more: no observables", async () => {
  const { watch, written, entry } = await watching();
  written.push(...watch.change(seen.id, { ...entry().record, tiersDone: 1 }));
  expect(written.map(([key]) => key)).toEqual([`record:${seen.id}`, `record:${seen.id}`]);
  for (const [, record] of written) {
    expect(AlertRecord.safeParse(record).success).toBe(true);
    expect(JSON.stringify(record)).not.toContain("203.0.113.7");
  }
});

test.each([
  ["read apart, and not yet again", undefined, observables],
  ["there are others by now", [], []],
] as const)("observables after it was read once more: %s", async (_, read, kept) => {
  const { watch, entry } = await watching();
  watch.refresh({ ...seen, title: "Another title", observables: read });
  expect(entry().alert).toMatchObject({ title: "Another title", observables: kept });
  expect(entry().record.alert).toBe(entry().alert);
});

test("a change that was worked out from an older look keeps the alert as it was read last", async () => {
  const { watch, entry } = await watching();
  const { record } = entry();
  watch.refresh({ ...seen, title: "Another title" });
  watch.change(seen.id, { ...record, tiersDone: 1 });
  expect(entry()).toMatchObject({ alert: { title: "Another title" }, record: { tiersDone: 1 } });
});
