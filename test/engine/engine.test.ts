import { expect, test } from "vitest";
import { minutes, seconds } from "../../src/lib/time.ts";
import { engineWorld } from "./world.ts";

const tierPosts = (posted: readonly { id: string }[], tier: number) =>
  posted.filter(({ id }) => id.split("/")[1] === String(tier)).length;

test("with a full disk people are told all the same, it is said once, and all is written when there is room", async () => {
  const { engine, raise, advance, trouble, firedAt, posted, audit } = engineWorld();
  const { id } = raise(1);
  await engine.start();
  await advance(minutes(29));
  trouble.full = true;
  await advance(minutes(18));
  expect(tierPosts(posted, 1)).toBe(1);
  expect(tierPosts(posted, 2)).toBe(1);
  expect(firedAt(id)).toEqual([]);
  expect(posted.filter((one) => one.id.startsWith("disk-failing/"))).toHaveLength(1);
  expect(engine.desk.health().ok).toBe(false);
  trouble.full = false;
  await advance(seconds(15));
  expect(firedAt(id).map(({ tier, late }) => [tier, late])).toEqual([
    [1, 0],
    [2, 0],
  ]);
  expect(audit.filter(({ event }) => event === "tier.fired")).toHaveLength(2);
  expect(posted.filter((one) => one.id.startsWith("disk-working/"))).toHaveLength(1);
  expect(engine.desk.health().ok).toBe(true);
});

test("an audit trail that cannot be written keeps nobody from being told", async () => {
  const { engine, raise, advance, trail, posted } = engineWorld();
  raise(1);
  await engine.start();
  await advance(minutes(29));
  trail.broken = true;
  await advance(minutes(32));
  for (const tier of [1, 2, 3]) expect(tierPosts(posted, tier)).toBe(1);
});

test("alerts whose look at TheHive hangs, each a little after the other, each fire within ten seconds", async () => {
  const { engine, raise, advance, hanging, firedAt } = engineWorld();
  await engine.start();
  const ids: string[] = [];
  for (let number = 1; number <= 8; number++) {
    const { id } = raise(number);
    hanging.add(id);
    ids.push(id);
    await advance(seconds(8));
  }
  const quick = raise(9);
  await advance(minutes(32));
  for (const id of ids) {
    const [first] = firedAt(id);
    expect(first?.late).toBeGreaterThanOrEqual(9000);
    expect(first?.late).toBeLessThanOrEqual(10_000);
  }
  expect(firedAt(quick.id)[0]?.late).toBeLessThanOrEqual(1000);
});
