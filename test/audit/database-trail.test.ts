import { expect, onTestFinished, test } from "vitest";
import { AuditError } from "../../src/audit/audit-error.ts";
import { copiedTrail } from "../../src/audit/copied-trail.ts";
import { databaseTrail, readDatabaseTrail } from "../../src/audit/database-trail.ts";
import { streamTrail } from "../../src/audit/trail.ts";
import { link } from "../../src/database/link.ts";
import { instant } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { lead } from "../database/lead.ts";
import { relayed } from "../database/relayed.ts";
import { postgres } from "../database/server.ts";

const redact = (line: string) => line.replaceAll("hunter22", "[hidden]");

const event = (minute: number, alertId = "~4096"): AuditEvent => ({
  at: `2026-03-02T02:${String(minute).padStart(2, "0")}:00.000Z`,
  event: "tier.fired",
  actor: "system",
  alertId,
  tier: 1,
});

async function opened(url: string) {
  const leader = await lead(url);
  onTestFinished(leader.end);
  return { ...leader, trail: databaseTrail({ ...leader, redact }) };
}

async function all(url: string, filter = {}): Promise<AuditEvent[]> {
  const reading = link({ url });
  const events: AuditEvent[] = [];
  for await (const one of readDatabaseTrail(reading, filter)) events.push(one);
  await reading.close();
  return events;
}

const database = async () => (await postgres()).createDatabase();

test("what was appended is read from either end, by alert and by time", async () => {
  const url = await database();
  expect(await all(url)).toEqual([]);
  const { trail } = await opened(url);
  await trail.append([event(1), event(2, "~2"), event(3)]);
  await trail.append([]);
  await trail.append([event(4)]);
  const since = instant("2026-03-02T02:03Z");
  expect(await all(url)).toEqual([event(1), event(2, "~2"), event(3), event(4)]);
  expect(await all(url, { alertId: "~2" })).toEqual([event(2, "~2")]);
  expect(await all(url, { since })).toEqual([event(3), event(4)]);
  expect(await trail.latest(2)).toEqual([event(4), event(3)]);
  expect(await trail.history({ alertId: "~4096", since }, 1)).toEqual([event(4)]);
});

test("a trail of more events than a page is read whole, once and in order", async () => {
  const url = await database();
  const { trail } = await opened(url);
  const many = Array.from({ length: 12_001 }, (_, index) => ({ ...event(index % 60), detail: index }));
  await trail.append(many);
  expect((await all(url)).map(({ detail }) => detail)).toEqual(many.map(({ detail }) => detail));
});

test("secrets are hidden before they are kept, and what strangers wrote is kept as it is", async () => {
  const url = await database();
  const { trail } = await opened(url);
  const detail = "hunter22 \u0000 \ud800 😀 '; DROP TABLE sla_audit; --";
  await trail.append([{ ...event(1), detail }]);
  expect(await all(url)).toEqual([{ ...event(1), detail: detail.replace("hunter22", "[hidden]") }]);
});

test("a row that is no event is named and skipped", async () => {
  const url = await database();
  const { trail, link: own } = await opened(url);
  await trail.append([event(1)]);
  await own.query("INSERT INTO sla_audit (id, at, event) VALUES (gen_random_uuid(), now(), '{}')");
  await trail.append([event(2)]);
  const bad: number[] = [];
  const events: AuditEvent[] = [];
  for await (const one of readDatabaseTrail(own, {}, (line) => bad.push(line))) events.push(one);
  expect([events, bad]).toEqual([[event(1), event(2)], [2]]);
  expect(await trail.latest(9)).toEqual([event(2), event(1)]);
});

test("lines of which nobody heard whether they were kept are there once when they are appended again", async () => {
  const { url, direct, relay } = await relayed(await postgres());
  const { trail } = await opened(url);
  const lines = [event(1), event(2)];
  await trail.latest(1);
  relay.deafen();
  const first = trail.append(lines);
  await expect.poll(() => all(direct)).toEqual(lines);
  relay.heal();
  relay.cut();
  await expect(first).rejects.toThrow(AuditError);
  await trail.append([...lines, event(3)]);
  expect(await all(direct)).toEqual([...lines, event(3)]);
});

test("a leader that was replaced appends nothing, says so, and knows it from then on", async () => {
  const url = await database();
  const first = await opened(url);
  const second = await opened(url);
  await expect(first.trail.append([event(1)])).rejects.toThrow(/another copy leads/);
  expect(first.lease.lost.aborted).toBe(true);
  await second.trail.append([event(2)]);
  expect(await all(url)).toEqual([event(2)]);
});

test("what is older is forgotten, however much it is", async () => {
  const url = await database();
  const { trail } = await opened(url);
  await trail.append(Array.from({ length: 5000 }, () => event(1)));
  await trail.append([event(2), event(3)]);
  expect(await trail.prune(instant("2026-03-02T02:02Z"))).toBe(5000);
  expect(await all(url)).toEqual([event(2), event(3)]);
});

test("a copy gets the same lines, and one that cannot be written is told of and stops nobody", async () => {
  const { trail } = await opened(await database());
  const written: string[] = [];
  let left = 1;
  const troubles: unknown[] = [];
  const copy = streamTrail((text) => left-- > 0 && written.push(text), { redact });
  const both = copiedTrail(trail, copy, (error) => troubles.push(error));
  await both.append([event(1)]);
  await both.append([event(2)]);
  expect(written).toEqual([`${JSON.stringify(event(1))}\n`]);
  expect(troubles).toEqual([expect.any(AuditError)]);
  expect(await both.latest(2)).toEqual([event(2), event(1)]);
});
