import { expect, test } from "vitest";
import { minutes, seconds } from "../../../src/lib/time.ts";
import { engineWorld, memory } from "../world.ts";

const PENDING = "digest:pending";
const stormy = {
  sla: { high: { tiers: [{ after: "30m", notify: ["slack"] }] } },
  storm: { window: "60s", threshold: 2 },
};
const digests = (soc: ReturnType<typeof engineWorld>) =>
  soc.posted.filter(({ id }) => /^D\d+\/slack/.test(id)).map(({ id }) => id);

const keptOn = (disk: ReturnType<typeof memory>) =>
  [...disk.values.keys()].filter((key) => key.startsWith(PENDING));

/** A storm that was told, the disk after it, and what was kept of its digest meanwhile. */
async function afterStorm() {
  const disk = memory();
  const soc = engineWorld(stormy, disk);
  const pending = new Map<string, unknown>();
  const { write } = disk.store;
  disk.store.write = async (entries) => {
    await write(entries);
    for (const [key, value] of entries)
      if (key.startsWith(PENDING) && value !== undefined) pending.set(key, structuredClone(value));
  };
  for (let number = 1; number <= 5; number++) soc.raise(number);
  await soc.engine.start();
  await soc.advance(minutes(31));
  await soc.engine.stop();
  return { soc, disk, pending };
}

test("a digest that was told is no longer kept to be told", async () => {
  const { soc, disk, pending } = await afterStorm();
  expect(digests(soc)).toHaveLength(1);
  expect(pending.size).toBeGreaterThan(0);
  expect(keptOn(disk)).toEqual([]);
});

/** What is told after a start on that disk, half an hour after the alerts were created. */
async function startedAgain(disk: ReturnType<typeof memory>) {
  const soc = engineWorld(stormy, disk);
  const createdAt = soc.clock.now();
  await soc.advance(minutes(32));
  for (let number = 1; number <= 5; number++) soc.raise(number, { createdAt });
  await soc.engine.start();
  await soc.advance(seconds(30));
  return soc;
}

test("a digest taken over from before a crash is told once: what of it was written down is not told again", async () => {
  const { disk, pending } = await afterStorm();
  // The crash came between its items and the note that it was told.
  for (const [key, value] of pending) disk.values.set(key, value);
  expect(digests(await startedAgain(disk))).toEqual([]);
  expect(keptOn(disk)).toEqual([]);
});

test("a digest taken over from before a crash that nobody had told is told", async () => {
  const { disk, pending } = await afterStorm();
  for (const [key, value] of pending) disk.values.set(key, value);
  for (const key of [...disk.values.keys()]) if (key.startsWith("item:D")) disk.values.delete(key);
  expect(digests(await startedAgain(disk))).toHaveLength(1);
});
