import { expect, test } from "vitest";
import { minutes, seconds } from "../../../src/lib/time.ts";
import { engineWorld } from "../world.ts";

const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112", slack: "U0BOB" },
  carol: { phone: "+12025550113" },
};
const groups = {
  oncall: {
    rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-01-05T09:00", every: "1w" },
  },
  seniors: { members: ["carol"] },
};
const team = { people, groups };

const at = (tiers: readonly object[], more: object = {}) => ({
  ...team,
  sla: { high: { tiers }, critical: { tiers } },
  ...more,
});
const byCall = at([{ after: "30m", notify: ["call"] }]);

test("an unanswered call goes to the next member, and again as often as settings say; then it is said that nobody answered", async () => {
  const soc = engineWorld(byCall);
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30));
  for (let call = 1; call <= 4; call++) {
    soc.phone.ends(call, "unanswered");
    await soc.advance(seconds(10));
  }
  expect(soc.phone.sent.map(({ via, to }) => `${via} ${to}`)).toEqual([
    "call alice",
    "call bob",
    "call alice",
    "call bob",
  ]);
  await soc.advance(seconds(1));
  expect(soc.audit.filter(({ event }) => event === "alert.unanswered")).toHaveLength(1);
});

test("a ringing phone is hung up when its alert is ignored, and nobody else is called", async () => {
  const soc = engineWorld(byCall);
  const { id } = soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30));
  expect(soc.phone.sent).toHaveLength(1);
  await soc.engine.desk.respond(id, { kind: "ignore" }, { actor: "U1" });
  await soc.settle();
  expect(soc.phone.hungUp).toHaveLength(1);
  await soc.advance(minutes(29));
  expect(soc.phone.sent).toHaveLength(1);
});

test("a ringing phone is hung up when everything is paused, and rings again after the pause", async () => {
  const soc = engineWorld(byCall);
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30));
  const until = (soc.clock.now() + minutes(20)) as never;
  await soc.engine.desk.pause(until, "upgrade", "U1");
  await soc.settle();
  expect(soc.phone.hungUp).toHaveLength(1);
  await soc.advance(minutes(19));
  expect(soc.phone.sent).toHaveLength(1);
  await soc.advance(minutes(2));
  expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice", "alice"]);
});

test("a call that somebody has taken by then outlasts the pause, and nobody is called again after it", async () => {
  const soc = engineWorld(byCall);
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30));
  soc.phone.meets(1, "taken");
  const until = (soc.clock.now() + minutes(20)) as never;
  await soc.engine.desk.pause(until, "upgrade", "U1");
  await soc.advance(seconds(20));
  soc.phone.ends(1, "answered");
  await soc.advance(minutes(22));
  expect(soc.phone.hungUp).toEqual([]);
  expect(soc.phone.sent).toHaveLength(1);
  expect(soc.audit.map(({ event }) => event)).toContain("notification.delivered");
});

test("a call that a pause ended comes as soon as somebody ends the pause", async () => {
  const soc = engineWorld(byCall);
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30));
  await soc.engine.desk.pause((soc.clock.now() + minutes(120)) as never, "upgrade", "U1");
  await soc.advance(minutes(5));
  expect(soc.phone.hungUp).toHaveLength(1);
  await soc.engine.desk.resume("U1");
  await soc.advance(seconds(5));
  expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice", "alice"]);
});

test("a call whose end never becomes known counts as unanswered after three minutes", async () => {
  const soc = engineWorld(byCall);
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(33) - seconds(1));
  expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice"]);
  await soc.advance(seconds(2));
  expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice", "bob"]);
});

test("ten alerts that reach their call in the same second are one call, which names the worst and the count", async () => {
  const soc = engineWorld(byCall);
  for (let number = 1; number <= 9; number++) soc.raise(number);
  soc.raise(10, { severity: "critical", title: "The worst" });
  await soc.engine.start();
  await soc.advance(minutes(31));
  expect(soc.phone.sent).toHaveLength(1);
  expect(soc.phone.sent[0]?.about).toMatchObject({
    kind: "digest",
    count: 10,
    worst: { title: "The worst", severity: "critical" },
  });
});

test("deadlines of the same second are one call, within that second; a call that nothing follows waits for nothing", async () => {
  const soc = engineWorld(byCall);
  const begun = soc.clock.now();
  soc.raise(1);
  for (const [number, later] of [2, 3, 4].entries())
    soc.raise(later, { createdAt: (begun + minutes(5) + 200 * number) as never });
  await soc.engine.start();
  await soc.advance(minutes(30));
  expect(soc.phone.sent.map(({ at }) => at - begun)).toEqual([minutes(30)]);
  soc.phone.ends(1, "answered");
  await soc.advance(minutes(6));
  expect(soc.phone.sent.map(({ about }) => about.kind)).toEqual(["alert", "digest"]);
  expect(soc.phone.sent[1]?.about).toMatchObject({ count: 3 });
  expect((soc.phone.sent[1]?.at ?? 0) - begun - minutes(35)).toBeLessThanOrEqual(1000);
});

test("limits hold per person: what exceeds them is kept, told together in the next one, and shown as pending", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["sms"] }], { limits: { sms: "2 per 15m" } }));
  await soc.engine.start();
  const ids = [];
  for (let number = 1; number <= 5; number++) {
    ids.push(soc.raise(number).id);
    await soc.advance(minutes(2));
  }
  await soc.advance(minutes(29));
  expect(soc.phone.sent).toHaveLength(2);
  const last = ids.at(-1);
  if (last === undefined) throw new Error("no alert");
  expect(soc.engine.desk.facts(last)?.told.filter(({ via }) => via === "sms")).toMatchObject([
    { state: "pending", limited: true },
  ]);
  expect(soc.engine.desk.health().waiting.limited).toBe(3);
  await soc.advance(minutes(8));
  expect(soc.phone.sent).toHaveLength(3);
  expect(soc.phone.sent[2]?.about).toMatchObject({ kind: "digest", count: 3 });
});

test("a text that the sender may not send becomes a call to the same person", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["sms"] }]));
  soc.phone.script.answer = ({ via }) =>
    via === "sms" ? { state: "failed", scope: "way", detail: "not registered" } : undefined;
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(1));
  expect(soc.phone.sent.map(({ via, to }) => `${via} ${to}`)).toEqual(["call alice"]);
  expect(soc.engine.desk.health().twilio).toMatchObject({ ok: false, detail: "texts fail: not registered" });
});

test("with the only channel archived somebody's phone tells it, health turns bad, the heartbeat stops, and the card comes when it is back", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["slack"] }]));
  soc.slack.answer = () => ({ state: "failed", scope: "person", detail: "the channel is archived" });
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(1));
  expect(soc.phone.sent.map(({ via, to }) => `${via} ${to}`)).toEqual(["sms alice"]);
  expect(soc.engine.desk.health()).toMatchObject({ ok: false, slack: { detail: "the channel is archived" } });
  const beats = soc.beats.length;
  await soc.advance(minutes(5));
  expect(soc.beats).toHaveLength(beats);
  soc.slack.answer = () => undefined;
  await soc.advance(seconds(25));
  expect(soc.posted.filter(({ id }) => id.startsWith("~1/1/slack/"))).toHaveLength(1);
  expect(soc.engine.desk.health().ok).toBe(true);
});

test("with the credentials refused the person gets a direct message, and the channel hears of it", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["sms"] }]));
  soc.phone.script.answer = () => ({ state: "failed", scope: "setup", detail: "credentials refused" });
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(1));
  expect(soc.posted.map(({ id }) => id)).toContain("~1/1/oncall/dm/alice/1");
});

test("what is handled between the decision and the send is not told", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["sms"] }]));
  soc.phone.script.answer = () => ({ state: "failed", scope: "person", detail: "busy", again: seconds(30) });
  const { id } = soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(1));
  soc.phone.script.answer = () => undefined;
  soc.set(id, { stage: "closed", status: "FalsePositive" });
  await soc.advance(minutes(1));
  expect(soc.phone.sent).toEqual([]);
});

test("when a hold ends and the alert is open, its thread says so; after the last tier it is said that nobody answered", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["slack"] }]));
  const { id } = soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(31));
  await soc.engine.desk.respond(id, { kind: "ignore" }, { actor: "U1" });
  await soc.advance(minutes(31));
  const ids = () => soc.posted.map((one) => one.id);
  expect(ids().filter((one) => one.includes("/hold-over/"))).toHaveLength(1);
  const other = soc.raise(2);
  await soc.advance(minutes(36));
  expect(ids().filter((one) => one.startsWith(`${other.id}/nobody/1/`))).toHaveLength(1);
});

test("what nobody holds past its last tier is listed every four hours", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["slack"] }]));
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(35 + 4 * 60 - 1));
  const lists = () => soc.posted.filter(({ id }) => id.startsWith("unattended/")).length;
  expect(lists()).toBe(0);
  await soc.advance(minutes(2));
  expect(lists()).toBe(1);
  await soc.advance(minutes(4 * 60));
  expect(lists()).toBe(2);
});

test("in a storm the one that is worse than all of it is told by name, at once, and the limit gives way for it", async () => {
  const soc = engineWorld(at([{ after: "30m", notify: ["slack", "sms"] }], { limits: { sms: "1 per 15m" } }));
  for (let number = 1; number <= 50; number++) soc.raise(number);
  await soc.engine.start();
  await soc.advance(seconds(20));
  soc.raise(51, { severity: "critical", title: "The worst" });
  await soc.advance(minutes(30) + seconds(2));
  expect(soc.phone.sent.map(({ about }) => about.kind)).toEqual(["digest", "alert"]);
  expect(soc.phone.sent[1]?.about).toMatchObject({ title: "The worst" });
  expect(soc.audit.filter(({ event }) => event === "tier.fired")).toHaveLength(51);
});
