import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { type Lease, takeLease } from "../../src/database/lease.ts";
import { readLease } from "../../src/database/lease-row.ts";
import { link } from "../../src/database/link.ts";
import { createTables } from "../../src/database/schema.ts";
import { type Clock, type Instant, seconds } from "../../src/lib/time.ts";
import { relayed } from "./relayed.ts";
import { postgres } from "./server.ts";

/** A database, and copies that may lead it, on a clock moved by hand. */
async function place() {
  const server = await postgres();
  const { url, direct, relay } = await relayed(server);
  const clock = new SandboxClock({ at: Date.parse("2026-03-03T02:00Z") });
  const time: Clock = { now: () => clock.now() as Instant, sleep: clock.sleep };
  const looking = link({ url: direct });
  await createTables(looking);
  onTestFinished(async () => {
    await looking.close();
    clock.stop();
  });
  async function take(id: string, at = url): Promise<Lease | undefined> {
    const own = link({ url: at });
    const self = {
      id,
      label: id,
      version: "1",
      fingerprint: () => "same",
      fingerprints: () => new Set(["same"]),
    };
    const lease = await takeLease({ link: own, self, clock: time }, await readLease(looking));
    onTestFinished(async () => {
      lease?.lose();
      await own.close();
    });
    return lease;
  }
  return { take, clock, relay, server, direct, read: () => readLease(looking) };
}

test("of five that take it at once, one has it", async () => {
  const { take, read } = await place();
  const taken = await Promise.all(["a", "b", "c", "d", "e"].map((id) => take(id)));
  const [lease, ...others] = taken.filter((one) => one !== undefined);
  expect(others).toEqual([]);
  expect(await read()).toMatchObject({ holder: lease?.holder, epoch: 1 });
});

test("it is renewed every two seconds, and taken by nobody who saw an older beat", async () => {
  const { take, clock, read } = await place();
  const lease = await take("a");
  const { beat } = await read();
  await expect.poll(() => clock.nextWake()).toBeDefined();
  clock.moveTo(clock.now() + 2000);
  await expect.poll(async () => (await read()).beat).toBe(beat + 1);
  expect(await lease?.standing()).toBe("ours");
});

test("given up, it is anybody's at once, and whoever takes it knows that nobody else acts", async () => {
  const { take, read } = await place();
  const first = await take("a");
  await first?.giveUp();
  expect((await read()).holder).toBeUndefined();
  expect(await first?.standing()).toBe("lost");
  const second = await take("b");
  expect([second?.epoch, second?.wasGivenUp]).toEqual([2, true]);
});

test("a leader that was frozen asks before it acts: still ours, or another's", async () => {
  const { take, clock } = await place();
  const lease = await take("a");
  clock.moveTo(clock.now() + seconds(60));
  expect(await lease?.standing()).toBe("ours");
  const second = await take("b");
  expect(second?.wasGivenUp).toBe(false);
  clock.moveTo(clock.now() + seconds(60));
  expect(await lease?.standing()).toBe("lost");
  expect(lease?.lost.aborted).toBe(true);
  expect(await second?.standing()).toBe("ours");
});

test("frozen while it asked, and replaced, it asks again at once", async () => {
  const { take, clock, relay } = await place();
  const lease = await take("a");
  relay.swallow();
  clock.moveTo(clock.now() + seconds(7));
  const asked = lease?.standing();
  clock.moveTo(clock.now() + seconds(60));
  expect(await asked).toBe("unsure");
  relay.heal();
  await take("b");
  await expect.poll(() => lease?.standing()).toBe("lost");
});

test("cut off from the database it is sure for seven seconds, and then not", async () => {
  const { take, clock, relay } = await place();
  const lease = await take("a");
  relay.swallow();
  clock.moveTo(clock.now() + 6999);
  expect(await lease?.standing()).toBe("ours");
  clock.moveTo(clock.now() + 1);
  expect(await lease?.standing()).toBe("unsure");
  // What comes next does not wait for the same again: between the last look and the send nothing may take long.
  const next = setImmediate().then(() => "still asks");
  expect(await Promise.race([lease?.standing(), next])).toBe("unsure");
  relay.heal();
  clock.moveTo(clock.now() + seconds(3));
  await expect.poll(() => lease?.standing()).toBe("ours");
});
