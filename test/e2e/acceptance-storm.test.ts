import { expect, test } from "vitest";
import { everybody, minutes, type Night, night, seconds } from "./harness.ts";

const DUE = Date.parse("2026-03-03T02:05Z");
const COUNT = 5000;

/** The most that any person got one way within 15 minutes. */
function mostWithin(times: readonly number[], window: number): number {
  return Math.max(
    0,
    ...times.map((start) => times.filter((at) => at >= start && at < start + window).length),
  );
}

const byPerson = (soc: Night, pick: (phone: ReturnType<Night["phone"]>) => readonly { at: number }[]) =>
  everybody.map((name) =>
    mostWithin(
      pick(soc.phone(name)).map(({ at }) => at),
      minutes(15),
    ),
  );

test("5,000 alerts breach within a minute: the critical one is told by name, limits hold, nothing is lost", async () => {
  const soc = await night({
    settings: {
      sla: {
        medium: { tiers: [{ after: "30m", notify: ["slack", "sms", "call"] }] },
        critical: { tiers: [{ after: "15m", notify: ["slack", "sms", "call"] }] },
      },
      highRisk: { words: [] },
    },
  });
  // Their deadlines fall into the minute from 02:05.
  soc.hive.raiseMany(COUNT - 1, (index) => ({
    severity: 2,
    title: `Noise ${index}`,
    createdAt: DUE - minutes(30) + seconds(Math.floor((index * 60) / COUNT)),
  }));
  const critical = DUE + 30_000;
  soc.hive.raise({ severity: 4, title: "Domain admin stolen", createdAt: critical - minutes(15) });
  await soc.until("2026-03-03T02:04:30Z");
  await soc.until("2026-03-03T02:05:36Z");

  const card = soc.card("Domain admin stolen");
  expect(Number(card.ts) * 1000 - critical).toBeLessThanOrEqual(5000);
  const { sms, calls } = soc.phone("alice");
  const onPhone = [
    ...sms.filter(({ body }) => body.includes("Domain admin stolen")),
    ...calls.filter(({ spoken }) => spoken.join().includes("Domain admin stolen")),
  ];
  expect(onPhone.map(({ at }) => at >= critical && at <= critical + 5000)).toContain(true);

  await soc.until("2026-03-03T02:10:00Z");
  expect(await soc.audit("tier.fired")).toHaveLength(COUNT);
  const board = soc.app.engine.desk.board();
  expect(board.rows.filter(({ record }) => record.firings.length === 1)).toHaveLength(COUNT);
  expect(board.health.waiting.overdue).toBe(0);
  const told = board.rows.flatMap((row) => row.told.filter(({ via }) => via === "call"));
  expect(new Set(told.map(({ state }) => state)).has("failed")).toBe(false);
  await soc.advance(minutes(15));
  expect(Math.max(...byPerson(soc, ({ calls }) => calls))).toBeLessThanOrEqual(4);
  expect(Math.max(...byPerson(soc, ({ sms }) => sms))).toBeLessThanOrEqual(6);
  // Every alert was told by somebody's phone and in the channel: none is left behind.
  const left = soc.app.engine.desk
    .board()
    .rows.filter((row) => row.told.length === 0 || row.told.every(({ state }) => state === "pending"));
  expect(left).toEqual([]);
}, 120_000);

test("what limits hold back is pending in health and on the card, and is told together when there is room", async () => {
  const soc = await night({
    settings: {
      sla: { high: { tiers: [{ after: "5m", notify: ["slack", "sms"] }] } },
      limits: { sms: "2 per 15m" },
      highRisk: { words: [] },
    },
  });
  for (let nth = 1; nth <= 4; nth++) {
    soc.hive.raise({ severity: 3, title: `Beacon ${nth}` });
    await soc.advance(minutes(1));
  }
  await soc.until("2026-03-03T02:09:00Z");
  expect(soc.phone("alice").sms).toHaveLength(2);
  expect(soc.app.engine.desk.health().waiting.limited).toBe(2);
  expect(soc.read(soc.card("Beacon 4"))).toMatch(/SMS @alice: (pending|held back|waits)/i);
  await soc.until("2026-03-03T02:20:30Z");
  expect(soc.phone("alice").sms.map(({ body }) => /2 alerts/.test(body))).toEqual([false, false, true]);
}, 60_000);

test("ten alerts reach their call in the same second: one call, which names the worst and the count", async () => {
  const soc = await night({
    settings: {
      sla: {
        high: { tiers: [{ after: "5m", notify: ["call"] }] },
        critical: { tiers: [{ after: "5m", notify: ["call"] }] },
      },
      highRisk: { words: [] },
    },
  });
  soc.hive.raiseMany(10, (index) => ({
    severity: index === 6 ? 4 : 3,
    title: index === 6 ? "Domain admin stolen" : `Beacon ${index}`,
    createdAt: DUE - minutes(5) + index * 80,
  }));
  await soc.until("2026-03-03T02:06:00Z");
  const calls = everybody.flatMap((name) => soc.phone(name).calls);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.spoken.join(" ")).toMatch(/10 alerts/);
  expect(calls[0]?.spoken.join(" ")).toContain("Domain admin stolen");
  expect((calls[0]?.at ?? 0) - DUE).toBeLessThanOrEqual(2000);
  expect(await soc.audit("tier.fired")).toHaveLength(10);
  await soc.advance(seconds(300));
  expect(soc.phone("alice").calls).toHaveLength(1);
}, 60_000);
