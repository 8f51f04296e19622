import { expect, onTestFinished, test } from "vitest";
import { AuditError } from "../../src/audit/audit-error.ts";
import { copiedTrail } from "../../src/audit/copied-trail.ts";
import { readDatabaseTrail, verifyDatabaseTrail } from "../../src/audit/database-read.ts";
import { databaseTrail } from "../../src/audit/database-trail.ts";
import { streamTrail } from "../../src/audit/trail.ts";
import { link } from "../../src/database/link.ts";
import { createTables } from "../../src/database/schema.ts";
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
  for await (const one of readDatabaseTrail(reading, filter)) events.push(...one);
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
  for await (const one of readDatabaseTrail(own, {}, (line) => bad.push(line))) events.push(...one);
  expect([events, bad]).toEqual([[event(1), event(2)], [2]]);
  expect(await trail.latest(9)).toEqual([event(2), event(1)]);
});

test("lines of which nobody heard whether they were kept are there once when they are appended again", async () => {
  const { url, direct, relay } = await relayed(await postgres());
  const { trail } = await opened(url);
  const lines = [event(1), event(2)];
  await trail.append([event(0)]);
  relay.deafen();
  const first = trail.append(lines);
  await expect.poll(() => all(direct)).toEqual([event(0), ...lines]);
  relay.heal();
  relay.cut();
  await expect(first).rejects.toThrow(AuditError);
  await trail.append([...lines, event(3)]);
  expect(await all(direct)).toEqual([event(0), ...lines, event(3)]);
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

test("the chain holds across a replaced leader, a lost answer and what was forgotten; a change is named", async () => {
  const { url, direct, relay } = await relayed(await postgres());
  const first = await opened(url);
  await first.trail.append([event(1), event(2)]);
  const lost = [event(3), event(4)];
  relay.deafen();
  const hanging = first.trail.append(lost);
  await expect.poll(() => all(direct)).toHaveLength(4);
  relay.heal();
  relay.cut();
  await expect(hanging).rejects.toThrow(AuditError);
  await Promise.all([first.trail.append(lost), first.trail.append([event(5)])]);
  const second = await opened(direct);
  await second.trail.append(Array.from({ length: 4500 }, () => event(6)));
  expect(await verified(direct)).toMatchObject({ kind: "whole", lines: 4505, unchained: 0 });

  await second.trail.prune(instant("2026-03-02T02:03Z"));
  await second.trail.append([event(7)]);
  expect(await verified(direct)).toMatchObject({ kind: "whole", lines: 4504 });
  const { link: own } = second;
  const number = await seqOf(own, 5);
  await own.query("UPDATE sla_audit SET event = replace(event, 'fired', 'Fired') WHERE seq = $1", [number]);
  expect(await verified(direct)).toMatchObject({ kind: "changed", line: number });
});

test("an event that is out of time is not cut out of the chain", async () => {
  const url = await database();
  const { trail } = await opened(url);
  await trail.append([event(1), event(5), event(2), event(6)]);
  expect(await trail.prune(instant("2026-03-02T02:04Z"))).toBe(1);
  expect(await verified(url)).toMatchObject({ kind: "whole", lines: 3 });
});

test.each([
  ["the last line is removed", "DELETE FROM sla_audit WHERE seq = 4", 3],
  ["a line is removed", "DELETE FROM sla_audit WHERE seq = 3", 2],
  ["a row is added", "INSERT INTO sla_audit (id, at, event) VALUES (gen_random_uuid(), now(), '{')", 5],
])("%s: it is named", async (_how, sql, line) => {
  const url = await database();
  const { trail, link: own } = await opened(url);
  await trail.append([event(1), event(2), event(3), event(4)]);
  await own.query(sql);
  expect(await verified(url)).toMatchObject({ kind: "changed", line });
});

test("a trail of before it was chained goes on, and is accepted", async () => {
  const url = await database();
  const { trail, link: own } = await opened(url);
  await own.query("DROP TABLE sla_chain");
  await own.query("INSERT INTO sla_audit (id, at, event) VALUES (gen_random_uuid(), $1, $2)", [
    event(1).at,
    JSON.stringify(event(1)),
  ]);
  expect(await verified(url)).toMatchObject({ kind: "whole", lines: 0, unchained: 1 });
  await createTables(own);
  await trail.append([event(2)]);
  expect(await all(url)).toEqual([event(1), event(2)]);
  expect(await verified(url)).toMatchObject({ kind: "whole", lines: 1, unchained: 1 });
});

async function verified(url: string) {
  const reading = link({ url });
  return verifyDatabaseTrail(reading).finally(() => reading.close());
}

async function seqOf(own: Awaited<ReturnType<typeof opened>>["link"], minute: number): Promise<number> {
  const [row] = await own.query("SELECT seq FROM sla_audit WHERE at = $1", [event(minute).at]);
  return Number(row?.seq);
}

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
